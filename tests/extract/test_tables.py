"""Rows of data tables, the headers above them, and tables that only lay out a page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from claimtrack.models import BlockKind, Document

Reader = Callable[..., Document]


def _rows(document: Document) -> list[tuple[str, str]]:
    return [
        (document.text[block.start : block.end], block.context)
        for block in document.blocks
        if block.kind is BlockKind.TABLE_ROW
    ]


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        pytest.param(
            "<thead><tr><th>Town<th>Souls</thead><tbody><tr><td>Hollin<td>1,204</tbody><tfoot><tr><td>Total<td>1,204</tfoot>",
            [("Town\tSouls", ""), ("Hollin\t1,204", "Town\tSouls"), ("Total\t1,204", "Town\tSouls")],
            id="thead",
        ),
        pytest.param(
            "<thead><tr><td>Town<td>Souls</thead><tr><td>Hollin<td>1,204",
            [("Town\tSouls", ""), ("Hollin\t1,204", "Town\tSouls")],
            id="thead of td",
        ),
        pytest.param(
            "<tr><th>Town<th>Souls<tr><td>Hollin<td>1,204",
            [("Town\tSouls", ""), ("Hollin\t1,204", "Town\tSouls")],
            id="first row of th",
        ),
        pytest.param(
            "<thead><tr><th>Town<th colspan=2>Souls<tr><th><th>1951<th>2021</thead><tr><th>Hollin<td>1<td>2",
            [("Town\tSouls", ""), ("1951\t2021", ""), ("Hollin\t1\t2", "Town\tSouls\t1951\t2021")],
            id="two header rows",
        ),
        pytest.param(
            "<tr><th colspan=2>Census<tr><th>Town<th>Souls<tr><td>Hollin<td>1,204",
            [("Town\tSouls", ""), ("Hollin\t1,204", "Census\tTown\tSouls")],
            id="title row above the header",
        ),
        pytest.param(
            "<tr><th>Area<td>41 km<tr><th>Depth<td>88 m",
            [("Area\t41 km", ""), ("Depth\t88 m", "")],
            id="row headers",
        ),
        pytest.param("<tr><td>Hollin<td>1,204", [("Hollin\t1,204", "")], id="no header"),
        pytest.param("<tr><td>Hollin<td><td>1,204", [("Hollin\t1,204", "")], id="empty cell"),
        pytest.param(
            "<tr><td>88 m<br>(289 ft)<td><p>a</p>b<div>c</div>",
            [("88 m (289 ft)\ta b c", "")],
            id="breaks in a cell",
        ),
        pytest.param(
            "<tr><td>1<b>,204</b><td>41<sup>a</sup>", [("1,204\t41a", "")], id="inline tags in a cell"
        ),
        pytest.param("<tr><td>a<td>b<td hidden>c", [("a\tb", "")], id="hidden cell"),
        pytest.param("<tr><th>H<th hidden>I<tr><td>a<td>b", [("a\tb", "H")], id="hidden header cell"),
        pytest.param("<tr><td>only one cell", [], id="one cell is no row"),
        pytest.param("<thead></thead><tr><td>a<td>b", [("a\tb", "")], id="empty thead"),
        pytest.param(
            "<tr><td>a<td>b<script>c</script><style>d</style>", [("a\tb", "")], id="script in a cell"
        ),
    ],
)
def test_rows(read: Reader, table: str, rows: list[tuple[str, str]]) -> None:
    assert _rows(read(f"<p>Words.</p><table>{table}</table>")) == rows


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
    assert _rows(document) == [("Town\tSouls", ""), ("Hollin\t1,204", "Town\tSouls"), ("Printed\t2009", "")]


def test_cells_of_prose_are_no_row(read: Reader) -> None:
    prose = "The ferry is back. " * 40
    document = read(f"<table><tr><td>{prose}</td><td>{prose}</td></tr></table>")
    assert [block.kind for block in document.blocks] == [BlockKind.PARAGRAPH, BlockKind.PARAGRAPH]


def test_rows_without_a_table(read: Reader) -> None:
    assert "Hollin" in read("<div><tr><td>Hollin<td>1,204</tr></div>").text


def test_the_header_of_a_long_table_is_found_once(read: Reader) -> None:
    """A search for it in every row took minutes for a table of this length."""
    document = read("<table><tr><th>Town<th>Souls" + "<tr><td>Hollin<td>1,204" * 5_000 + "</table>")
    assert len(_rows(document)) == 5_001
    assert _rows(document)[-1] == ("Hollin\t1,204", "Town\tSouls")
