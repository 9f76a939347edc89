"""Which words of a page are its article, and which stand around it: pages as they are written, and pages that mislead."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from claimtrack.extract.markers import marker_of
from claimtrack.extract.parts import Placed, Regions, label
from claimtrack.models import BlockKind, Document, Part

Reader = Callable[..., Document]

A = "The harbour board of Tarn voted on Monday to close the old ferry slip, which has stood empty since 1994."
B = "Its chair, Ada Vane, said that the slip would be filled in before the winter and that 41 berths would be added."
C = "Fishermen had asked for the slip to be kept, but the cost of repairing its wall was put at 2.3 million crowns."
BODY = f"<p>{A}</p><p>{B}</p><p>{C}</p>"


def _parts(document: Document) -> dict[str, Part]:
    """Text of each block to its part."""
    return {document.text[block.start : block.end]: block.part for block in document.blocks}


def _part_of(document: Document, words: str) -> Part:
    (part,) = {part for text, part in _parts(document).items() if words in text}
    return part


def _article(document: Document) -> list[str]:
    return [text for text, part in _parts(document).items() if part is Part.ARTICLE]


NEWS = f"""<!doctype html><html lang=en><head><title>Old slip to close</title></head><body class="has-sidebar comments-open">
<header class="site-header"><div class="logo">Tarn Herald, the paper of the two lakes</div>
<nav><ul><li><a href=/n>News of the day</a><li><a href=/s>Sport and games</a></ul></nav></header>
<div class="breadcrumbs"><a href=/>Home</a> / <a href=/n>News from around the harbour</a></div>
<main><article><h1>Old slip to close</h1><p class="byline">By Oren Pell, who reports on the harbour</p>
<figure><img alt=slip><figcaption>The slip in 1931, three years after it was built.</figcaption></figure>
{BODY}
<blockquote><p>“We shall miss it.”</p></blockquote>
<aside class="newsletter"><p>Sign up for our newsletter and get the news of the harbour in your inbox, every morning at six.</p></aside>
<h2>What comes next</h2><p>Work begins in March.</p>
<ul><li>The wall goes first.<li>Then the berths are dug.</ul>
<ul><li><a href=/1>Ferry to Ossery cancelled for the third day in a row</a><li><a href=/2>Why the lighthouse went dark</a></ul>
</article>
<section class="related"><h2>More stories</h2>
<div class=card><h3><a href=/3>Mayor resigns over bridge</a></h3><p>The mayor of Ossery has resigned after the bridge that she had promised was put off once more.</p></div></section>
<section id="comments"><h2>2 comments</h2><div class=comment><p>I have used that slip for forty years and nobody asked me what I think about closing it.</p></div></section>
</main>
<footer><p>© 2026 Tarn Herald. All rights reserved. No part of this may be copied without our leave, in writing and in advance.</p></footer>
</body></html>"""


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("Old slip to close", Part.ARTICLE),
        (A, Part.ARTICLE),
        (C, Part.ARTICLE),
        ("The slip in 1931", Part.ARTICLE),
        ("We shall miss it", Part.ARTICLE),
        ("What comes next", Part.ARTICLE),
        ("Work begins in March.", Part.ARTICLE),
        ("Then the berths are dug.", Part.ARTICLE),
        ("Sport and games", Part.NAVIGATION),
        ("Home", Part.NAVIGATION),
        ("Sign up for our newsletter", Part.FURNITURE),
        ("Ferry to Ossery cancelled", Part.RELATED),
        ("Why the lighthouse went dark", Part.RELATED),
        ("Mayor resigns over bridge", Part.RELATED),
        ("The mayor of Ossery has resigned", Part.RELATED),
        ("I have used that slip", Part.COMMENTS),
        ("All rights reserved", Part.NAVIGATION),
    ],
)
def test_a_news_page(read: Reader, words: str, part: Part) -> None:
    assert _part_of(read(NEWS), words) is part


def test_a_byline_is_not_the_article_and_carries_no_claim_away_from_it(read: Reader) -> None:
    assert _part_of(read(NEWS), "By Oren Pell") is not Part.ARTICLE


BLOG = f"""<body class="single widget-area"><div id=page><div id=header><a href=/>Notes from the quay</a></div>
<div id=content><div class="post hentry category-latest tag-popular"><h2>The slip</h2><div class="entry-content">{BODY}<p>More soon. <a href=/x>Subscribe</a></p></div>
<div class="sharedaddy sharing"><p>Share this with everybody who has ever taken the ferry from the old slip, if you like it.</p></div></div>
<div id=respond><h3>Leave a reply</h3><form><p>Your address will not be published. Fields with a star must be filled in before you send.</p></form></div></div>
<div id=sidebar><div class="widget widget_recent_entries"><h3>Recent posts</h3><ul><li><a href=/1>The lighthouse, and who paid for it</a><li><a href=/2>Eels</a></ul></div></div>
</div></body>"""


def test_a_blog(read: Reader) -> None:
    document = read(BLOG)
    assert _article(document)[:5] == ["The slip", A, B, C, "More soon. Subscribe"]
    assert _part_of(document, "Share this with everybody") is Part.FURNITURE
    assert _part_of(document, "Your address will not be published") is not Part.ARTICLE
    assert _part_of(document, "The lighthouse, and who paid for it") is not Part.ARTICLE


def test_a_forum_is_all_comments_and_they_are_what_it_says(read: Reader) -> None:
    posts = "".join(f'<li class="comment reply"><p>{text}</p></li>' for text in (A, B, C))
    document = read(f"<h1>Old slip</h1><nav><a href=/>All boards</a></nav><ol class=comments>{posts}</ol>")
    assert [_part_of(document, text) for text in (A, B, C)] == [Part.ARTICLE] * 3
    assert _part_of(document, "All boards") is Part.NAVIGATION


def test_a_short_article_with_many_comments_keeps_them_apart(read: Reader) -> None:
    comments = "".join(
        f"<div class=comment><p>{n}: {C} That is what I think, and so does everybody else here.</p></div>"
        for n in range(40)
    )
    document = read(
        f"<article>{BODY}{BODY.replace('Monday', 'Tuesday')}</article><div id=comments>{comments}</div>"
    )
    assert _part_of(document, "on Tuesday") is Part.ARTICLE
    assert _part_of(document, "39: ") is Part.COMMENTS


WIKI = f"""<body><div id="mw-navigation"><ul><li><a href=/m>Main page</a></ul></div><div id=content><h1>Tarn slip</h1>
<table class=infobox><tr><th>Built<td>1928<tr><th>Closed<td>2026</table>{BODY}
<h2>See also</h2><ul><li><a href=/a>Ferries of the two lakes</a><li><a href=/b>Ossery lighthouse</a></ul>
<h2>References</h2><div class=reflist><ol class=references><li>Pell, O. (2026). <a href=/p>“The harbour board votes to close the slip.”</a> Tarn Herald.</ol></div>
<h2>Sources</h2><ul><li>Vane, A. <i>Slips and quays of the north</i>. Ossery, 1988.</ul><h2>Trivia</h2><p>A film was shot there.</p></div></body>"""


def test_a_wiki_page(read: Reader) -> None:
    document = read(WIKI)
    assert _part_of(document, A) is Part.ARTICLE
    assert _part_of(document, "1928") is Part.ARTICLE
    assert _part_of(document, "The harbour board votes to close") is Part.REFERENCES
    assert _part_of(document, "Slips and quays of the north") is Part.REFERENCES
    assert _part_of(document, "A film was shot there.") is Part.ARTICLE
    assert _part_of(document, "Main page") is Part.NAVIGATION


SHOP = """<body><div class=topbar><a href=/cart>Your cart is empty</a></div><div id=main><h1>Oilskin jacket</h1><p>129 crowns</p>
<div class=description><p>Waterproof to 5,000 mm, with two pockets.</p></div>
<table><tr><th>Weight<td>780 g<tr><th>Sizes<td>S to XL</table></div>
<div class="recommended products"><h2>You may also like</h2><ul><li><a href=/b>Sea boots, black, sizes 36 to 48</a><li><a href=/h>Sou'wester</a></ul></div></body>"""


