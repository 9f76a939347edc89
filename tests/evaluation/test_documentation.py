"""`docs/eval.md` names every figure, every field and every key that there is."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from claimtrack.evaluation import Speed, figures, figures_json, prediction_json, read_floor, read_labelled
from claimtrack.evaluation.figures import MAIN, PAIR_FIGURES

PAGE = (Path(__file__).parents[2] / "docs" / "eval.md").read_text(encoding="utf-8")


def block(kind: str) -> str:
    (found,) = re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    return str(found)


def first_column(section: str) -> set[str]:
    text = PAGE.partition(f"## {section}\n")[2].partition("\n## ")[0]
    return {
        name
        for row in re.findall(r"^\| (`.*?) \|", text, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row)
    }


@pytest.fixture
def found(predictions):
    return predictions(("supported", "supported", 0.9, [0.1]), ("partial", "problem", 0, []))


def test_the_example_is_a_labelled_file(tmp_path):
    path = tmp_path / "labelled.jsonl"
    path.write_text(block("json"), encoding="utf-8")
    claims = read_labelled([path])
    keys = {key for line in block("json").splitlines() for key in json.loads(line)}
    assert len(claims) == 3
    assert first_column("Label claims") == keys | {"file", "group"}


def test_every_figure_is_explained():
    assert first_column("What the figures mean") == {*MAIN, *PAIR_FIGURES}


def test_every_field_is_explained(found):
    document = json.loads(figures_json(figures(found, Speed(elapsed_s=1, ms_per_claim=1))))
    assert first_column("JSON") == document.keys()
    assert first_column("Predictions") == json.loads(prediction_json(found[0])).keys()


def test_the_example_is_a_floor(tmp_path):
    path = tmp_path / "floor.toml"
    path.write_text(block("toml"), encoding="utf-8")
    assert len(read_floor(path)) == sum(map(len, tomllib.loads(block("toml")).values()))
