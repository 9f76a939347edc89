"""From a page to the words that a reader sees marked: our reading of the page, our link, and Chromium that follows it.

Each page is read by the extractor, a passage is taken from the document, and the link of `linking` is opened. Of every character
on the page the browser must mark exactly those of the passage. See `conftest.py` for how that is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from claimtrack.extract import PageExtractor
from claimtrack.linking import linked
from claimtrack.models import Document, Evidence, Label, Snapshot, Stance, Verdict

URL = "https://page.example/story"
LONG = " ".join(f"On day {n} the ferry carried {n * 7} people across the sound." for n in range(1, 30))


@dataclass(frozen=True)
class Case:
    """A page and a passage on it."""

    body: str
    passage: str
    nth: int = 0
    """Which of those in the same words, from 0."""


def case(name: str, body: str, passage: str, nth: int = 0):
    return pytest.param(Case(body, passage, nth), id=name)


CASES = [
    case("a sentence", "<p>It was cold. The ferry came back on Monday. It was full.</p>", "The ferry came back on Monday."),
    case("the first of two", "<p>The ferry came back late.</p><p>So it was.</p><p>The ferry came back late.</p>", "The ferry came back late."),
    case(
        "the second of two",
        "<p>In May it snowed. The ferry came back late.</p><p>In June it rained. The ferry came back late. Then it left.</p>",
        "The ferry came back late.",
        1,
    ),
    case(
        "the third of three in the same words",
        "<ul><li>Hollin: nine votes were cast</li><li>Ossery: nine votes were cast</li><li>Velda: nine votes were cast</li></ul>",
        "nine votes were cast",
        2,
    ),
    case("short", "<p>One sailed. Nine votes. Then two.</p><p>Nine votes.</p>", "Nine votes.", 1),
    case("at the very start", "<h1>Ferries are back in Hollin</h1><p>They are.</p>", "Ferries are back in Hollin"),
    case("at the very end", "<p>They are.</p><p>The ferries are back in Hollin</p>", "The ferries are back in Hollin"),
    case("the whole page", "<p>The ferries are back in Hollin.</p>", "The ferries are back in Hollin."),
    case("in a heading", "<p>Ferries.</p><h2>Ferries are back in Hollin</h2><p>They are back in Hollin.</p>", "Ferries are back in Hollin"),
    case("across inline tags", "<p>It <em>was</em> <b>W</b>hen the <a href=x>ferry <i>came</i></a> back to us.</p>", "When the ferry came back to us."),
    case("a reference mark inside", "<p>The ferry came back<sup><a href=#1>[1]</a></sup> on a Monday<sup>2</sup>, they say.</p>", "The ferry came back[1] on a Monday2, they say."),
    case("a comment and a script inside", "<p>The ferry <!-- long --> came <script>1</script> back on Monday.</p>", "The ferry came back on Monday."),
    case("a picture inside", "<p>The ferry <img alt=boat width=9 height=9> came back on Monday.</p>", "The ferry came back on Monday."),
    case("across paragraphs", "<p>Votes:</p><p>Hollin has given nine votes.</p><p>Ossery has given ten.</p><p>That is all.</p>", "Hollin has given nine votes.\nOssery has given ten."),
    case("from a heading on", "<h2>Votes by town</h2><p>Hollin has given nine votes.</p><p>That is all.</p>", "Votes by town\nHollin has given nine votes."),
    case("a list item", "<ul><li>Hollin has nine boats<li>Ossery has nine boats<li>Velda has ten boats</ul>", "Ossery has nine boats"),
    case("list items in a row", "<ul><li>Hollin has nine boats<li>Ossery has nine boats<li>Velda has ten boats</ul>", "Ossery has nine boats\nVelda has ten boats"),
    case("a definition", "<dl><dt>Skiff<dd>A small boat that is rowed.<dt>Smack<dd>A boat with one mast.</dl>", "A boat with one mast."),
    case(
        "a table row",
        "<table><tr><th>Town<th>Souls<th>Boats<tr><td>Hollin<td>1,204<td>9<tr><td>Ossery<td>988<td>9</table><p>As of May.</p>",
        "Ossery\t988\t9",
    ),
    case(
        "a table cell",
        "<table><tr><th>Town<th>What it has<tr><td>Hollin<td>nine boats and a pier<tr><td>Ossery<td>nine boats and a crane</table>",
        "nine boats and a crane",
    ),
    case(
        "a repeated cell",
        "<table><tr><th>Town<th>Souls<tr><td>Hollin<td>1,204<tr><td>Ossery<td>988<tr><td>Velda<td>1,204<tr><td>Tarn<td>7</table>",
        "1,204",
        1,
    ),
    case("commas, ampersands and percent", "<p>Fish &amp; chips, at A&amp;B, cost 61.4% more, or so; we think: #1!</p><p>x</p>", "Fish & chips, at A&B, cost 61.4% more, or so; we think: #1!"),
    case("dashes", "<p>The sea-wall – built in 1901–1904 — is a well-known, -5-degree place.</p>", "The sea-wall – built in 1901–1904 — is a well-known, -5-degree place."),
    case("a hyphen is no dash", "<p>Ten - twenty boats came.</p><p>Ten – twenty boats came.</p>", "Ten – twenty boats came."),
    case("a colon at the end of a directive", "<p>text=:~: is what a, b-, -c is about today.</p>", "text=:~: is what a, b-, -c is about today."),
    case("curly quotes", "<p>He said: “It’s the ‘last’ ferry of today.”</p>", "“It’s the ‘last’ ferry of today.”"),
    case("straight quotes behind curly ones", "<p>“It’s the last ferry,” he said.</p><p>\"It's the last ferry,\" he said.</p><p>Well.</p>", "\"It's the last ferry,\" he said."),
    case("guillemets", "<p>Il dit : « Le dernier bac est parti ce soir. » Et voilà.</p>", "« Le dernier bac est parti ce soir. »"),
    case("Arabic", "<p dir=rtl>كان الجو باردا. عادت العبارة يوم الاثنين. كانت ممتلئة.</p>", "عادت العبارة يوم الاثنين."),
    case("Arabic with and without marks", "<p dir=rtl>عَادَتِ العَبَّارَةُ إلى المِينَاءِ مساء.</p><p dir=rtl>عادت العبارة إلى الميناء مساء. ثم غادرت.</p>", "عادت العبارة إلى الميناء مساء."),
    case("Hebrew", "<p dir=rtl>היה קר. המעבורת חזרה ביום שני. היא הייתה מלאה.</p>", "המעבורת חזרה ביום שני."),
    case("Chinese", "<p>天气很冷。渡轮于星期一返回霍林港。船上坐满了人。</p>", "渡轮于星期一返回霍林港。"),
    case("Japanese", "<p>寒かった。フェリーは月曜日に港へ戻った。満員だった。</p>", "フェリーは月曜日に港へ戻った。"),
    case("the two kana", "<p>りんごは月曜日から港の市場で売られているものです。</p><p>リンゴは月曜日から港の市場で売られているものです。</p>", "リンゴは月曜日から港の市場で売られているものです。"),
    case("Arabic letters drawn out", "<p dir=rtl>عادت العبـــارة إلى الميناء مساء.</p><p dir=rtl>عادت العبارة إلى الميناء مساء.</p>", "عادت العبارة إلى الميناء مساء."),
    case("Korean", "<p>추웠다. 여객선은 월요일에 항구로 돌아왔다. 만원이었다.</p>", "여객선은 월요일에 항구로 돌아왔다."),
    case("Hindi", "<p>ठंड थी। नौका सोमवार को लौट आई। वह भरी हुई थी।</p>", "नौका सोमवार को लौट आई।"),
    case("Thai", "<p>อากาศหนาว เรือข้ามฟากกลับมาในวันจันทร์ คนเต็มลำ</p>", "เรือข้ามฟากกลับมาในวันจันทร์"),
    case("Russian", "<p>Было холодно. Паром вернулся в понедельник. Он был полон.</p>", "Паром вернулся в понедельник."),
    case("Greek", "<p>Έκανε κρύο. Το πλοίο επέστρεψε τη Δευτέρα. Ήταν γεμάτο.</p>", "Το πλοίο επέστρεψε τη Δευτέρα."),
    case("accents", "<p>Le cafe de Tarn est ouvert.</p><p>Le café de Tarn est ouvert. Ou non.</p>", "Le café de Tarn est ouvert."),
    case("accents in two parts", "<p>It was cold. The cafe\u0301 of Tarn is open. So?</p>", "The café of Tarn is open."),
    case("ligatures", "<p>Some ﬁve ﬂoating oﬃces were found.</p>", "Some ﬁve ﬂoating oﬃces were found."),
    case("letters with strokes", "<p>Łukasz went to Tromso by ferry.</p><p>Łukasz went to Tromsø by ferry. It was cold.</p>", "Łukasz went to Tromsø by ferry."),
    case("no-break spaces", "<p>It cost 1&nbsp;204&nbsp;€ a&nbsp;head&#8239;: too much.</p>", "It cost 1 204 € a head : too much."),
    case("soft hyphens", "<p>The fer&shy;ry com&shy;pa&shy;ny came back on Mon&shy;day.</p>", "The ferry company came back on Monday."),
    case("zero-width spaces and joiners", "<p>The fer\u200bry came\u2060 back on Mon\ufeffday.</p>", "The ferry came back on Monday."),
    case("lines of the source", "<p>The ferry\n     came\n\tback on   Monday.</p>", "The ferry came back on Monday."),
    case("hidden text between", "<p>The ferry <span hidden>did not</span> came <span style='display:none'>x</span>back on Monday.</p>", "The ferry came back on Monday."),
    case("hidden text that says the same", "<p hidden>The ferry came back on Monday.</p><p>The ferry came back on Monday.</p>", "The ferry came back on Monday."),
    case("a line break", "<p>It was cold.<br>The ferry came back<br>on Monday.<br>It was full.</p>", "The ferry came back on Monday."),
    case("a line break in front", "<p>It was cold.<br><br>The ferry came back on Monday.</p>", "The ferry came back on Monday."),
    case("an address of lines", "<p>Morwenna Ferries<br>12 Pier Road<br>Hollin</p>", "Morwenna Ferries 12 Pier Road Hollin"),
    case("a possible line break", "<p>The Morwenna<wbr>ferry<wbr>company came back on Monday.</p>", "The Morwennaferrycompany came back on Monday."),
    case("capitals by style", "<p style='text-transform:uppercase'>The Straße ferry came back on Monday.</p>", "The Straße ferry came back on Monday."),
    case("in details that are closed", "<p>Top.</p><details><summary>More</summary><p>The ferry came back on Monday.</p></details>", "The ferry came back on Monday."),
    case("a very long passage", f"<p>Above.</p><p>{LONG}</p><p>Below.</p>", LONG),
    case("a long passage that begins like another", f"<p>{LONG[:500]}</p><p>In the log: {LONG}</p>", LONG),
    case("numbers and currency", "<p>It cost £1,204.50 (US$1,530, €1.400,–) – up 4.7% on 2019/20, at +3 °C.</p>", "It cost £1,204.50 (US$1,530, €1.400,–) – up 4.7% on 2019/20, at +3 °C."),
    case("a figure inside another", "<p>It was 11,204 people strong then. It was 1,204 people strong then.</p>", "It was 1,204 people strong then."),
    case("emoji", "<p>Cold 🥶. The ferry ⛴️ came back 👩🏽‍🚀 on 🇫🇷 Monday 🎉! Full.</p>", "The ferry ⛴️ came back 👩🏽‍🚀 on 🇫🇷 Monday 🎉!"),
    case("a compound word inside a longer one", "<p>Der Hafenmeister von Tarn kam.</p><p>Der Oberhafenmeister von Tarn kam. Der Hafenmeister von Tarn kam.</p>", "Der Hafenmeister von Tarn kam.", 1),
    case("a beginning that is the end of a word", "<p>The ferryman came back on a Monday.</p><p>Man came back on a Monday.</p>", "Man came back on a Monday."),
    case("lines of code", "<p>Run:</p><pre>make install\nclaims verify --offline\nmake clean</pre><p>Done.</p>", "claims verify --offline"),
    case("several lines of code", "<p>Run:</p><pre>make install\nclaims verify --offline\nmake clean</pre><p>Done.</p>", "make install\nclaims verify --offline"),
    case("code in a sentence", "<p>Call <code>ferry.depart(-1, &amp;tide)</code> to send <kbd>Ctrl</kbd>+<kbd>F</kbd> home.</p>", "Call ferry.depart(-1, &tide) to send Ctrl+F home."),
    case("a quotation", "<p>He said:</p><blockquote><p>The ferry came back on Monday.</p></blockquote>", "The ferry came back on Monday."),
    case("a caption", "<figure><img alt=x width=9 height=9><figcaption>The ferry, back on Monday</figcaption></figure><p>The ferry.</p>", "The ferry, back on Monday"),
    case("a button inside", "<p>The ferry <button>hear it</button> came back on Monday.</p><p>End.</p>", "The ferry hear it came back on Monday."),
    case("far down", "<div style='height: 9000px'>Above.</div><p>The ferry came back on Monday.</p><div style='height: 9000px'>Below.</div>", "The ferry came back on Monday."),
]  # fmt: skip


def _read(body: str) -> Document:
    snapshot = Snapshot(
        url=URL,
        final_url=URL,
        fetched_at=datetime(2026, 11, 24, tzinfo=UTC),
        status=200,
        content_type="text/html; charset=utf-8",
        sha256="0" * 64,
        size_bytes=len(body.encode()),
    )
    document = PageExtractor().extract(body.encode(), snapshot)
    assert isinstance(document, Document), document
    return document


def _evidence(document: Document, case: Case) -> Evidence:
    start = _places(case.passage, document.text)[case.nth]
    return Evidence(
        exact=case.passage,
        prefix="",
        suffix="",
        start=start,
        end=start + len(case.passage),
        stance=Stance.RELATED,
    )


def _link(document: Document, item: Evidence) -> str:
    verdict = Verdict(label=Label.PARTIAL, score=0.5, evidence=(item,), reasons=(), scorer="test@1")
    return linked(verdict, URL, document).evidence[0].link


@pytest.mark.parametrize("case", CASES)
def test_chromium_marks_the_passage_and_nothing_else(
    visit, whole_page: Callable[[str], str], boxed: Callable[[str], str], case: Case
) -> None:
    document = _read(whole_page(case.body))
    item = _evidence(document, case)
    base, _, directive = _link(document, item).partition("#:~:text=")
    assert base == URL
    assert directive, f"no fragment for {case.passage!r}"
    marked = visit(case.body, directive)
    wanted = boxed(case.passage)
    # The same words may stand above it; accents, which have no box, can be all that tells them apart.
    above = len(_places(wanted, boxed(document.text[: item.start])))
    places = _places(wanted, marked.text)
    assert len(places) > above, f"{wanted!r} is not shown: {marked.text!r}"
    begin, end = places[above], places[above] + len(wanted)
    expected = [begin <= at < end for at in range(len(marked.text))]
    assert list(marked.flags) == expected, f"{directive} marks {marked.runs()}"


def _places(words: str, text: str) -> list[int]:
    return [match.start() for match in re.finditer(f"(?={re.escape(words)})", text)]


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 40
