"""The three places of a message, on texts judged by a person and kept apart from all examples."""

import json
from pathlib import Path

import pytest

from routing.places import Place, Places, places_in, with_hamlet
from routing.text import fold

JUDGED = Path(__file__).parent / "judged" / "places.jsonl"
ROLES = ("complained", "scene", "home")
CASES = [json.loads(line) for line in JUDGED.read_text(encoding="utf-8").splitlines()]


def bare(place: Place | None) -> str | None:
    return place.name.removeprefix("thị trấn ").removeprefix("xã ").removeprefix("phường ") if place else None


def share_right(role: str, *, unaccented: bool = False) -> float:
    """Of all texts, those where the role holds what a person said, nothing included."""
    known = {name for case in CASES for name in (case[one] for one in ROLES) if name and not name.isdigit()}
    right = 0
    for case in CASES:
        found = places_in(fold(case["text"]), known) if unaccented else places_in(case["text"])
        right += bare(getattr(found, role)) == case[role]
    return right / len(CASES)


@pytest.mark.parametrize("role", ROLES)
def test_each_place_is_told_apart_on_judged_texts(role: str) -> None:
    assert len(CASES) >= 120
    assert share_right(role) >= 0.92


@pytest.mark.parametrize("role", ROLES)
def test_without_diacritics_known_communes_are_told_apart_as_well(role: str) -> None:
    assert share_right(role, unaccented=True) >= 0.9


def test_the_commune_complained_about_is_competent_before_the_scene_and_the_home() -> None:
    found = places_in("Tôi ở xã Long Hữu, UBND xã Hiệp Mỹ không dọn rác tại chợ xã Vinh Kim.")
    assert found.for_competence is not None
    assert found.for_competence.name == "xã Hiệp Mỹ"
    assert (bare(found.scene), bare(found.home)) == ("Vinh Kim", "Long Hữu")
    assert found.complained is not None
    assert found.complained.reason == "Tên đứng sau cơ quan, cán bộ"


def test_what_is_written_after_a_name_says_where_it_lies() -> None:
    found = places_in("Nhà tôi thường trú tại ấp 2, xã Hiệp Thạnh, TX. Duyên Hải, tỉnh Trà Vinh.")
    assert found.home is not None
    assert found.home.within == "thị xã Duyên Hải, tỉnh Trà Vinh"


@pytest.mark.parametrize("text", ["", "xã", "phường", "xa.", "ở xã, phường", "P.", "xã ,", "tại xã\n\nDuyên"])
def test_half_a_name_is_no_place(text: str) -> None:
    assert places_in(text) == Places()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Đường trước nhà tôi ở ấp 3 xã Long Hữu có ổ gà", "ấp 3, xã Long Hữu"),
        ("ap 3 xa long huu, duong hu", "ấp 3, xã Long Hữu"),
        ("Cầu ở Ấp Long Trị, X. Long Hữu gãy", "ấp Long Trị, xã Long Hữu"),
        ("tổ 5 xã Long Hữu", "tổ 5, xã Long Hữu"),
        ("hàng xóm tôi ở xã Long Hữu, nông thôn mới xã Long Hữu", "xã Long Hữu"),
        ("tổ trưởng xã Long Hữu; ấp 2 xã Hiệp Mỹ", "xã Long Hữu"),
    ],
)
def test_the_hamlet_written_before_a_commune_goes_with_it(text: str, said: str) -> None:
    assert with_hamlet("xã Long Hữu", text) == said
