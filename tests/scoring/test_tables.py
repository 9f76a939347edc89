"""From the HTML of a table to the verdict: a number counts in its own row and column, and in no other."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from claimtrack.extract import PageExtractor
from claimtrack.models import Claim, Document, Label, Snapshot, Verdict
from claimtrack.passages import SentenceSplitter
from claimtrack.scoring import LexicalScorer

BY_YEAR = """<h1>Statistics</h1>
<table><caption>Population by country</caption>
<tr><th>Country<th>2021 (millions)<th>2022 (millions)
<tr><td>Ossery<td>67.8<td>68.0
<tr><td>Vantia<td>47.4<td>47.1
<tr><td>Norrey<td>5.4<td>5.5
</table>"""

ROW_SPANS = """<h1>Statistics</h1>
<table><tr><th>Country<th>Year<th>Population<th>Visitors (thousands)
<tr><td rowspan=2>Ossery<td>2021<td>67,800,000<td>910
<tr><td>2022<td>68,000,000<td>940
<tr><td rowspan=2>Vantia<td>2021<td>47,400,000<td>310
<tr><td>2022<td>47,100,000<td>355
</table>"""

TWIN_ROWS = """<h1>Statistics</h1>
<table><thead><tr><th>Country<th>Sex<th>Population (millions)</thead>
<tbody><tr><td>Vantia<td>Men<td>23.1<tr><td>Vantia<td>Women<td>24.0
<tr><td>Ossery<td>Men<td>33.2<tr><td>Ossery<td>Women<td>34.8</tbody></table>"""

TWIN_TABLES = """<h1>Ferry report</h1>
<table><caption>Passengers in summer</caption><tr><th>Line<th>Passengers<th>Trips
<tr><td>Orsa<td>12,400<td>310<tr><td>Hollin<td>8,150<td>204</table>
<table><caption>Passengers in winter</caption><tr><th>Line<th>Passengers<th>Trips
<tr><td>Orsa<td>3,900<td>120<tr><td>Hollin<td>2,780<td>96</table>"""

HEADERS_ON_TOP_AND_LEFT = """<h1>Two lands</h1>
<table><tr><td><th scope=col>Vantia<th scope=col>Ossery
<tr><th scope=row>Population<td>47.1 million<td>68.0 million
<tr><th scope=row>Area<td>505,990 km²<td>643,801 km²
<tr><th scope=row>Unemployment rate<td>12.1%<td>7.3%</table>"""

VERTICAL = """<h1>Lake Orsa</h1>
<table><tr><th>Area<td>41 km²<tr><th>Greatest depth<td>88 m<tr><th>Mean depth<td>31 m<tr><th>Length<td>17 km</table>"""

TWO_LEVELS = """<h1>Towns</h1>
<table><thead><tr><th rowspan=2>Town<th colspan=2>Inhabitants<th colspan=2>Households
<tr><th>1951<th>2021<th>1951<th>2021</thead>
<tbody><tr><th>Hollin<td>1,204<td>2,310<td>402<td>911<tr><th>Quay<td>840<td>775<td>260<td>330</tbody></table>"""

SECTIONS = """<h1>Budget</h1>
<table><tr><th>Department<th>Budget ($m)<tr><th colspan=2>2023<tr><td>Roads<td>41<tr><td>Schools<td>88
<tr><th colspan=2>2024<tr><td>Roads<td>52<tr><td>Schools<td>90</table>"""

GAPS = """<h1>Harvest</h1>
<table><tr><th>Farm<th>Barley (tonnes)<th>Oats (tonnes)<th>Rye (tonnes)
<tr><td>Tarn<td><td>410<td>95<tr><td>Quill<td>320<td><td>60</table>"""

UNMARKED = """<h1>Vessels</h1>
<table><tr><td>Vessel<td>Built<td>Length (m)<td>Crew
<tr><td>Hollin Maid<td>1902<td>31<td>12<tr><td>Great Skerry<td>1911<td>44<td>19<tr><td>Skerry<td>1934<td>27<td>9</table>"""

BY_ID = """<h1>Fares</h1>
<table><tr><td><th id=a>Adults<th id=c>Children<tr><th id=m>Morning<td headers="m a">€14<td headers="m c">€6
<tr><th id=e>Evening<td headers="e a">€18<td headers="e c">€9</table>"""

UNIT_IN_THE_CAPTION = """<h1>Company accounts</h1>
<table><caption>Tellmar results (in $ millions)</caption><tr><th>Item<th>2023<th>2024
<tr><td>Revenue<td>412<td>455<tr><td>Net profit<td>57<td>31</table>"""

LEAGUE = """<h1>Northern League</h1>
<table><tr><th>Pos<th>Team<th>Pld<th>W<th>D<th>L<th>Pts<tr><td>1<td>Hollin Rovers<td>38<td>25<td>8<td>5<td>83
<tr><td>2<td>Quay United<td>38<td>20<td>10<td>8<td>70</table>"""

BRIDGES = """<h1>Bridges of Orsa</h1>
<table><tr><th>Bridge<th>Opened<th>Length<tr><td>North Bridge<td>12 June 1931<td>210 m<tr><td>South Bridge<td>3 May 1954<td>180 m</table>"""

ACCOUNTS = """<h1>Tellmar annual report</h1>
<table><tr><td><td>2023<td>2022<tr><td><td>£m<td>£m<tr><td>Revenue<td>412<td>355<tr><td>Profit before tax<td>57<td>44</table>"""

ELECTION = """<h1>Orsa council election</h1>
<table><tr><th>Party<th>Candidate<th>Votes<th>%<tr><td>Green<td>Anna Brandt<td>4,312<td>52.0
<tr><td>Labour<td>Tom Quill<td>3,988<td>48.0</table>"""

FACT_BOX = """<h1>Hollin</h1>
<table><tr><th colspan=2>Area<tr><th>Total<td>41.2 km²<tr><th>Land<td>38.0 km²
<tr><th colspan=2>Population (2021)<tr><th>Total<td>12,310<tr><th>Density<td>299/km²</table>"""

FILMS = """<h1>Films of Ida Kessel</h1>
<table><tr><th>Year<th>Title<th>Box office<tr><td rowspan=2>1998<td>The Long Quay<td>$12.4 million<tr><td>Salt<td>$3.1 million
<tr><td>2004<td>Salt II<td>$41 million</table>"""

PROSE_AND_TABLE = f"<p>The population of Vantia was 47.1 million in 2022. Ossery is larger.</p>{BY_YEAR}"

PAGES = {
    "by year": BY_YEAR, "row spans": ROW_SPANS, "twin rows": TWIN_ROWS, "twin tables": TWIN_TABLES,
    "both ways": HEADERS_ON_TOP_AND_LEFT, "vertical": VERTICAL, "two levels": TWO_LEVELS, "sections": SECTIONS,
    "gaps": GAPS, "unmarked": UNMARKED,
    "by id": BY_ID, "caption": UNIT_IN_THE_CAPTION, "prose": PROSE_AND_TABLE,
    "league": LEAGUE, "bridges": BRIDGES, "accounts": ACCOUNTS, "election": ELECTION, "fact box": FACT_BOX, "films": FILMS,
}  # fmt: skip

RIGHT = [
    ("by year", "Vantia had a population of 47.1 million in 2022."),
    ("by year", "Vantia had a population of 47.4 million in 2021."),
    ("by year", "In 2022 the population of Ossery was 68 million."),
    ("by year", "In 2021 the population of Vantia was 47.4 million, and in 2022 it was 47.1 million."),
    ("by year", "The population of Vantia fell from 47.4 million in 2021 to 47.1 million in 2022."),
    ("row spans", "Vantia had a population of 47.1 million in 2022."),
    ("row spans", "The population of Ossery was 67,800,000 in 2021."),
    ("row spans", "Ossery had 940,000 visitors in 2022."),
    ("twin rows", "Vantia has 24 million women."),
    ("twin rows", "Ossery has a population of 33.2 million men."),
    ("twin tables", "The Orsa line carried 12,400 passengers in summer."),
    ("twin tables", "The Hollin line carried 2,780 passengers in winter."),
    ("both ways", "Vantia has a population of 47.1 million."),
    ("both ways", "Ossery has an area of 643,801 km²."),
    ("both ways", "The unemployment rate in Vantia is 12.1%."),
    ("vertical", "Lake Orsa has a greatest depth of 88 metres."),
    ("vertical", "Lake Orsa has an area of 41 km²."),
    ("two levels", "Hollin had 2,310 inhabitants in 2021."),
    ("two levels", "Hollin had 402 households in 1951."),
    ("two levels", "Quay had 840 inhabitants in 1951 and 775 in 2021."),
    ("sections", "The Roads department had a budget of $52 million in 2024."),
    ("sections", "The Schools department had a budget of $88 million in 2023."),
    ("gaps", "The Tarn farm had 410 tonnes of oats."),
    ("gaps", "The Quill farm had 60 tonnes of rye."),
    ("unmarked", "The vessel Great Skerry has a crew of 19."),
    ("unmarked", "The vessel Skerry was built in 1934."),
    ("two levels", "Hollin had 2,310 inhabitants and 911 households in 2021."),
    ("by id", "The evening fare for children is €9."),
    ("caption", "Tellmar had a revenue of $455 million in 2024."),
    ("caption", "The net profit of Tellmar was $57 million in 2023."),
    ("prose", "The population of Vantia was 47.1 million in 2022."),
    ("prose", "The population of Norrey was 5.5 million in 2022."),
    ("league", "Hollin Rovers won the league with 83 points."),
    ("league", "Quay United drew 10 matches."),
    ("bridges", "The North Bridge opened on 12 June 1931."),
    ("accounts", "Tellmar made a profit before tax of £44 million in 2022."),
    ("election", "Labour's Tom Quill took 48% of the vote."),
    ("election", "Anna Brandt won 4,312 votes."),
    ("fact box", "Hollin has a land area of 38 km²."),
    ("fact box", "Hollin had a population of 12,310 in 2021."),
    ("films", "Salt took $3.1 million at the box office."),
]
"""Claims that a table carries."""

WRONG = [
    ("by year", "Vantia had a population of 47.4 million in 2022.", "other-column"),
    ("by year", "Vantia had a population of 47.1 million in 2021.", "other-column"),
    ("by year", "Vantia had a population of 68.0 million in 2022.", "other-row"),
    ("by year", "Ossery had a population of 47.1 million in 2022.", "other-row"),
    (
        "by year",
        "In 2021 the population of Vantia was 47.1 million, and in 2022 it was 47.4 million.",
        "other-column",
    ),
    (
        "by year",
        "The population of Vantia rose from 47.1 million in 2021 to 47.4 million in 2022.",
        "other-column",
    ),
    ("by year", "Vantia had a population of 50.2 million in 2022.", "number-differs"),
    ("by year", "Norrey had a population of 5.5 million in 2023.", "number-missing"),
    ("row spans", "Vantia had a population of 47.4 million in 2022.", "other-row"),
    ("row spans", "Ossery had a population of 47.1 million in 2022.", "other-row"),
    ("row spans", "Vantia had 310,000 visitors in 2022.", "other-row"),
    ("row spans", "Vantia had 940,000 visitors in 2022.", "other-row"),
    ("twin rows", "Vantia has 23.1 million women.", "other-row"),
    ("twin rows", "Ossery has a population of 24.0 million women.", "other-row"),
    ("twin tables", "The Orsa line carried 3,900 passengers in summer.", "other-row"),
    ("twin tables", "The Hollin line carried 8,150 passengers in winter.", "other-row"),
    ("twin tables", "The Orsa line carried 8,150 passengers in summer.", "other-row"),
    ("both ways", "Vantia has a population of 68.0 million.", "other-column"),
    ("both ways", "Ossery has an area of 505,990 km².", "other-column"),
    ("both ways", "The unemployment rate in Vantia is 7.3%.", "other-column"),
    ("vertical", "Lake Orsa has a greatest depth of 31 metres.", "other-row"),
    ("vertical", "Lake Orsa has a mean depth of 88 metres.", "other-row"),
    ("two levels", "Hollin had 1,204 inhabitants in 2021.", "other-column"),
    ("two levels", "Hollin had 911 inhabitants in 2021.", "other-column"),
    ("two levels", "Hollin had 775 inhabitants in 2021.", "other-row"),
    ("two levels", "Quay had 775 inhabitants in 1951 and 840 in 2021.", "other-column"),
    ("sections", "The Roads department had a budget of $41 million in 2024.", "other-row"),
    ("sections", "The Schools department had a budget of $52 million in 2024.", "other-row"),
    ("gaps", "The Tarn farm had 410 tonnes of barley.", "other-column"),
    ("gaps", "The Quill farm had 60 tonnes of oats.", "other-column"),
    ("two levels", "Hollin had 911 inhabitants and 2,310 households in 2021.", "other-column"),
    ("by id", "The evening fare for children is €18.", "other-column"),
    ("by id", "The morning fare for children is €9.", "other-row"),
    ("caption", "Tellmar had a revenue of $412 million in 2024.", "other-column"),
    ("caption", "The net profit of Tellmar was $455 million in 2024.", "other-row"),
    ("prose", "The population of Vantia was 68.0 million in 2022.", "number-differs"),
    ("league", "Quay United drew 8 matches.", "other-column"),
    ("bridges", "The North Bridge opened on 3 May 1954.", "date-differs"),
    ("accounts", "Tellmar made a profit before tax of £57 million in 2022.", "other-column"),
    ("accounts", "Tellmar made a profit before tax of £412 million in 2023.", "other-row"),
    ("election", "Anna Brandt won 3,988 votes.", "number-differs"),
    ("election", "Anna Brandt of Labour won 4,312 votes.", "other-row"),
    ("fact box", "Hollin has a land area of 41.2 km².", "other-row"),
    ("fact box", "Hollin had a population of 299 in 2021.", "other-row"),
    ("films", "Salt took $41 million at the box office.", "other-row"),
    ("prose", "The population of Norrey was 5.4 million in 2022.", "other-column"),
    ("unmarked", "The vessel Skerry has a crew of 19.", "other-row"),
    ("unmarked", "The vessel Great Skerry has a crew of 44.", "other-column"),
]
"""Claims whose number stands in another row or column, with the reason that must be named."""


def _read(body: str) -> Document:
    data = f"<!doctype html><title>Page</title><body>{body}".encode()
    url = "https://tables.example/"
    snapshot = Snapshot(
        url=url, final_url=url, fetched_at=datetime(2026, 11, 24, tzinfo=UTC), status=200,
        content_type="text/html; charset=utf-8", sha256="0" * 64, size_bytes=len(data),
    )  # fmt: skip
    document = PageExtractor().extract(data, snapshot)
    assert isinstance(document, Document)
    return document


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    """Every page, read."""
    return {name: _read(body) for name, body in PAGES.items()}


def _judge(document: Document, text: str) -> Verdict:
    claim = Claim(id="article/claim", text=text, path=Path("claims/article.toml"), line=3)
    return LexicalScorer().score(claim, document, SentenceSplitter().split(document))


@pytest.mark.parametrize(("page", "claim"), RIGHT)
def test_the_right_cell_supports(page: str, claim: str, documents: dict[str, Document]) -> None:
    verdict = _judge(documents[page], claim)
    assert verdict.label is Label.SUPPORTED, verdict.reasons


@pytest.mark.parametrize(("page", "claim", "slug"), WRONG)
def test_the_wrong_row_or_column_never_supports(
    page: str, claim: str, slug: str, documents: dict[str, Document]
) -> None:
    verdict = _judge(documents[page], claim)
    assert verdict.label is not Label.SUPPORTED, verdict.evidence
    assert slug in {reason.slug for reason in verdict.reasons}, verdict.reasons
