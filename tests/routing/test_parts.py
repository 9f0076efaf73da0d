"""A long reply in the parts a channel carries: nothing lost, nothing torn, each within the limit with its number."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.vocabulary import ChannelKind
from routing.parts import LIMITS, Limit, parts

TELEGRAM, ZALO = LIMITS[ChannelKind.TELEGRAM], LIMITS[ChannelKind.ZALO]
NUMBER = re.compile(r"\A\((\d+)/(\d+)\) ")
SENTENCE = "Sở Xây dựng đã kiểm tra đoạn đường trước chợ Long Hữu và thấy đúng như ông/bà phản ánh. "


def bare(text: str) -> str:
    return "".join(text.split())


def test_a_text_that_fits_is_sent_as_it_is_and_an_empty_one_not_at_all() -> None:
    assert parts("  Đã vá xong.\n", ZALO) == ["Đã vá xong."]
    assert parts("a" * 2000, ZALO) == ["a" * 2000]
    assert parts("a" * 9000, None) == ["a" * 9000]
    assert parts(" \n ", ZALO) == []


def test_a_long_text_is_cut_between_paragraphs_and_numbered() -> None:
    first, second = (SENTENCE * 15).strip(), (SENTENCE * 12).strip()

    assert parts(f"{first}\n\n{second}", ZALO) == [f"(1/2) {first}", f"(2/2) {second}"]


def test_without_paragraphs_it_is_cut_after_a_sentence() -> None:
    cut = parts(SENTENCE * 60, ZALO)

    assert len(cut) == 3
    assert all(part.endswith("phản ánh.") for part in cut)


def test_without_sentences_it_is_cut_between_words() -> None:
    cut = parts("đường " * 900, ZALO)

    assert {word for part in cut for word in NUMBER.sub("", part).split()} == {"đường"}


def test_a_short_heading_is_not_sent_alone() -> None:
    assert not parts("Kính gửi ông/bà,\n\n" + SENTENCE * 40, ZALO)[0].endswith("ông/bà,")


def test_a_link_is_never_torn() -> None:
    link = "https://phananh.vinhlong.gov.vn/ho-so/" + "a" * 300
    for before in range(1650, 1710):
        cut = parts("x" * before + " " + link + " " + "y" * 900, ZALO)
        assert sum(link in part for part in cut) == 1


def test_telegram_counts_an_emoji_as_two_and_none_is_torn() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    cut = parts(family * 1500, TELEGRAM)

    assert max(TELEGRAM.size(part) for part in cut) <= 4096
    assert all(bare(NUMBER.sub("", part)).replace(family, "") == "" for part in cut)
    assert len(parts("\U0001f600" * 2049, TELEGRAM)) == 2
    assert len(parts("\U0001f600" * 2000, ZALO)) == 1


def test_a_letter_keeps_its_marks() -> None:
    decomposed = "e\u0323\u0302"
    cut = parts(decomposed * 1500, ZALO)

    assert all(NUMBER.sub("", part).replace(decomposed, "") == "" for part in cut)


def test_a_flag_is_not_torn() -> None:
    flag = "\U0001f1fb\U0001f1f3"
    for shift in ("", "x"):
        cut = parts(shift + flag * 1500, ZALO)
        assert all(NUMBER.sub("", part).removeprefix("x").replace(flag, "") == "" for part in cut)


def test_ten_parts_and_more_are_numbered_within_the_limit() -> None:
    cut = parts(SENTENCE * 400, ZALO)

    assert len(cut) >= 10
    assert cut[9].startswith(f"(10/{len(cut)}) ")
    assert max(map(len, cut)) <= 2000


@pytest.mark.parametrize("utf16", [False, True])
@given(text=st.text(alphabet=st.sampled_from("aằ. \n\U0001f600\u0301/:htps"), max_size=400), most=st.integers(20, 90))
def test_nothing_is_lost_or_moved_and_every_part_fits(text: str, most: int, utf16: bool) -> None:
    limit = Limit(most, utf16)
    cut = parts(text, limit)

    assert all(0 < limit.size(part) <= most for part in cut)
    said = [NUMBER.sub("", part) for part in cut] if len(cut) > 1 else cut
    assert bare("".join(said)) == bare(text)
