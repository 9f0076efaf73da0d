"""Whoever acts may read English: what is kept, sent and promised is Vietnamese all the same.

A day of a province goes by at browsers set to English. Afterwards everything that was stored is read back, and none of
it holds a sentence of the English catalogue.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from babel.messages.pofile import read_po
from sqlalchemy import select

from intake.cases.ports import Outgoing
from intake.cases.submit import Filed
from models import languages
from models.calendar import CalendarDay
from models.case import Case
from models.evaluation import Evaluation
from models.history import CaseEvent, Deadline
from models.notice import Notice
from models.reception import Reception
from models.thread import Message, Reply
from models.vocabulary import ChannelKind, NoticeKind
from tests.intake.web.console.desktop import Desktop
from tests.intake.web.english import officer, visitor
from tests.intake.web.public.stories import opened
from tests.pages import Browser, check_page
from tests.world import RESTRICTED, UNSURE, World

STORY = "Đường trước nhà tôi có nhiều ổ gà, xin sửa giúp."
MAIL = "bacon@example.com"


class Letterbox:
    """An e-mail channel that takes everything."""

    kind = ChannelKind.EMAIL
    dedupes = True

    def send(self, message: Outgoing) -> None:
        """Nothing to do: the notice is kept by whoever sends it."""


@pytest.fixture
def world(sqlite_world: World) -> World:
    return replace(sqlite_world, desk=replace(sqlite_world.desk, channels={ChannelKind.EMAIL: Letterbox()}))


@pytest.fixture
def desks(world: World) -> dict[str, Desktop]:
    names = ("receiver", "handler", "leader", "health.handler", "inspector", "administrator")
    return {name: officer(world, name) for name in names}


def step(desktop: Desktop, filed: Filed, slug: str, **fields: Any) -> None:
    """Take a step on the page of the case; it must be taken."""
    done = desktop.step(filed.case.code, slug, **fields)
    assert done.status_code == 303, (slug, done.status_code)


def stored(world: World) -> Iterator[str]:
    """Every text of the record, and of what was sent."""
    with world.desk.work() as work:
        for notice in work.session.scalars(select(Notice)):
            yield from (notice.subject or "", notice.body or "")
        for case in work.session.scalars(select(Case)):
            yield from (case.triage_reason or "", case.content or "", case.place or "")
            yield json.dumps(case.proposal, ensure_ascii=False)
        for event in work.session.scalars(select(CaseEvent)):
            yield json.dumps(event.data, ensure_ascii=False)
        for deadline in work.session.scalars(select(Deadline)):
            yield from (deadline.sentence, deadline.basis)
        for text in (*work.session.scalars(select(Message)), *work.session.scalars(select(Reply))):
            yield text.text or ""
        for taken in work.session.scalars(select(Reception)):
            yield from (taken.source or "", taken.remark or "")
        for day in work.session.scalars(select(CalendarDay)):
            yield from (day.name, day.reference)
        for examined in work.session.scalars(select(Evaluation)):
            yield from (examined.proposal or "", json.dumps(examined.criteria, ensure_ascii=False))


def english() -> set[str]:
    """What is said in English and can't be met by chance; without the places to fill."""
    with (languages.SHIPPED / "en.po").open("rb") as file:
        said = {str(message.string) for message in read_po(file) if message.id}
    pieces = {piece.strip() for sentence in said for piece in _between_places(sentence)}
    return {piece for piece in pieces if len(piece) > 12 and " " in piece}


def _between_places(sentence: str) -> list[str]:
    for place in languages.places(sentence):
        sentence = sentence.replace(f"{{{place}}}", "\0").replace(f"%({place})s", "\0")
    return sentence.split("\0")