def test_a_shop_with_hardly_a_sentence(read: Reader) -> None:
    document = read(SHOP)
    assert {_part_of(document, words) for words in ("Oilskin", "129 crowns", "Waterproof", "780 g")} == {
        Part.ARTICLE
    }
    assert _part_of(document, "Sea boots") is Part.RELATED
    assert _part_of(document, "Your cart is empty") is Part.NAVIGATION


def test_a_page_of_unnamed_elements_is_told_apart_by_its_links(read: Reader) -> None:
    links = "".join(
        f"<div><a href=/{n}>Story number {n} of this week and its long headline</a></div>" for n in range(9)
    )
    document = read(
        f"<div><div>{links}</div><div><div>{BODY}</div></div><div>Made with care in the town of Tarn</div></div>"
    )
    assert _article(document) == [A, B, C]
    assert _part_of(document, "Story number 3") is Part.NAVIGATION


@pytest.mark.parametrize(
    "wrapper",
    [
        "<form id=aspnetForm>{}</form>",
        "<div class='sidebar-right'>{}</div>",
        "<div class=newsletter><div class=menu>{}</div></div>",
        "<footer>{}</footer>",
        "<div class='no-comments has-footer'>{}</div>",
        "<body class='popup cookie-banner'>{}</body>",
    ],
)
def test_an_element_around_the_whole_page_says_nothing_about_it(read: Reader, wrapper: str) -> None:
    document = read(
        wrapper.format(f"<div>{BODY}</div><div class=cookie><p>{C.replace('2.3', '9.9')}</p></div>")
    )
    assert {_part_of(document, text) for text in (A, B, "2.3 million")} == {Part.ARTICLE}
    assert _part_of(document, "9.9 million") is Part.FURNITURE


