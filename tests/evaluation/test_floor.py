from __future__ import annotations

import pytest

from claimtrack.errors import UsageError
from claimtrack.evaluation import Speed, breaches, figures, raised, read_floor


@pytest.fixture
def found(predictions):
    """Accuracy 2/3, a third of the contradicted... and of all: macro-F1 and the like as they come."""
    return figures(
        predictions(
            ("supported", "supported", 0.9, []),
            ("contradicted", "contradicted", 0.1, []),
            ("contradicted", "supported", 0.8, []),
        ),
        Speed(elapsed_s=1, ms_per_claim=1),
    )


@pytest.fixture
def floor(tmp_path):
    def write(text):
        path = tmp_path / "floor.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_figure_on_its_floor_keeps_it(floor, found):
    bounds = read_floor(floor("[at_least]\nauroc = 1.0\n[at_most]\ncontradicted_called_supported = 0.5\n"))
    assert breaches(bounds, found) == []


def test_a_figure_below_its_floor_or_above_its_ceiling_breaks_it(floor, found):
    bounds = read_floor(
        floor("[at_least]\naccuracy = 0.667\n[at_most]\ncontradicted_called_supported = 0.49\n")
    )
    low, high = breaches(bounds, found)
    assert low == "accuracy is 0.6667, and must be at least 0.667"
    assert high == "contradicted_called_supported is 0.500, and must be at most 0.49"


def test_a_figure_that_cannot_be_counted_breaks_its_floor(floor, found):
    (breach,) = breaches(read_floor(floor("[at_least]\ncontrast = 0.1\n")), found)
    assert "nothing to count" in breach


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[at_least\n", "no TOML"),
        ("", "no figure"),
        ("[at_least]\nmacro_f2 = 0.5\n", "macro_f2"),
        ('[at_least]\nmacro_f1 = "high"\n', "no number"),
        ("[at_least]\nmacro_f1 = nan\n", "no number"),
        ("[at_least]\nece = 0.1\n", "stands under"),
        ("[at_most]\nauroc = 0.1\n", "stands under"),
        ("[floors]\nauroc = 0.1\n", "no table"),
        ("auroc = 0.1\n", "no table"),
    ],
)
def test_a_floor_that_makes_no_sense_is_refused(floor, text, says):
    with pytest.raises(UsageError, match=says) as caught:
        read_floor(floor(text))
    assert caught.value.hint


def test_a_floor_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        read_floor(tmp_path / "none.toml")


def test_raising_tightens_and_never_loosens(found):
    text = (
        "# why these\n[at_least]\naccuracy = 0.5  # by hand\nauroc = 1.0\nmacro_f1 = 0.9\n"
        "\n[at_most]\ncontradicted_called_supported = 0.8\nece = 0.01\n"
    )
    assert raised(text, found) == text.replace("accuracy = 0.5", "accuracy = 0.666").replace(
        "supported = 0.8", "supported = 0.500"
    )


def test_what_was_raised_is_kept_and_is_not_raised_again(floor, found):
    text = raised("[at_least]\naccuracy = 0\n[at_most]\nece = 1\n", found)
    assert breaches(read_floor(floor(text)), found) == []
    assert raised(text, found) == text


def test_a_new_floor_holds_the_main_figures_that_there_are(floor, found):
    text = raised("", found)
    assert [bound.name for bound in read_floor(floor(text))] == ["macro_f1", "auroc"]