def a_day(world: World, desks: dict[str, Desktop]) -> None:
    """Every step that writes something down, by officers and a citizen who read English."""
    receiver, handler, leader = desks["receiver"], desks["handler"], desks["leader"]
    answered = world.assigned(STORY, email=MAIL, publish_consent=True)
    step(handler, answered, "thu-ly")
    step(handler, answered, "yeu-cau-bo-sung", question="Ổ gà ở trước số nhà nào?")
    citizen = Browser(visitor(world))
    page = opened(citizen, answered)
    citizen.submit(page, f"{page.path}/tra-loi", answer="Trước trường học.")
    step(handler, answered, "bao-tinh-hinh", text="Đang chờ đội duy tu.")
    step(handler, answered, "ghi-chu", note="Đã gọi xã.")
    step(handler, answered, "soan", text="Đã vá ổ gà.", then="submit")
    step(leader, answered, "tra-nguoi-soan", comment="Ghi rõ ngày.")
    step(handler, answered, "soan", text="Đã vá ổ gà ngày 20/11/2026.", then="submit")
    step(leader, answered, "phe-duyet")
    page = opened(citizen, answered)
    citizen.submit(page, f"{page.path}/danh-gia", score="2", comment="Còn một chỗ.")
    citizen.submit(opened(citizen, answered), f"{page.path}/xem-lai", reason="Còn một chỗ chưa vá.")

    returned, refused, guided, split, merged, main, released, handed, withdrawn = (
        world.file(STORY, email=MAIL) for _ in range(9)
    )
    kept_close = world.file(STORY, email=MAIL)
    world.classify(UNSURE)
    assign = {"unit": str(world.construction), "kind": "conduct", "field": "transport"}
    step(receiver, returned, "chuyen-xu-ly", note="Xin xem giúp.", **assign)
    step(handler, returned, "tra-lai", reason="Đường do xã quản lý.")
    step(receiver, returned, "chuyen-xu-ly", **assign | {"unit": str(world.health)})
    step(desks["health.handler"], returned, "tra-lai", reason="Không phải việc y tế.")
    step(receiver, refused, "tu-choi", ground="R4", text="Nội dung chưa rõ.")
    step(receiver, guided, "huong-dan", text="Xin gửi Tòa án.")
    step(
        receiver,
        split,
        "tach",
        part=["Đường hư.", "Đèn hư."],
        part_kind=["", ""],
        part_field=["", ""],
        part_unit=["", ""],
    )
    step(receiver, merged, "nhap", into=main.case.code)
    step(receiver, released, "han-che", suspected="complaint", note="Xin xem.")
    step(desks["inspector"], released, "bo-han-che", note="Là phản ánh thường.")
    step(receiver, kept_close, "han-che", suspected="denunciation")
    step(desks["inspector"], kept_close, "thu-ly", kind="denunciation")
    step(receiver, handed, "chuyen-he-thong", external_code="VB-1", text="Đã chuyển nơi khác.")
    page = opened(citizen, withdrawn)
    citizen.submit(citizen.get(f"{page.path}/rut-lai"), f"{page.path}/rut-lai")

    told = {"day": "2026-11-19", "time": "09:00", "content": STORY, "name": "Nguyễn Văn An", "token": "t" * 22}
    for slug, more in (
        ("buu-dien", {"postmark": "2026-11-18", "remark": "Thư nhàu."}),
        ("doi-thoai", {"venue": "Nhà văn hóa", "chair": "Chủ tịch xã"}),
        ("bao-chi", {"paper": "Báo Vĩnh Long", "issue": "12", "issued": "2026-11-18", "column": "Bạn đọc"}),
    ):
        taken = receiver.post(f"/nhap-phan-anh/{slug}", **told | more | {"token": slug.ljust(22, "x")})
        assert taken.status_code == 303, slug
    world.classify(RESTRICTED)

    administrator = desks["administrator"]
    day = {"day": "2026-12-30", "status": "off", "name": "Nghỉ bão", "reference": "Công văn 1", "certainty": "verified"}
    looked = check_page(administrator.post("/lich/them", **day))
    assert administrator.post("/lich/them", **looked.form("/can-bo/lich/them"), step="confirm").status_code == 303
    world.classify()


def test_nothing_that_is_stored_or_sent_is_ever_translated(world: World, desks: dict[str, Desktop]) -> None:
    a_day(world, desks)

    said = english()
    found = {(piece, text[:200]) for text in stored(world) for piece in said if piece in text}
    assert found == set()


def test_a_notice_is_vietnamese_whoever_acts(world: World, desks: dict[str, Desktop]) -> None:
    filed = world.assigned(STORY, email=MAIL)
    step(desks["handler"], filed, "thu-ly")
    step(desks["handler"], filed, "yeu-cau-bo-sung", question="Ở đâu?")

    with world.desk.work() as work:
        notice = work.session.scalars(select(Notice).where(Notice.kind == NoticeKind.ASKED)).one()
        assert notice.subject == f"Cán bộ cần ông/bà cho biết thêm ({filed.case.code})"
        assert notice.body is not None
        assert notice.body.startswith("Kính gửi ông/bà,\n\nCán bộ cần ông/bà cho biết thêm.")


def test_why_a_case_waits_is_kept_in_vietnamese_and_read_in_english(world: World, desks: dict[str, Desktop]) -> None:
    filed = world.assigned(STORY)
    step(desks["handler"], filed, "tra-lai", reason="Không thuộc Sở.")

    with world.desk.look(world.receiver) as work:
        kept = work.find(filed.case.code).triage_reason
    assert kept == "Cơ quan được giao đã trả lại, xem lý do trong hồ sơ."
    assert "The assigned office returned it" in desks["receiver"].get(f"/ho-so/{filed.case.code}").text