def test_what_an_article_quotes_from_a_network_is_its_own(read: Reader) -> None:
    quoted = "<div class=social-embed><blockquote><p>Gone is gone.</p></blockquote></div>"
    assert (
        _part_of(read(f"<article>{BODY}{quoted}<p>{A[:-1]} too.</p></article>"), "Gone is gone")
        is Part.ARTICLE
    )


def test_the_lead_above_the_article_is_the_article(read: Reader) -> None:
    lead = "The board has made up its mind about the slip, and hardly anybody who was asked is happy with it."
    document = read(
        f"<div><header><h1>Slip</h1><div><p>{lead}</p></div></header><div><div>{BODY}</div></div></div>"
    )
    assert _part_of(document, lead) is Part.ARTICLE


@pytest.mark.parametrize("body", ["a few words", f"{A}\n\n{B}"])
def test_plain_text_is_all_article(read: Reader, body: str) -> None:
    assert {block.part for block in read(body, "text/plain").blocks} == {Part.ARTICLE}


def test_what_the_page_does_not_show_is_the_articles(read: Reader) -> None:
    document = read(
        f"<meta name=description content='Slip to be filled in.'>{BODY}<nav><a href=/>Home page</a></nav>"
    )
    assert _part_of(document, "Slip to be filled in.") is Part.ARTICLE


def _unplaced(*blocks: tuple[str, BlockKind]) -> list[Part]:
    return label(Regions(), [Placed(text, kind, -1, 0) for text, kind in blocks])


@pytest.mark.parametrize(
    "heading", ["References", "BIBLIOGRAPHY", "7. References", "Works cited:", "参考文献"]
)
def test_a_list_of_works_in_a_text_without_elements(heading: str) -> None:
    parts = _unplaced(
        ("Results", BlockKind.HEADING),
        (A, BlockKind.PARAGRAPH),
        (heading, BlockKind.HEADING),
        ("[1] O. Pell, Slips.", BlockKind.PARAGRAPH),
        ("Vane, A. (1988). Quays of the north.", BlockKind.PARAGRAPH),
        ("Appendix", BlockKind.HEADING),
        ("In 1988 there were two.", BlockKind.PARAGRAPH),
    )
    assert [at for at, part in enumerate(parts) if part is Part.REFERENCES] == [3, 4]


def test_a_paragraph_under_notes_that_names_a_year_is_no_reference() -> None:
    parts = _unplaced(
        ("Notes", BlockKind.HEADING),
        ("We went there in 1988, and the slip was dry.", BlockKind.PARAGRAPH),
        ("1. Later than planned.", BlockKind.LIST_ITEM),
    )
    assert set(parts) == {Part.ARTICLE}


@pytest.mark.parametrize(
    ("names", "part"),
    [
        ("post-comments", Part.COMMENTS),
        ("RelatedStories-item", Part.RELATED),
        ("siteNav2", Part.NAVIGATION),
        ("col-8 SIDEBAR", Part.FURNITURE),
        ("nav_bar", Part.NAVIGATION),
        ("card newsletter", Part.FURNITURE),
        ("has-sidebar no-comments", None),
        ("tag-related category-share", None),
        ("commentary navigator", None),
        ("naïve-größe", None),
        ("", None),
    ],
)
def test_names(names: str, part: Part | None) -> None:
    marker = marker_of("div", "", names, "")
    assert (marker.part if marker else None) == part
    assert marker_of("div", names, "", "") == marker


def test_regions_may_be_nested_as_deep_as_a_page_likes(read: Reader) -> None:
    nested = "<div class=related>" * 400 + f"<p>{A}</p>" + "</div>" * 400
    document = read(nested + BODY * 3_000)
    assert len(document.blocks) == 9_001
    assert document.blocks[0].part is Part.RELATED
