"""Rows of data tables, what names their cells, and tables that only lay out a page."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from claimtrack.models import Block, BlockKind, Document, Passage
from claimtrack.passages import SentenceSplitter

Reader = Callable[..., Document]


def _rows(document: Document) -> list[Passage]:
    passages = SentenceSplitter().split(document)
    return [passage for passage in passages if passage.kind is BlockKind.TABLE_ROW]


def _blocks(document: Document) -> list[Block]:
    return [block for block in document.blocks if block.kind is BlockKind.TABLE_ROW]


HEADER_CASES = [
    pytest.param(
        "<thead><tr><th>Town<th>Souls</thead><tbody><tr><td>Hollin<td>1,204</tbody><tfoot><tr><td>Total<td>1,204</tfoot>",
        ["Town\tSouls", "Town: Hollin; Souls: 1,204", "Town: Total; Souls: 1,204"],
        id="thead",
    ),
    pytest.param(
        "<thead><tr><td>Town<td>Souls</thead><tr><td>Hollin<td>1,204",
        ["Town\tSouls", "Town: Hollin; Souls: 1,204"],
        id="thead of td",
    ),
    pytest.param(
        "<tr><th>Town<th>Souls<tr><td>Hollin<td>1,204",
        ["Town\tSouls", "Town: Hollin; Souls: 1,204"],
        id="first row of th",
    ),
    pytest.param(
        "<tr><td><b>Town</b><td><strong>Souls</strong><tr><td>Hollin<td>1,204",
        ["Town\tSouls", "Town: Hollin; Souls: 1,204"],
        id="first row in bold",
    ),
    pytest.param(
        "<tr><td>Town<td>Built<td>Souls<tr><td>Hollin<td>1911<td>1,204<tr><td>Orsa<td>1902<td>988",
        [
            "Town\tBuilt\tSouls",
            "Town: Hollin; Built: 1911; Souls: 1,204",
            "Town: Orsa; Built: 1902; Souls: 988",
        ],
        id="words above numbers",
    ),
    pytest.param(
        "<tr><td>Hollin<td>Vane<td>red<tr><td>Orsa<td>Quill<td>blue<tr><td>Tarn<td>Moss<td>green",
        ["Hollin; Vane; red", "Orsa; Quill; blue", "Tarn; Moss; green"],
        id="words above words",
    ),
    pytest.param(
        "<tr><td>Town<td>2021<td>2022<tr><td>Hollin<td>988<td>1,204<tr><td>Orsa<td>77<td>—",
        ["Town\t2021\t2022", "Town: Hollin; 2021: 988; 2022: 1,204", "Town: Orsa; 2021: 77; 2022: —"],
        id="years above numbers",
    ),
    pytest.param(
        "<thead><tr><th>Town<th colspan=2>Souls<tr><th><th>1951<th>2021</thead><tr><th>Hollin<td>1<td>2",
        ["Town\tSouls", "1951\t2021", "Town: Hollin; Souls, 1951: 1; Souls, 2021: 2"],
        id="two header rows",
    ),
    pytest.param(
        "<tr><th rowspan=2>Town<th colspan=2>Souls<tr><th>1951<th>2021<tr><th>Hollin<td>1<td>2",
        ["Town\tSouls", "1951\t2021", "Town: Hollin; Souls, 1951: 1; Souls, 2021: 2"],
        id="header that spans rows",
    ),
    pytest.param(
        "<tr><th>Area<td>41 km<tr><th>Depth<td>88 m", ["Area: 41 km", "Depth: 88 m"], id="row headers"
    ),
    pytest.param(
        "<tr><td>Area<td>41 km<tr><td>Depth<td>88 m",
        ["Area: 41 km", "Depth: 88 m"],
        id="names and values in td",
    ),
    pytest.param(
        "<tr><th>Area<td>41 km<th>Depth<td>88 m", ["Area: 41 km; Depth: 88 m"], id="two pairs in a row"
    ),
    pytest.param(
        "<tr><td><th scope=col>Hollin<th scope=col>Orsa<tr><th scope=row>Souls<td>1,204<td>988",
        ["Hollin\tOrsa", "Souls; Hollin: 1,204; Orsa: 988"],
        id="headers on top and on the left",
    ),
    pytest.param(
        "<tr><td>Hollin<td><td>1,204<tr><th>a<th>b<th>c<tr><td>Orsa<td><td>988",
        ["Hollin; 1,204", "a\tb\tc", "a: Orsa; c: 988"],
        id="header further down",
    ),
    pytest.param(
        "<tr><th>Town<th>Souls<tr><td>Hollin<td>1<tr><th>Port<th>Ships<tr><td>Quay<td>2",
        ["Town\tSouls", "Town: Hollin; Souls: 1", "Port\tShips", "Port: Quay; Ships: 2"],
        id="a second header takes the place of the first",
    ),
    pytest.param(
        "<tr><th>Town<th>Souls<tr><td>Hollin<td>1<tr><th>Total<th>1,204",
        ["Town\tSouls", "Town: Hollin; Souls: 1", "Town: Total; Souls: 1,204"],
        id="a sum in th is no header",
    ),
    pytest.param(
        "<tr><th>Town<th>Souls<tr><th>Hollin<th>1,204",
        ["Town\tSouls", "Town: Hollin; Souls: 1,204"],
        id="all th",
    ),
    pytest.param(
        "<tr><td><th id=a>Adults<th id=c>Children<tr><th id=m>Morning<td headers='m c'>6<td headers='m a'>14",
        ["Adults\tChildren", "Morning; Children: 6; Adults: 14"],
        id="headers by id",
    ),
    pytest.param(
        "<tr><td>Hollin<td><td>1,204<tr><td>Orsa<td>7<td>8", ["Hollin; 1,204", "Orsa; 7; 8"], id="no header"
    ),
    pytest.param(
        "<tr><td>88 m<br>(289 ft)<td><p>a</p>b<div>c</div>", ["88 m (289 ft); a b c"], id="breaks in a cell"
    ),
    pytest.param("<tr><td>1<b>,204</b><td>41<sup>a</sup>", ["1,204; 41a"], id="inline tags in a cell"),
    pytest.param("<tr><td>4<td>b<td hidden>c", ["4; b"], id="hidden cell"),
    pytest.param("<tr><th>H<th hidden>I<tr><td>a<td hidden>x", [], id="hidden column"),
    pytest.param("<tr><td>only one cell", [], id="one cell is no row"),
    pytest.param("<thead></thead><tr><td>1<td>b", ["1; b"], id="empty thead"),
    pytest.param("<tr><td>1<td>b<script>c</script><style>d</style>", ["1; b"], id="script in a cell"),
]


@pytest.mark.parametrize(("table", "readings"), HEADER_CASES)
def test_a_row_is_read_with_its_headers(read: Reader, table: str, readings: list[str]) -> None:
    assert [row.reading for row in _rows(read(f"<p>Words.</p><table>{table}</table>"))] == readings


@pytest.mark.parametrize(
    ("table", "contexts"),
    [
        pytest.param(
            "<caption>Souls by town</caption><tr><th>Town<th>Souls<tr><td>Hollin<td>1",
            ["Souls by town", "Souls by town"],
            id="caption",
        ),
        pytest.param(
            "<tr><th colspan=2>Census<tr><th>Town<th>Souls<tr><td>Hollin<td>1", ["Census"] * 2, id="title row"
        ),
        pytest.param(
            "<tr><th>Town<th>Souls<tr><th colspan=2>North<tr><td>Hollin<td>1<tr><td>Orsa<td>2"
            "<tr><td colspan=2>South<tr><td>Vane<td>3",
            ["", "North", "North", "South"],
            id="sections",
        ),
        pytest.param(
            "<caption>Souls</caption><tr><th>Town<th>Souls<tr><th colspan=2>North<tr><th colspan=2>Coast<tr><td>Vane<td>3",
            ["Souls", "Souls: North: Coast"],
            id="section in a section",
        ),
        pytest.param(
            "<tr><th colspan=2>Orsa<tr><th colspan=2>Area<tr><th>Land<td>41<tr><th colspan=2>Depth<tr><th>Mean<td>9",
            ["Orsa: Area", "Orsa: Depth"],
            id="sections of a fact box",
        ),
        pytest.param(
            "<tr><th>Town<th>Souls<tr><td colspan=2>The count was taken in March.<tr><td>Hollin<td>1",
            ["", ""],
            id="a sentence is no title",
        ),
        pytest.param(
            "<tr><th>Town<th>Souls<tr><td>Vane<td><tr><td>Hollin<td>1", ["", ""], id="nor is a row with a gap"
        ),
    ],
)
def test_titles_go_with_the_rows_below(read: Reader, table: str, contexts: list[str]) -> None:
    assert [block.context for block in _blocks(read(f"<table>{table}</table>"))] == contexts


def test_a_cell_that_spans_rows_stands_in_each_of_them(read: Reader) -> None:
    document = read(
        "<table><tr><th>Land<th>Year<th>Souls<tr><td rowspan=2>Vantia<td>2021<td>47<tr><td>2022<td>48<tr><td>Orsa<td>2022<td>9</table>"
    )
    rows = _rows(document)
    assert [row.text for row in rows] == [
        "Land\tYear\tSouls",
        "Vantia\t2021\t47",
        "2022\t48",
        "Orsa\t2022\t9",
    ]
    assert rows[2].reading == "Land: Vantia; Year: 2022; Souls: 48"
    assert rows[2].cells[0].start == rows[1].start < rows[2].start
    assert rows[3].reading == "Land: Orsa; Year: 2022; Souls: 9"


def test_no_value_moves_into_the_column_of_an_empty_cell(read: Reader) -> None:
    document = read("<table><tr><th>Farm<th>Barley<th>Oats<tr><td>Tarn<td><td>410<tr><td><td>320<td></table>")
    assert [row.reading for row in _rows(document)][1:] == ["Farm: Tarn; Oats: 410"]


def test_every_cell_is_verbatim(read: Reader) -> None:
    document = read(
        "<p>Before.<table><tr><th>A<th>B<tr><td rowspan=3> x <b>y</b><td>1<tr><td>2&nbsp;3<tr><td>4<td>5</table><p>After."
    )
    cells = [cell for block in document.blocks for cell in block.cells]
    assert len(cells) == 7
    assert all(document.text[cell.start : cell.end] == cell.text for cell in cells)


def test_a_layout_table_gives_its_paragraphs(read: Reader) -> None:
    document = read(
        "<table><tr><td><h1>News</h1><p>The ferry is back.</p></td><td><ul><li>Home</ul></td></tr></table>"
    )
    assert document.text == "News\nThe ferry is back.\nHome"
    assert not _rows(document)


def test_a_data_table_inside_a_layout_table_keeps_its_rows(read: Reader) -> None:
    document = read(
        "<table><tr><td>Menu</td><td>Results<table><tr><th>Town<th>Souls</tr><tr><td>Hollin<td>1,204</tr></table></td></tr>"
        "<tr><td>Printed</td><td>2009</td></tr></table>"
    )
    assert document.text == "Menu\nResults\nTown\tSouls\nHollin\t1,204\nPrinted\t2009"
    assert [row.reading for row in _rows(document)] == [
        "Town\tSouls",
        "Town: Hollin; Souls: 1,204",
        "Printed: 2009",
    ]


def test_a_cell_of_a_layout_row_is_no_value_further_down(read: Reader) -> None:
    document = read("<table><tr><td rowspan=2><h2>Side</h2><td>a<tr><td>4<td>b</table>")
    assert [row.reading for row in _rows(document)] == ["4; b"]


def test_cells_of_prose_are_no_row(read: Reader) -> None:
    prose = "The ferry is back. " * 40
    document = read(f"<table><tr><td>{prose}</td><td>{prose}</td></tr></table>")
    assert [block.kind for block in document.blocks] == [BlockKind.PARAGRAPH, BlockKind.PARAGRAPH]


def test_rows_without_a_table(read: Reader) -> None:
    assert "Hollin" in read("<div><tr><td>Hollin<td>1,204</tr></div>").text


def test_markdown_tables_are_tables(read: Reader) -> None:
    document = read("| Town | Souls |\n|---|---:|\n| Hollin | 1,204 |\n", "text/markdown")
    assert [row.reading for row in _rows(document)] == ["Town\tSouls", "Town: Hollin; Souls: 1,204"]


def test_a_row_longer_than_a_passage_is_cut_between_cells(read: Reader) -> None:
    heads = "".join(f"<th>Year {number}" for number in range(90))
    values = "".join(f"<td>{number},000,000" for number in range(90))
    document = read(f"<table><tr><th>Land{heads}<tr><td>Vantia{values}</table>")
    pieces = [row for row in _rows(document) if row.cells]
    assert len(pieces) > 1
    assert all(piece.reading.startswith("Land: Vantia; Year ") for piece in pieces)
    assert all(first.end <= second.start for first, second in pairwise(pieces))
    named = [cell for piece in pieces for cell in piece.cells[1:]]
    assert [cell.text for cell in named] == [f"{number},000,000" for number in range(90)]


def test_a_long_table_is_read_in_one_go(read: Reader) -> None:
    """A search for the header in every row took minutes for a table of this length."""
    document = read("<table><tr><th>Town<th>Souls" + "<tr><td>Hollin<td>1,204" * 5_000 + "</table>")
    assert len(_rows(document)) == 5_001
    assert _rows(document)[-1].reading == "Town: Hollin; Souls: 1,204"


@pytest.mark.parametrize(
    "row",
    [
        "<tr><td colspan=1000>a<td colspan=1000>b",
        "<tr><td rowspan=65534>a<td rowspan=0>b",
        "<tr><th colspan=1000 rowspan=9>a<td>b",
    ],
)
def test_spans_cost_no_more_than_the_page(read: Reader, row: str) -> None:
    """Slot by slot, these tables have thousands of millions of slots."""
    document = read(f"<table>{row * 3_000}</table>")
    assert sum(len(block.cells) for block in document.blocks) < 200_000


def test_long_headers_over_short_cells_cost_no_more_than_a_long_page(read: Reader) -> None:
    head = "".join(f"<th>{letter * 99}" for letter in "abcdef")
    document = read(f"<table><tr>{head}{'<tr><td>1<td>2<td>3<td>4<td>5<td>6' * 8_000}</table>")
    assert sum(len(cell.header) for block in document.blocks for cell in block.cells) <= 3_000_000
