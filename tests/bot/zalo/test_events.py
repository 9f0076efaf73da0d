"""Zalo's events, one by one, as its documentation and real traffic show them."""

from typing import Any

import pytest

from bot import gathered
from bot.channel import Event, EventKind, File
from bot.channels.zalo import events
from bot.channels.zalo.channel import Zalo
from bot.numbered import numbered, written
from intake.cases import handing


def event(name: str, **parts: Any) -> dict[str, Any]:
    ends = {"sender": {"id": "24684588"}, "recipient": {"id": "38861328"}}
    return {"app_id": "36084652", "event_name": name, "timestamp": "1785672000000", **ends, **parts}


def attached(event_name: str, /, text: str = "", **payload: Any) -> dict[str, Any]:
    kind = event_name.rpartition("_")[2]
    message = {"msg_id": "m1", "text": text, "attachments": [{"type": kind, "payload": payload}]}
    return event(event_name, message=message)


def only(told: dict[str, Any]) -> Event:
    (found,) = events.events(told)
    return found


def test_a_text_is_words_with_the_message_s_id() -> None:
    told = event("user_send_text", message={"text": "Đường hỏng", "msg_id": "96d3cdf3af15"})

    assert only(told) == Event(EventKind.TEXT, "96d3cdf3af15", text="Đường hỏng")
    assert events.person(told) == "24684588"


def test_a_location_is_read_from_strings() -> None:
    told = attached("user_send_location", coordinates={"latitude": "10.7642", "longitude": "106.6564"})

    assert only(told).location == (10.7642, 106.6564)


@pytest.mark.parametrize("at", [{}, {"latitude": "abc", "longitude": "1"}, {"latitude": "91", "longitude": "1"}, None])
def test_a_location_that_is_nowhere_is_nonsense(at: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whoever reads it says it in its own words
        only(attached("user_send_location", coordinates=at))


@pytest.mark.parametrize(
    "info",
    [
        {
            "name": "Trần Thị Bé",
            "phone": "84912345678",
            "full_address": {"user_city": "Vĩnh Long", "user_ward": "Long Hữu", "user_address": "12 ấp 3"},
        },
        {"name": "Trần Thị Bé", "phone": 84912345678, "address": "12 ấp 3", "ward": "Long Hữu", "city": "Vĩnh Long"},
    ],
)
def test_what_is_shared_is_read_in_both_shapes(info: dict[str, Any]) -> None:
    shared = only(event("user_submit_info", info=info))

    assert (shared.kind, shared.name, shared.phone) == (EventKind.CONTACT, "Trần Thị Bé", "0912345678")
    assert shared.own
    assert shared.text == "12 ấp 3, Long Hữu, Vĩnh Long"


def test_a_business_card_is_a_contact_if_it_has_a_number_and_words_otherwise() -> None:
    card = attached("user_send_business_card", description='{"phone": "84912345678"}', title="Bé")
    bare = attached("user_send_business_card", description="Bé", url="https://zalo.me/1")

    assert (only(card).kind, only(card).phone, only(card).own) == (EventKind.CONTACT, "0912345678", False)
    assert (only(bare).kind, only(bare).text) == (EventKind.TEXT, "Bé https://zalo.me/1")


def test_a_link_is_words_that_nobody_follows() -> None:
    told = attached("user_send_link", text="xem", description="Bản tin", url="http://10.0.0.1/x")

    assert only(told).text == "xem Bản tin http://10.0.0.1/x"
    assert events.media(told) == []


@pytest.mark.parametrize("kind", ["image", "gif", "file", "video", "audio"])
def test_files_are_pointed_to_and_shown_once_they_are_kept(kind: str) -> None:
    told = attached(f"user_send_{kind}", text="đây", url="https://f.zdn.vn/a", name="a.pdf", size="9999")

    assert [medium.url for medium in events.media(told)] == ["https://f.zdn.vn/a"]
    shown = only(events.read(gathered.with_files(told, [File("7", "a.pdf")], "")))

    assert (shown.files, shown.text) == ((File("7", "a.pdf"),), "đây")
    assert shown.kind is (EventKind.VOICE if kind == "audio" else EventKind.FILES)


def test_a_sticker_and_a_beginning() -> None:
    assert only(attached("user_send_sticker", id="1", url="https://x")).kind is EventKind.STICKER
    follow = event("follow", follower={"id": "77"}, oa_id="38861328", source="oa_profile")
    follow.pop("sender")
    assert events.person(follow) == "77"
    assert (only(follow).kind, only(follow).text) == (EventKind.TEXT, "")


def test_somebody_who_has_not_signed_in_is_known_by_two_ids() -> None:
    told = event("anonymous_send_text", message={"text": "a", "msg_id": "1", "conversation_id": "c9"})
    told["sender"] = {"anonymous_id": "a7"}

    assert events.person(told) == "anonymous:a7:c9"


@pytest.mark.parametrize("name", ["unfollow", "user_seen_message", "user_reacted_message", "add_user_to_tag", "la"])
def test_what_is_nobody_s_saying_is_nothing(name: str) -> None:
    assert list(events.events(event(name, message={"msg_ids": ["1", "2"]}))) == []


@pytest.mark.parametrize("part", [None, [], "x", 7, {"attachments": "x"}, {"attachments": [None, {"payload": None}]}])
def test_parts_of_any_shape_are_survived(part: Any) -> None:
    for name in sorted(events.DOINGS - {"user_send_location"}):
        told = event(name, message=part, info=part)
        assert all(isinstance(one, Event) for one in events.events(told))
        assert events.media(told) == []


def test_choices_are_numbered_under_the_words() -> None:
    choices = (("yes", "Đúng"), ("no", "Không phải"))

    assert written("Đúng không?", choices) == "Đúng không?\n\n1. Đúng\n2. Không phải\nXin gõ số để chọn."
    assert written("Right?", (("yes", "Yes"),)).isascii()
    assert written("Tiê\u0301ng", ()) == "Tiếng"


@pytest.mark.parametrize("length", [1, 1890, 1940, 1960, 1980, 2000, 2001, 5000])
@pytest.mark.parametrize("choices", [(), (("yes", "Đúng"),), (("yes", "Đúng"), ("no", "Không phải"))])
def test_what_is_written_out_fits_with_its_choices(length: int, choices: tuple[tuple[str, str], ...]) -> None:
    limit = Zalo.text_limit
    assert limit is not None
    sent = handing.cut(limit, ("Câu này dài. " * 500)[:length], choices)

    assert max(limit.size(written(part, choices)) for part in sent) <= limit.most


def test_a_score_is_its_own_number() -> None:
    assert numbered([("rate:5", "Rất hài lòng"), ("rate:1", "Rất không hài lòng")]) == [
        ("5", "Rất hài lòng"),
        ("1", "Rất không hài lòng"),
    ]
