import time
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.models import Block, BlockKind, Document
from claimtrack.passages import MAX_PASSAGE_CHARS, SentenceSplitter


def document(*blocks: str | tuple[BlockKind, str], contexts: dict[int, str] | None = None) -> Document:
    made, texts, start = [], [], 0
    for number, block in enumerate(blocks):
        kind, text = block if isinstance(block, tuple) else (BlockKind.PARAGRAPH, block)
        made.append(
            Block(start=start, end=start + len(text), kind=kind, context=(contexts or {}).get(number, ""))
        )
        texts.append(text)
        start += len(text) + 1
    text = "\n".join(texts)
    digest = sha256(text.encode()).hexdigest()
    return Document(sha256=digest, text=text, text_sha256=digest, blocks=tuple(made))


def sentences(*blocks: str | tuple[BlockKind, str]) -> list[str]:
    return [passage.text for passage in SentenceSplitter().split(document(*blocks))]


@pytest.mark.parametrize(
    "parts",
    [
        ["Mr. Harrow met Dr. Lin on Friday.", "They spoke."],
        ["The U.S. Navy sailed home.", "It was late."],
        ["She has lived in the U.S. since May.", "He has not."],
        ["He moved back to the U.S.", "The house was sold."],
        ["Tellmar Inc. bought Orso Ltd. for little.", "Nobody minded."],
        ["It belongs to Tellmar Inc.", "The price was low."],
        ["Bring tools, e.g. a saw.", "Leave early."],
        ["It opened on Jan. 5, 2019.", "It shut on Dec. 3."],
        ["See No. 5 in the list.", "Then stop."],
        ["Did he agree?", "No. He walked out."],
        ["J. K. Marlow wrote it.", "P. D. Hart did not."],
        ["Growth was 4.3 percent.", "It had been 4.7."],
        ["The meeting starts at 5 p.m. on Monday.", "Come at 4 p.m.", "The door will be open."],
        ["They waited...", "Nothing came."],
        ["They waited... and waited.", "Nothing came."],
        ["They waited… and waited.", "Nothing came."],
        ["“I run it alone.”", "She laughed."],
        ['"Why not?" he asked.', "She left."],
        ['"Stop!" she said.', "He stopped."],
        ["Who knew?", "Everyone!", "Really."],
        ["It cost $1.5 million (about €1.3 million.)", "That was much."],
        ["The text ends here.[12]", "The next one starts."],
        ["¿Quién lo dijo?", "Nadie.", "¡Qué pena!"],
        ["Der Vertrag gilt z.B. in Bern.", "Er läuft ab."],
        ["Prof. Dr. Weiss sprach über Bd. 3.", "Das war gut."],
        ["The car does 0-62 mph in 5.7 sec. flat.", "It is quick."],
        ["Visit shop.example today.", "Or tomorrow."],
        ["Take vitamin C.", "It helps."],
    ],
)
def test_sentences_end_where_readers_end_them(parts: list[str]):
    assert sentences(" ".join(parts)) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("月は丸い。空は暗い。", ["月は丸い。", "空は暗い。"]),
        ("他说：“走吧！”然后走了。", ["他说：“走吧！”", "然后走了。"]),
        ("यह एक वाक्य है। यह दूसरा है।", ["यह एक वाक्य है।", "यह दूसरा है।"]),
        ("هل وصل؟ نعم وصل.", ["هل وصل؟", "نعم وصل."]),
        ("no capitals here. and none there.", ["no capitals here. and none there."]),
        ("1. Introduction", ["1. Introduction"]),
        ("No full stop in this block", ["No full stop in this block"]),
    ],
)
def test_other_scripts_and_odd_blocks(text: str, parts: list[str]):
    assert sentences(text) == parts


def test_a_heading_and_a_table_row_stay_whole():
    row, heading = "Spain | 4.3 %. | 2019. Revised.", "What happened? And why."
    assert sentences((BlockKind.TABLE_ROW, row), (BlockKind.HEADING, heading)) == [row, heading]


def test_list_items_are_split_into_sentences():
    assert sentences((BlockKind.LIST_ITEM, "Open the lid. Pour slowly.")) == ["Open the lid.", "Pour slowly."]


def test_code_is_cut_into_lines():
    assert sentences((BlockKind.CODE, "x = 1.5\n\nprint(x)  # Done. Really.")) == [
        "x = 1.5",
        "print(x)  # Done. Really.",
    ]


def test_no_passage_crosses_a_block():
    split = SentenceSplitter().split(document("First half without a stop", "second half. Third."))
    assert [(passage.text, passage.block) for passage in split] == [
        ("First half without a stop", 0),
        ("second half.", 1),
        ("Third.", 1),
    ]


def test_kind_and_context_come_from_the_block():
    made = document((BlockKind.TABLE_ROW, "Spain | 47"), contexts={0: "Country | Million people"})
    (passage,) = SentenceSplitter().split(made)
    assert (passage.kind, passage.context) == (BlockKind.TABLE_ROW, "Country | Million people")


def test_a_long_sentence_is_cut_at_a_clause_boundary():
    clause = "the river rose a little further along the old stone wall, "
    split = sentences((clause * 30).strip())
    assert len(split) > 1
    assert all(len(part) <= MAX_PASSAGE_CHARS for part in split)
    assert all(part.endswith(",") for part in split)


def test_a_long_run_without_spaces_is_cut_anyway():
    split = sentences("x" * 2000)
    assert "".join(split) == "x" * 2000
    assert max(map(len, split)) <= MAX_PASSAGE_CHARS


def test_blocks_of_signs_only_give_no_passage():
    assert sentences("* * *", "— — —", "Words.") == ["Words."]


def test_an_empty_document_gives_no_passage():
    empty = Document(sha256="0" * 64, text="", text_sha256="0" * 64, blocks=())
    assert list(SentenceSplitter().split(empty)) == []


_BLOCKS = st.lists(
    st.tuples(
        st.sampled_from(list(BlockKind)),
        st.text(alphabet=st.sampled_from("aA bB.?!\"'”“…。 ,;:-—1[]()éßU.S.Mr"), max_size=300).map(
            lambda text: text.replace("\n", " ")
        ),
    ),
    max_size=6,
)


@given(_BLOCKS)
def test_passages_are_verbatim_ordered_and_inside_their_block(blocks: list[tuple[BlockKind, str]]):
    made = document(*blocks)
    end = 0
    for passage in SentenceSplitter().split(made):
        block = made.blocks[passage.block]
        assert passage.text == made.text[passage.start : passage.end]
        assert end <= passage.start < passage.end
        assert block.start <= passage.start
        assert passage.end <= block.end
        assert passage.text == passage.text.strip()
        assert len(passage.text) <= MAX_PASSAGE_CHARS
        end = passage.end


@given(_BLOCKS)
def test_no_letter_or_digit_is_lost(blocks: list[tuple[BlockKind, str]]):
    made = document(*blocks)
    kept = "".join(passage.text for passage in SentenceSplitter().split(made))
    assert sum(char.isalnum() for char in kept) == sum(char.isalnum() for char in made.text)


@pytest.mark.parametrize("bait", [". ", "a.", "”", "[1]", ".[1] ", "! ", "U.S. ", "((((", "\n", ", "])
def test_long_baits_are_linear(bait: str):
    started = time.monotonic()
    sentences((bait * (200_000 // len(bait))).replace("\n", " "))
    assert time.monotonic() - started < 20
