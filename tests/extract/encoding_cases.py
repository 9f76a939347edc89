"""What a page may say about its encoding, and what the standard makes of it.

Written from https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding (with "get an attribute" and "extract a
character encoding from a meta element" below it) and the table of labels at https://encoding.spec.whatwg.org/#names-and-labels.
The body of every case is ASCII, so that nothing but the declaration decides; where none counts, it is UTF-8.
"""

from __future__ import annotations

HTTP_EQUIV = b'<meta http-equiv="Content-Type" content="text/html; charset=%b">'

PRESCAN: dict[str, tuple[bytes, str]] = {
    # The attribute `charset`, quoted in every way.
    "charset, double quotes": (b'<meta charset="iso-8859-2">', "iso-8859-2"),
    "charset, single quotes": (b"<meta charset='iso-8859-2'>", "iso-8859-2"),
    "charset, no quotes": (b"<meta charset=iso-8859-2>", "iso-8859-2"),
    "charset, no quotes, slash after": (b"<meta charset=iso-8859-2 />", "iso-8859-2"),
    "slash is part of an unquoted value": (b"<meta charset=iso-8859-2/>", "utf-8"),
    "upper case": (b"<META CHARSET=ISO-8859-2>", "iso-8859-2"),
    "mixed case": (b"<mEtA ChArSeT=Iso-8859-2>", "iso-8859-2"),
    "spaces round the equals sign": (b"<meta charset = iso-8859-2 >", "iso-8859-2"),
    "line breaks and tabs as spaces": (b"<meta\n\tcharset\r=\f'iso-8859-2'>", "iso-8859-2"),
    "slash as space after the name": (b"<meta/charset=iso-8859-2>", "iso-8859-2"),
    "spaces inside the quotes": (b'<meta charset="  iso-8859-2\t">', "iso-8859-2"),
    "other attributes before": (b'<meta name=x content="y" charset=iso-8859-2>', "iso-8859-2"),
    "other attributes after": (b"<meta charset=iso-8859-2 name=x>", "iso-8859-2"),
    "attribute without a value before": (b"<meta hidden charset=iso-8859-2>", "iso-8859-2"),
    "a sign of greater than in quotes before": (b'<meta title=">" charset=iso-8859-2>', "iso-8859-2"),
    "first of two attributes counts": (b"<meta charset=iso-8859-2 charset=koi8-r>", "iso-8859-2"),
    "first of two elements counts": (b"<meta charset=iso-8859-2><meta charset=koi8-r>", "iso-8859-2"),
    "an unknown label is passed over": (b"<meta charset=klingon><meta charset=koi8-r>", "koi8-r"),
    "an empty label is passed over": (b'<meta charset=""><meta charset=koi8-r>', "koi8-r"),
    "no value": (b"<meta charset><meta charset=koi8-r>", "koi8-r"),
    "text in front": (b"Some text <p> and <meta charset=iso-8859-2>", "iso-8859-2"),
    "in the body": (b"<body><p>x<meta charset=iso-8859-2>", "iso-8859-2"),
    "no space after the name": (b"<metacharset=iso-8859-2>", "utf-8"),
    "longer name": (b"<metadata charset=iso-8859-2>", "utf-8"),
    "other element": (b"<link charset=iso-8859-2>", "utf-8"),
    "end tag": (b"</meta charset=iso-8859-2>", "utf-8"),
    "other attribute": (b"<meta encoding=iso-8859-2>", "utf-8"),
    # `http-equiv` and `content`.
    "http-equiv": (HTTP_EQUIV % b"iso-8859-2", "iso-8859-2"),
    "http-equiv, upper case": ((HTTP_EQUIV % b"iso-8859-2").upper(), "iso-8859-2"),
    "http-equiv after content": (
        b'<meta content="text/html; charset=iso-8859-2" http-equiv=content-type>',
        "iso-8859-2",
    ),
    "content alone": (b'<meta content="text/html; charset=iso-8859-2">', "utf-8"),
    "another http-equiv": (b'<meta http-equiv=refresh content="text/html; charset=iso-8859-2">', "utf-8"),
    "http-equiv without content": (b"<meta http-equiv=content-type><meta charset=koi8-r>", "koi8-r"),
    "content without charset": (
        b'<meta http-equiv=content-type content="text/html"><meta charset=koi8-r>',
        "koi8-r",
    ),
    "charset wins over content": (
        b'<meta http-equiv=content-type content="text/html; charset=koi8-r" charset=iso-8859-2>',
        "iso-8859-2",
    ),
    "charset wins over content, whatever their order": (
        b'<meta charset=iso-8859-2 http-equiv=content-type content="text/html; charset=koi8-r">',
        "iso-8859-2",
    ),
    "content, charset without a type": (
        b'<meta http-equiv=content-type content="charset=iso-8859-2">',
        "iso-8859-2",
    ),
    "content, no space after the semicolon": (
        b'<meta http-equiv=content-type content="text/html;charset=iso-8859-2">',
        "iso-8859-2",
    ),
    "content, comma instead of a semicolon": (
        b'<meta http-equiv=content-type content="text/html, charset=iso-8859-2">',
        "iso-8859-2",
    ),
    "content, spaces round the equals sign": (
        b'<meta http-equiv=content-type content="text/html; charset = iso-8859-2">',
        "iso-8859-2",
    ),
    "content, quotes inside": (
        b"<meta http-equiv=content-type content=\"text/html; charset='iso-8859-2'\">",
        "iso-8859-2",
    ),
    "content, double quotes inside": (
        b"<meta http-equiv=content-type content='text/html; charset=\"iso-8859-2\"'>",
        "iso-8859-2",
    ),
    "content, quote not closed": (
        b'<meta http-equiv=content-type content="text/html; charset=\'iso-8859-2">',
        "utf-8",
    ),
    "content, upper case": (
        b'<meta http-equiv=content-type content="TEXT/HTML; CHARSET=ISO-8859-2">',
        "iso-8859-2",
    ),
    "content, more parameters": (
        b'<meta http-equiv=content-type content="text/html; charset=iso-8859-2; x=y">',
        "iso-8859-2",
    ),
    "content, charset without equals sign goes on": (
        b'<meta http-equiv=content-type content="charset; charset=iso-8859-2">',
        "iso-8859-2",
    ),
    "content, end of a longer word": (
        b'<meta http-equiv=content-type content="text/html; acharset=iso-8859-2">',
        "iso-8859-2",
    ),
    "content, space ends the label": (
        b'<meta http-equiv=content-type content="text/html; charset=iso-8859-2 x">',
        "iso-8859-2",
    ),
    "content, empty": (b'<meta http-equiv=content-type content=""><meta charset=koi8-r>', "koi8-r"),
    "content, nothing after the equals sign": (
        b'<meta http-equiv=content-type content="text/html; charset="><meta charset=koi8-r>',
        "koi8-r",
    ),
    "content without quotes": (
        b"<meta http-equiv=content-type content=text/html;charset=iso-8859-2>",
        "iso-8859-2",
    ),
    # Comments.
    "in a comment": (b"<!-- <meta charset=iso-8859-2> -->", "utf-8"),
    "after a comment": (b"<!-- x --><meta charset=iso-8859-2>", "iso-8859-2"),
    "in a comment, then after it": (
        b"<!-- <meta charset=koi8-r> --><meta charset=iso-8859-2>",
        "iso-8859-2",
    ),
    "the shortest comment ends at once": (b"<!--><meta charset=iso-8859-2>", "iso-8859-2"),
    "a comment of three hyphens ends at once": (b"<!---><meta charset=iso-8859-2>", "iso-8859-2"),
    "a comment holds a greater than": (b"<!-- > <meta charset=iso-8859-2> -->", "utf-8"),
    "a comment without an end": (b"<!-- <meta charset=iso-8859-2>", "utf-8"),
    "hyphens in a comment": (
        b"<!-- a -- b --- <meta charset=koi8-r> ---><meta charset=iso-8859-2>",
        "iso-8859-2",
    ),
    # Tags, declarations, instructions.
    "after a doctype": (b"<!DOCTYPE html><meta charset=iso-8859-2>", "iso-8859-2"),
    "inside a declaration": (b"<! <meta charset=iso-8859-2>", "utf-8"),
    "inside an instruction": (b"<? <meta charset=iso-8859-2>", "utf-8"),
    "inside the end of nothing": (b"</ <meta charset=iso-8859-2>", "utf-8"),
    "inside an attribute": (b'<p title="<meta charset=koi8-r>"><meta charset=iso-8859-2>', "iso-8859-2"),
    "inside an attribute of an end tag": (
        b'</p title="<meta charset=koi8-r>"><meta charset=iso-8859-2>',
        "iso-8859-2",
    ),
    "inside an unclosed attribute": (b'<p title="<meta charset=iso-8859-2>', "utf-8"),
    "a less than that is no tag": (b"1 < 2 <meta charset=iso-8859-2>", "iso-8859-2"),
    "a tag begun in a tag": (b"<p <meta charset=iso-8859-2>", "utf-8"),
    "in a script: no tag is special": (b"<script><meta charset=iso-8859-2></script>", "iso-8859-2"),
    "in a title": (b"<title><meta charset=iso-8859-2></title>", "iso-8859-2"),
    # What cannot be true, and what is refused.
    "utf-16 is utf-8": (b"<meta charset=utf-16>", "utf-8"),
    "utf-16be is utf-8": (b"<meta charset=utf-16be>", "utf-8"),
    "utf-16le is utf-8": (b"<meta charset=utf-16le>", "utf-8"),
    "utf-16 in content is utf-8": (HTTP_EQUIV % b"utf-16", "utf-8"),
    "x-user-defined is windows-1252": (b"<meta charset=x-user-defined>", "windows-1252"),
    "utf-7 is no label": (b"<meta charset=utf-7><meta charset=koi8-r>", "koi8-r"),
    "utf-32 is no label": (b"<meta charset=utf-32><meta charset=koi8-r>", "koi8-r"),
    "cesu-8 is no label": (b"<meta charset=cesu-8><meta charset=koi8-r>", "koi8-r"),
    "punycode is no label": (b"<meta charset=punycode><meta charset=koi8-r>", "koi8-r"),
    # Where it must stand.
    "just inside the first 1024 bytes": (b" " * 997 + b"<meta charset=iso-8859-2> ", "iso-8859-2"),
    "beyond the first 1024 bytes": (b" " * 1024 + b"<meta charset=iso-8859-2>", "utf-8"),
    "cut off at the 1024th byte": (b" " * 1010 + b"<meta charset=iso-8859-2>", "utf-8"),
    "cut off before its end": (b"<meta charset=iso-8859-2", "utf-8"),
    "cut off in quotes": (b'<meta charset="iso-8859-2', "utf-8"),
    # XML declarations, which count after any `meta`.
    "xml declaration": (b'<?xml version="1.0" encoding="iso-8859-2"?><p>x', "iso-8859-2"),
    "xml declaration, single quotes": (b"<?xml version='1.0' encoding='iso-8859-2'?><p>x", "iso-8859-2"),
    "xml declaration, meta after": (
        b'<?xml version="1.0" encoding="koi8-r"?><meta charset=iso-8859-2>',
        "iso-8859-2",
    ),
    "xml declaration of utf-16 is utf-8": (b'<?xml version="1.0" encoding="utf-16"?><p>x', "utf-8"),
    "xml declaration not at the beginning": (b' <?xml version="1.0" encoding="iso-8859-2"?><p>x', "utf-8"),
    "xml declaration with an unknown label": (b'<?xml version="1.0" encoding="klingon"?><p>x', "utf-8"),
    "xml declaration without an end": (b"<?xml version='1.0' encoding='iso-8859-2", "utf-8"),
}
"""Name of the case: the page, and the encoding it is to be read in."""

