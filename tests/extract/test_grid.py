"""The table model: forming a table, and which header cells are assigned to which cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.extract.grid import MAX_COLSPAN, MAX_ROWSPAN, Grid, GridRow, RawCell, RawRow, span
from claimtrack.extract.headers import assign_headers


def _cell(text: str, *, head: bool = False, scope: str = "", colspan: int = 1, rowspan: int = 1) -> RawCell:
    return RawCell(text=text, is_header=head, scope=scope, colspan=colspan, rowspan=rowspan)


def _read(*rows: list[RawCell], groups: tuple[int, ...] = ()) -> list[GridRow]:
    grid = Grid()
    for number, cells in enumerate(rows):
        grid.add(RawRow(cells=tuple(cells), group=groups[number] if groups else 0))
    assign_headers(grid.rows, grid.lines)
    return grid.lines


def _named(line: GridRow) -> list[tuple[str, str]]:
    return [(slot.cell.text, header) for slot, header in zip(line.slots, line.headers, strict=True)]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (None, 1),
        ("", 1),
        ("3", 3),
        (" 2 ", 2),
        ("+4", 4),
        ("2.9", 2),
        ("4px", 4),
        ("-1", 1),
        ("x", 1),
        ("1001", 1000),
        ("9" * 400, 1000),
        ("0", 0),
    ],
)
def test_spans_are_read_as_the_standard_does(written: str | None, value: int) -> None:
    assert span(written, MAX_COLSPAN) == value


def test_cells_flow_around_those_from_above() -> None:
    lines = _read(
        [_cell("a", rowspan=2), _cell("b"), _cell("c", rowspan=3)],
        [_cell("d")],
        [_cell("e"), _cell("f")],
    )
    assert [[(slot.cell.text, slot.left) for slot in line.slots] for line in lines] == [
        [("a", 0), ("b", 1), ("c", 2)],
        [("a", 0), ("d", 1), ("c", 2)],
        [("e", 0), ("f", 1), ("c", 2)],
    ]


def test_no_cell_grows_over_the_end_of_its_group() -> None:
    lines = _read([_cell("a", rowspan=9), _cell("b")], [_cell("c")], [_cell("d")], groups=(0, 0, 1))
    assert [[slot.cell.text for slot in line.slots] for line in lines] == [["a", "b"], ["a", "c"], ["d"]]


def test_zero_spans_to_the_end_of_the_group() -> None:
    lines = _read(
        [_cell("a", rowspan=0), _cell("b")], [_cell("c")], [_cell("d")], [_cell("e")], groups=(0, 0, 0, 1)
    )
    assert [len(line.slots) for line in lines] == [2, 2, 2, 1]


def test_the_standards_table_of_characteristics() -> None:
    """Headers in the first column, and others in the last: each cell is named by the nearest on its left."""
    lines = _read(
        [_cell("Negative", head=True), _cell("Characteristic", head=True), _cell("Positive", head=True)],
        [_cell("Sad"), _cell("Mood", head=True), _cell("Happy")],
        [_cell("Failing"), _cell("Grade", head=True), _cell("Passing")],
    )
    assert _named(lines[1]) == [("Sad", "Negative"), ("Mood", "Characteristic"), ("Happy", "Positive")]
    assert _named(lines[2]) == [("Failing", "Negative"), ("Grade", "Characteristic"), ("Passing", "Positive")]


def test_the_standards_table_of_measurements() -> None:
    """Scopes say which way headers point; a header of a row group is one of its rows."""
    lines = _read(
        [
            _cell("ID", head=True),
            _cell("Measurement", head=True),
            _cell("Average", head=True),
            _cell("Maximum", head=True),
        ],
        [_cell(""), _cell("Cats", head=True, scope="rowgroup"), _cell(""), _cell("")],
        [_cell("93"), _cell("Legs", head=True, scope="row"), _cell("3.5"), _cell("4")],
        [_cell(""), _cell("English speakers", head=True, scope="rowgroup"), _cell(""), _cell("")],
        [_cell("32"), _cell("Legs", head=True, scope="row"), _cell("2.67"), _cell("4")],
        groups=(0, 1, 1, 2, 2),
    )
    assert _named(lines[2]) == [("93", "ID"), ("Legs", "Measurement"), ("3.5", "Average"), ("4", "Maximum")]
    assert lines[2].titles == ("Cats",)
    assert lines[4].titles == ("English speakers",)


def test_a_header_names_only_the_columns_that_it_covers() -> None:
    lines = _read(
        [
            _cell("Town", head=True, rowspan=2),
            _cell("Souls", head=True, colspan=2),
            _cell("Area", head=True, rowspan=2),
        ],
        [_cell("1951", head=True), _cell("2021", head=True)],
        [_cell("Hollin"), _cell("1"), _cell("2"), _cell("3")],
    )
    assert _named(lines[2]) == [("Hollin", "Town"), ("1", "Souls, 1951"), ("2", "Souls, 2021"), ("3", "Area")]


def test_a_value_that_spans_columns_has_the_headers_of_all() -> None:
    lines = _read(
        [_cell("A", head=True), _cell("B", head=True), _cell("C", head=True)],
        [_cell("x", colspan=2), _cell("y")],
    )
    assert _named(lines[1]) == [("x", "A, B"), ("y", "C")]


def test_of_two_headers_over_the_same_columns_the_nearer_counts() -> None:
    lines = _read(
        [_cell("A", head=True), _cell("B", head=True)],
        [_cell("1"), _cell("2")],
        [_cell("C", head=True), _cell("D", head=True)],
        [_cell("3"), _cell("4")],
    )
    assert [_named(line) for line in lines[1::2]] == [[("1", "A"), ("2", "B")], [("3", "C"), ("4", "D")]]


def test_many_header_rows_are_bounded() -> None:
    rows = [
        [_cell(f"h{number}", head=True, colspan=1 + number % 7), _cell("x", head=True)]
        for number in range(500)
    ]
    lines = _read(*rows, [_cell("1"), _cell("2")])
    assert lines[-1].headers[0].count(", ") < 10


_CELLS = st.lists(
    st.builds(
        _cell,
        st.text("abc1 ", max_size=3).map(str.strip),
        head=st.booleans(),
        scope=st.sampled_from(["", "", "", "row", "col", "rowgroup", "colgroup"]),
        colspan=st.integers(1, 4) | st.just(MAX_COLSPAN),
        rowspan=st.integers(0, 4) | st.just(MAX_ROWSPAN),
    ),
    max_size=5,
)


def _slots_one_by_one(rows: list[list[RawCell]]) -> list[set[tuple[int, str]]]:
    """The standard's algorithm for forming a table, slot by slot: for each row the columns with what covers them."""
    table: list[set[tuple[int, str]]] = [set() for _ in rows]
    for number, cells in enumerate(rows):
        column = 0
        taken = {slot for slot, _ in table[number]}
        for cell in cells:
            while column in taken:
                column += 1
            last = number + cell.rowspan if cell.rowspan else len(rows)
            for below in range(number, min(last, len(rows))):
                table[below] |= {(column + at, cell.text) for at in range(cell.colspan)}
            column += cell.colspan
    return table


@given(st.lists(_CELLS, max_size=6))
def test_intervals_cover_what_slots_cover(rows: list[list[RawCell]]) -> None:
    for line, slots in zip(_read(*rows), _slots_one_by_one(rows), strict=True):
        covered = {(column, slot.cell.text) for slot in line.slots for column in range(slot.left, slot.right)}
        assert covered == {slot for slot in slots if slot[1]}


@given(st.lists(_CELLS, max_size=8), st.lists(st.integers(0, 2), min_size=8, max_size=8).map(sorted))
def test_a_column_header_stands_above_what_it_names(rows: list[list[RawCell]], groups: list[int]) -> None:
    lines = _read(*rows, groups=tuple(groups))
    for number, line in enumerate(lines):
        above = {
            slot.cell.text for earlier in lines[: number + 1] for slot in earlier.slots if slot.cell.text
        }
        for header in line.headers:
            assert all(part in above for part in header.split(", ") if part)
