"""Which encoding a page is read in. The order is the standard's: BOM, header, meta, UTF-8, windows-1252."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimtrack.extract.charset import decode
from claimtrack.models import Document

CAFE = "café, 5 €"
UTF8, CP1252, UTF16 = CAFE.encode(), CAFE.encode("cp1252"), CAFE.encode("utf-16-le")
META_1252 = b"<meta charset=windows-1252>"
META_UTF8 = b"<meta charset=utf-8>"


@pytest.mark.parametrize(
    ("body", "content_type", "encoding"),
    [
        pytest.param(
            b"\xef\xbb\xbf" + META_1252 + UTF8,
            "text/html; charset=windows-1252",
            "utf-8",
            id="BOM before header",
        ),
        pytest.param(b"\xff\xfe" + UTF16, "text/html; charset=utf-8", "utf-16-le", id="UTF-16 BOM"),
        pytest.param(
            b"\xfe\xff" + CAFE.encode("utf-16-be"), "text/html", "utf-16-be", id="UTF-16 BOM, big-endian"
        ),
        pytest.param(
            META_UTF8 + CP1252, "text/html; charset=windows-1252", "windows-1252", id="header before meta"
        ),
        pytest.param(
            META_UTF8 + CP1252,
            "text/html;CHARSET = 'Latin1'",
            "windows-1252",
            id="header in another spelling",
        ),
        pytest.param(UTF16, "text/html; charset=utf-16", "utf-16le", id="UTF-16 in the header"),
        pytest.param(META_1252 + CP1252, "text/html", "windows-1252", id="meta"),
        pytest.param(
            b"<meta http-equiv=content-type content='text/html; charset=windows-1252'>" + CP1252,
            "",
            "windows-1252",
            id="http-equiv",
        ),
        pytest.param(b"<!-- <meta charset=windows-1252> -->" + UTF8, "", "utf-8", id="meta in a comment"),
        pytest.param(b"<meta charset=utf-16>" + UTF8, "", "utf-8", id="meta that cannot be true"),
        pytest.param(b" " * 1024 + META_1252 + UTF8, "", "utf-8", id="meta too late"),
        pytest.param(UTF8, "text/html", "utf-8", id="valid UTF-8"),
        pytest.param(CP1252, "text/html", "windows-1252", id="anything else"),
        pytest.param(CP1252, "text/html; charset=", "windows-1252", id="empty label"),
    ],
)
def test_order(body: bytes, content_type: str, encoding: str) -> None:
    text, name, _ = decode(body, content_type)
    assert name == encoding
    assert text.endswith(CAFE)
    assert not text.startswith("\ufeff")


@pytest.mark.parametrize(
    "label",
    "undefined idna punycode unicode_escape raw_unicode_escape utf-7 hex rot13 base64 bz2 zlib uu mbcs oem cp65001 string-escape".split(),
)
def test_only_labels_of_the_standard_reach_a_codec(label: str) -> None:
    body = b"<p>caf\xc3\xa9 +ADw-b+AD4- \\u003cb\\u003e</p>"
    for content_type, page in (
        (f"text/html; charset={label}", body),
        ("", f"<meta charset={label}>".encode() + body),
    ):
        text, name, _ = decode(page, content_type)
        assert name == "utf-8"
        assert text.endswith("<p>café +ADw-b+AD4- \\u003cb\\u003e</p>")


def test_no_tag_is_born_of_an_encoding(read: Callable[..., Document]) -> None:
    assert (
        read(b"<p>see +ADw-p hidden+AD4-this</p>", "text/html; charset=utf-7").text
        == "see +ADw-p hidden+AD4-this"
    )


@pytest.mark.parametrize(
    "body",
    [
        b"<p>before\xff\xfeafter</p>",
        b"<p>before\xc0\xafafter</p>",
        b"<p>before\0after</p>",
        b"<p>before\xed\xa0\x80after</p>",
    ],
)
def test_bad_bytes_are_marked_and_nothing_after_them_is_lost(
    read: Callable[..., Document], body: bytes
) -> None:
    text = read(body + b"<p>the end</p>").text
    assert text.startswith("before\ufffd")
    assert text.endswith("after\nthe end")


def test_a_meta_that_lies_about_decoded_text_changes_nothing(read: Callable[..., Document]) -> None:
    document = read(META_1252 + "<p>naïve café</p>".encode(), "text/html; charset=utf-8")
    assert document.text == "naïve café"


@given(st.binary(max_size=300), st.text(max_size=60))
@example(b"<meta charset=x-user-defined>\xc3", "")
@example(b"<meta charset=", "text/html; charset=replacement")
def test_no_bytes_and_no_header_raise(body: bytes, content_type: str) -> None:
    text, name, _ = decode(body, content_type)
    assert isinstance(text, str)
    assert name


RUSSIAN = "Городской совет встретился в понедельник и решил закрыть старый мост через реку."
JAPANESE = "市議会は月曜日に会合を開き、川に架かる古い橋を修理のため閉鎖することを決定した。"
POLISH = (
    "Rada miejska zebrała się w poniedziałek i postanowiła zamknąć stary most, który potrwa trzy miesiące."
)
UNTOLD = [
    ("windows-1251", RUSSIAN),
    ("koi8-r", RUSSIAN),
    ("shift_jis", JAPANESE),
    ("euc-jp", JAPANESE),
    ("gb18030", "市议会星期一开会，决定关闭河上的旧桥进行维修。工程将持续三个月。"),
    ("big5", "市議會星期一開會，決定關閉河上的舊橋進行維修。工程將持續三個月。"),
    ("euc-kr", "시의회는 월요일에 회의를 열어 강 위의 오래된 다리를 폐쇄하기로 결정했다."),
    ("cp1253", "Το δημοτικό συμβούλιο συνεδρίασε τη Δευτέρα και αποφάσισε να κλείσει τη γέφυρα."),
    ("cp1255", "מועצת העיר התכנסה ביום שני והחליטה לסגור את הגשר הישן מעל הנהר לצורך תיקון."),
    ("cp1256", "اجتمع مجلس المدينة يوم الاثنين وقرر إغلاق الجسر القديم فوق النهر لإصلاحه."),
    ("cp874", "สภาเมืองประชุมเมื่อวันจันทร์และตัดสินใจปิดสะพานเก่าเพื่อซ่อมแซม"),
    ("iso-8859-2", POLISH),
    ("cp1250", POLISH),
    (
        "cp1252",
        "Le conseil municipal s’est réuni lundi et a décidé de fermer l’ancien pont à la circulation.",
    ),
    ("cp1252", "Der Gemeinderat beschloss, die alte Brücke über den Fluss für die Reparatur zu schließen."),
    ("cp1252", "“It’s plain English,” she said – “isn’t it?” “Yes,” he answered; “it’s £5”."),
]


@pytest.mark.parametrize(("codec", "text"), UNTOLD, ids=[f"{codec}-{text[:12]}" for codec, text in UNTOLD])
@pytest.mark.parametrize("copies", [1, 40])
def test_an_encoding_told_nowhere_is_known_by_its_letters(codec: str, text: str, copies: int) -> None:
    page = f"<!doctype html><title>x</title><p class=story>{text}</p>" * copies
    assert decode(page.encode(codec), "text/html").text == page


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        pytest.param("Crème brûlée — “naïve”".encode("cp1252"), "text/html; charset=utf-8", id="not UTF-8"),
        pytest.param(
            "Crème brûlée — “naïve”".encode(), "text/html; charset=iso-8859-1", id="UTF-8 all the same"
        ),
        pytest.param(
            "Crème brûlée — “naïve”".encode("utf-16-be"), "text/html; charset=utf-16", id="other end"
        ),
        pytest.param(
            "Crème brûlée — “naïve”".encode("utf-16-le"), "text/html; charset=utf-16", id="this end"
        ),
    ],
)
def test_a_declaration_that_the_bytes_disprove_is_not_believed(body: bytes, content_type: str) -> None:
    decoded = decode(body, content_type)
    assert decoded.text == "Crème brûlée — “naïve”"
    assert not decoded.lossy


def test_a_few_bad_bytes_make_no_page_of_utf8_another() -> None:
    text = "Größe, Höhe, Fläche, Länge: «ungefähr» äöüß, und so weiter – "
    decoded = decode(text.encode() + b"\xff" + "ä".encode() * 4, "text/html")
    assert decoded == (text + "\ufffdääää", "utf-8", True)


def test_nul_bytes_say_nothing_about_an_encoding() -> None:
    text = "Crème brûlée"
    for content_type in ("text/html; charset=utf-8", "text/html"):
        decoded = decode(text.encode() + bytes(200), content_type)
        assert decoded == (text + "\ufffd" * 200, "utf-8", True)


def test_a_guess_takes_no_longer_for_a_long_line() -> None:
    decoded = decode(b"a" * 4_000_000 + b"\n" + UTF8[:3] + CP1252 * 4, "text/html")
    assert decoded.encoding == "windows-1252"


@pytest.mark.parametrize(
    ("body", "lossy"),
    [
        (b"<p>plain</p>", False),
        ("<p>café \ufffd</p>".encode(), False),
        (b"<p>caf\xe9</p>", True),
        (b"<p>ca\0fe</p>", True),
        (b"<p>\xc0\xaf</p>", True),
        (b"<p>\xed\xa0\x80</p>", True),
    ],
)
def test_a_document_says_whether_bytes_were_lost(
    read: Callable[..., Document], body: bytes, *, lossy: bool
) -> None:
    assert read(b"<p>The ferry is back.</p>" + body).lossy is lossy
    assert read(b"The ferry is back." + body, "text/plain; charset=utf-8").lossy is lossy


def test_text_in_utf16_inside_a_page_of_utf8_makes_it_no_binary(read: Callable[..., Document]) -> None:
    document = read(
        b"<p>The ferry is back.</p>" + "<p>More words</p>".encode("utf-16-le"), "text/html; charset=utf-8"
    )
    assert document.text.startswith("The ferry is back.")
    assert document.lossy
