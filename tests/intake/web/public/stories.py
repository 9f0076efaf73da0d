"""Short cuts for tests of the citizens' site: cases brought to where a test begins, always by the use cases."""

from typing import Any

from intake.cases import handling, publish, reply
from intake.cases.publish import Confirmation
from intake.cases.submit import Filed
from tests.pages import Browser, Page
from tests.world import World

QUESTION = "Ổ gà nằm trước số nhà bao nhiêu?"
ANSWER = "Sở Xây dựng đã cho vá mặt đường ngày 20/11/2026."


def opened(browser: Browser, filed: Filed) -> Page:
    """Open a case by code and key, as a citizen does."""
    return browser.submit(browser.get("/theo-doi"), "/theo-doi", code=filed.case.code, key=filed.key)


def accepted(world: World, **given: Any) -> Filed:
    filed = world.assigned(**given)
    with world.desk.work(world.handler) as work:
        handling.accept(work, work.lock(filed.case.code))
    return filed


def asked(world: World) -> Filed:
    filed = accepted(world)
    with world.desk.work(world.handler) as work:
        handling.ask(work, work.lock(filed.case.code), question=QUESTION)
    return filed


def answered(world: World, **given: Any) -> Filed:
    filed = accepted(world, **given)
    with world.desk.work(world.handler) as work:
        case = work.lock(filed.case.code)
        reply.save_draft(work, case, text=ANSWER)
        reply.submit_for_approval(work, case)
    with world.desk.work(world.leader) as work:
        reply.approve(work, work.lock(filed.case.code))
    return filed


def published(world: World) -> Filed:
    filed = answered(world, publish_consent=True)
    with world.desk.work(world.leader) as work:
        publish.publish(work, work.lock(filed.case.code), Confirmation(confirmed=True))
    return filed


def noted(world: World, filed: Filed) -> None:
    """An officer writes a note that the citizen never sees."""
    with world.desk.work(world.handler) as work:
        handling.note(work, work.lock(filed.case.code), text="Đã gọi xã, chưa ai nghe máy.")
