"""Whole conversations as people really type them, and what is on the record after each."""

from dataclasses import dataclass
from unicodedata import normalize

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from intake.cases.work import Desk
from models.case import Case
from tests.bot.talking import STORY, Citizen


@dataclass(frozen=True)
class Journey:
    """What one person says, in turn, and how many cases that makes. ``=key`` chooses what is offered."""

    name: str
    says: tuple[str, ...]
    cases: int = 1


TO_THE_END = ("0912345678", "=done", "=agree", "=send")
FROM_THE_NAME = ("Trần Thị Bé", *TO_THE_END)

JOURNEYS = (
    Journey(
        "formally",
        (
            STORY,
            "vâng, đúng như vậy ạ",
            "Tôi tên là Trần Thị Bé",
            "0912 345 678",
            "tôi không có ảnh",
            "đồng ý",
            "gửi đi",
        ),
    ),
    Journey(
        "without diacritics",
        (
            "duong truoc nha toi o ap 3 xa long huu co nhieu o ga, tre em te hoai",
            "dung roi do",
            "toi ten la tran thi be",
            "0912345678",
            "ko co hinh",
            "dong y nha",
            "gui dum toi",
        ),
    ),
    Journey(
        "in decomposed letters",
        (normalize("NFD", STORY), "=yes", normalize("NFD", "Trần Thị Bé"), *TO_THE_END),
    ),
    Journey("all at once", (f"{STORY} Tôi tên là Trần Thị Bé, số 0912345678.", "=yes", "=done", "=agree", "=send")),
    Journey(
        "greeting first",
        (
            "chào em nha",
            STORY,
            "=yes",
            "Trần Thị Bé",
            "0912345678",
            "=done",
            "=agree",
            "=send",
            "cảm ơn cháu nhiều lắm",
        ),
    ),
    Journey("given up", (STORY, "=yes", "thôi hủy giúp tôi đi", "=drop"), cases=0),
    Journey(
        "nearly given up",
        (STORY, "=yes", "hủy bỏ giùm tôi", "=keep", *FROM_THE_NAME),
    ),
    Journey(
        "one step back",
        (
            STORY,
            "=yes",
            "Trần Thị Bé",
            "quay lại bước trước giúp tôi",
            "Trần Văn Út",
            "0912345678",
            "=done",
            "=agree",
            "=send",
        ),
    ),
    Journey(
        "a question in between",
        (
            STORY,
            "=yes",
            "cơ quan mình mấy giờ làm việc vậy em",
            "Trần Thị Bé",
            "0912345678",
            "=done",
            "=agree",
            "=send",
        ),
    ),
    Journey(
        "help in between",
        (STORY, "=yes", "chỉ tôi cách dùng với", *FROM_THE_NAME),
    ),
    Journey("no phone", (STORY, "=yes", "Trần Thị Bé", "=skip", "=done", "=disagree", "=send")),
    Journey(
        "command words in a story",
        (
            "Cán bộ một cửa xã Long Hữu đòi hủy hồ sơ của tôi, bắt quay lại sửa giấy tờ ba lần, tôi không đồng ý.",
            "=yes",
            "Trần Thị Bé",
            "0912345678",
            "=done",
            "=agree",
            "=send",
        ),
    ),
    Journey("a joke, then a story", ("haha", STORY, "=yes", *FROM_THE_NAME)),
)


def walk(citizen: Citizen, says: tuple[str, ...]) -> None:
    """Say everything, one after the other."""
    for text in says:
        citizen.chooses(text[1:]) if text.startswith("=") else citizen.says(text)


def ended(desk: Desk) -> list[tuple[object, ...]]:
    """What is on the record of every case, apart from codes and times."""
    with desk.look() as work:
        query = select(Case).options(joinedload(Case.citizen)).order_by(Case.received_at, Case.id)
        return [_told(case) for case in work.session.scalars(query)]


def _told(case: Case) -> tuple[object, ...]:
    who = case.citizen
    return case.content, case.place, case.publish_consent, who.name, who.phone, who.email, who.address