LABELS: dict[str, str] = {
    "unicode-1-1-utf-8": "utf-8",
    "utf8": "utf-8",
    "x-unicode20utf8": "utf-8",
    "866": "ibm866",
    "csisolatin2": "iso-8859-2",
    "iso_8859-2:1987": "iso-8859-2",
    "l2": "iso-8859-2",
    "latin3": "iso-8859-3",
    "iso-ir-110": "iso-8859-4",
    "cyrillic": "iso-8859-5",
    "ecma-114": "iso-8859-6",
    "greek8": "iso-8859-7",
    "sun_eu_greek": "iso-8859-7",
    "visual": "iso-8859-8",
    "logical": "iso-8859-8-i",
    "l6": "iso-8859-10",
    "iso8859-13": "iso-8859-13",
    "iso8859-14": "iso-8859-14",
    "l9": "iso-8859-15",
    "koi": "koi8-r",
    "koi8-ru": "koi8-u",
    "x-mac-roman": "macintosh",
    "dos-874": "windows-874",
    "tis-620": "windows-874",
    "cp1250": "windows-1250",
    "x-cp1251": "windows-1251",
    "ascii": "windows-1252",
    "us-ascii": "windows-1252",
    "iso-8859-1": "windows-1252",
    "latin1": "windows-1252",
    "l1": "windows-1252",
    "ansi_x3.4-1968": "windows-1252",
    "cp1253": "windows-1253",
    "iso-8859-9": "windows-1254",
    "latin5": "windows-1254",
    "cp1255": "windows-1255",
    "cp1256": "windows-1256",
    "cp1257": "windows-1257",
    "cp1258": "windows-1258",
    "x-mac-ukrainian": "x-mac-cyrillic",
    "gb2312": "gbk",
    "chinese": "gbk",
    "gb18030": "gb18030",
    "big5-hkscs": "big5",
    "cn-big5": "big5",
    "x-euc-jp": "euc-jp",
    "csiso2022jp": "iso-2022-jp",
    "sjis": "shift_jis",
    "ms_kanji": "shift_jis",
    "windows-31j": "shift_jis",
    "ks_c_5601-1987": "euc-kr",
    "windows-949": "euc-kr",
    "korean": "euc-kr",
}
"""Other names of encodings, and the standard's name for each."""
