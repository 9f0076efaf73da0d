"""A story about several matters: offered as a case each, filed exactly once, and nothing asked twice."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from intake.cases import attachments, related, timeline, tracking
from intake.cases.actor import holder_of
from intake.cases.perform import drain
from intake.cases.work import Desk
from models.case import CaseLink
from models.vocabulary import CaseKind, ChannelKind, Department
from routing.decision import Decision, Part, RankedDepartment
from tests.bot.talking import Citizen, cases, upload
from tests.world import SURE, World

ROAD = "Đường trước nhà tôi ở xã Long Hữu có nhiều ổ gà, trẻ em té hoài."
CLINIC = "Ngoài ra trạm y tế xã không có thuốc bảo hiểm, đi ba lần đều về không."
BRIBE = "Tôi cũng tố cáo ông cán bộ địa chính nhận tiền của dân."


class Sorts:
    """A decider that knows roads, clinics and bribes."""

    def decide(self, text: str) -> Decision:
        found = [one for one in (ROAD, CLINIC, BRIBE) if one in text]
        alone = [self._alone(one) for one in found] or [SURE]
        if len(found) < 2:
            return alone[0]
        parts = tuple(
            Part(text.index(one), text.index(one) + len(one), sort.kind, sort.departments[0].department)
            for one, sort in zip(found, alone, strict=True)
        )
        return replace(alone[0], mixed=parts, auto=False, restricted=BRIBE in found)

    def _alone(self, text: str) -> Decision:
        if text == CLINIC:
            return replace(SURE, departments=(RankedDepartment(Department.HEALTH, 0.95),))
        if text == BRIBE:
            return replace(SURE, kind=CaseKind.DENUNCIATION, restricted=True, auto=False)
        return SURE


class Teller(Citizen):
    def says(self, text: str = "", **more: Any) -> str:
        self.send(text, **more)
        drain(self.desk, Sorts(), "bot")
        return "\n".join(self.news())


def finish(citizen: Citizen) -> str:
    citizen.says("Trần Thị Bé")
    citizen.says("0912 345 678")
    citizen.chooses("done")
    return citizen.chooses("agree")


def test_two_matters_become_two_cases_with_their_own_code_key_and_office(talking: Desk, world: World) -> None:
    citizen = Teller(talking)

    offered = citizen.says(f"{ROAD} {CLINIC}")
    assert "Sở Xây dựng" in offered
    assert "Sở Y tế" in offered
    asked = citizen.chooses("apart")
    assert "họ tên" in asked
    summary = finish(citizen)
    assert "Hồ sơ 1" in summary
    assert "Hồ sơ 2" in summary
    told = citizen.says("gửi", times=3)

    first, second = cases(talking)
    assert (first.content, second.content) == (ROAD, CLINIC)
    assert (first.unit_id, second.unit_id) == (world.construction, world.health)
    assert first.citizen_id == second.citizen_id
    assert first.publish_consent
    assert second.publish_consent
    assert told.count("Mã bí mật") == 2
    for case in (first, second):
        assert case.code in told
        assert case.channel is ChannelKind.WEBCHAT
    with talking.look() as work:
        link = work.session.scalars(select(CaseLink)).one()
        assert (link.case_id, link.other_id, link.officer_id) == (second.id, first.id, None)
    with talking.look(holder_of(first.id)) as work:
        assert [part.code for part in tracking.tracking(work, work.find(first.code)).parts] == [second.code]


def test_files_go_with_each_matter_and_are_each_cases_own(talking: Desk) -> None:
    citizen, id = Teller(talking), upload(talking)
    citizen.says(f"{ROAD} {CLINIC}", files=[{"id": id, "name": "anh.pdf"}])
    citizen.chooses("apart")
    assert "đi cùng mỗi hồ sơ" in finish(citizen)
    citizen.chooses("send")

    first, second = cases(talking)
    with talking.look() as work:
        kept = {case.id: attachments.files(work, case) for case in (first, second)}
        assert [file.name for files in kept.values() for file in files] == ["anh.pdf", "anh.pdf"]
        assert len({file.id for files in kept.values() for file in files}) == 2
        contents = [work.desk.storage.path(file.id).read_bytes() for files in kept.values() for file in files]
    assert contents[0] == contents[1]


def test_files_stay_with_what_may_accuse(talking: Desk) -> None:
    citizen, id = Teller(talking), upload(talking)
    citizen.says(f"{ROAD} {BRIBE}", files=[{"id": id, "name": "anh.pdf"}])
    citizen.chooses("apart")
    citizen.chooses("yes")
    citizen.says("Trần Thị Bé")
    citizen.says("0912 345 678")
    assert "đi cùng hồ sơ 1" in citizen.chooses("done")
    citizen.chooses("send")

    with talking.look() as work:
        holding = {case.restricted: len(attachments.files(work, case)) for case in cases(talking)}
    assert holding == {True: 1, False: 0}


def test_whoever_wants_one_case_sends_one(talking: Desk) -> None:
    citizen = Teller(talking)
    citizen.says(f"{ROAD} {CLINIC}")

    assert "đúng không?" in citizen.says("gửi chung một hồ sơ")
    citizen.chooses("yes")
    finish(citizen)
    citizen.chooses("send")

    (case,) = cases(talking)
    assert case.content == f"{ROAD} {CLINIC}"


def test_going_back_asks_again_how_to_send_them(talking: Desk) -> None:
    citizen = Teller(talking)
    citizen.says(f"{ROAD} {CLINIC}")
    citizen.chooses("apart")

    assert "Gửi riêng" in citizen.says("quay lại")


def test_more_of_the_story_is_looked_at_before_it_is_sent(talking: Desk) -> None:
    citizen = Teller(talking)
    citizen.says(f"{ROAD} {CLINIC}")
    citizen.chooses("apart")
    citizen.says("Trần Thị Bé")
    citizen.says("0912 345 678")

    assert "Gửi riêng" in citizen.says("Xe máy té ba lần trong tháng này rồi, có người gãy tay.")
    citizen.chooses("apart")
    citizen.chooses("done")
    citizen.chooses("agree")
    citizen.chooses("send")

    assert "gãy tay" in "\n".join(case.content for case in cases(talking))


def test_a_possible_denunciation_is_told_plainly_and_the_other_matter_knows_nothing_of_it(
    talking: Desk, world: World
) -> None:
    citizen = Teller(talking)
    offered = citizen.says(f"{ROAD} {BRIBE}")
    assert "Gửi riêng" in offered

    assert "Luật Tố cáo" in citizen.chooses("apart")
    citizen.chooses("yes")
    citizen.says("Trần Thị Bé")
    citizen.says("0912 345 678")
    citizen.chooses("done")
    citizen.chooses("send")

    restricted, open_ = sorted(cases(talking), key=lambda case: not case.restricted)
    assert restricted.restricted
    assert BRIBE in (restricted.content or "")
    assert (open_.restricted, open_.content) == (False, ROAD)
    with talking.look(world.handler) as work:
        seen = work.find(open_.code)
        assert related.related(work, seen) == []
        assert all(restricted.code not in entry.text for entry in timeline.for_officer(work, seen))
