"""Abuse of the form: floods from a device and from a commune, one text many times, adverts, insults, lying files."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import altcha
import pytest
from fastapi import FastAPI
from sqlalchemy import func, insert, select

from intake.adapters.clamav import ClamAv
from intake.cases import case_page, handling, publish, queues, reply, triage
from intake.cases.incoming import FILE_MAX_BYTES
from intake.web.app import create_app
from intake.web.limiter import RULES
from intake.web.options import Proof, WebOptions
from models.base import new_id
from models.case import Case
from models.thread import Upload
from models.vocabulary import CaseKind, CaseStatus, Field
from routing.classifier import Classifier
from tests.files import INFECTED_PDF, PAGE
from tests.intake.adapters.clamd import Clamd
from tests.intake.web.public.conftest import site_of
from tests.pages import Browser, Page
from tests.world import SURE, UNSURE, World

STORY = "Đường trước nhà tôi có nhiều ổ gà, xin sửa giúp."
DONE = "Đã nhận phản ánh của ông/bà"


def calm(by: str) -> int:
    """How many may be filed in an hour before a proof of work is asked for."""
    return most("file_calm", by)


def most(rule: str, by: str) -> int:
    return next(window.limit.amount for window in RULES[rule].windows if window.by == (by,))


def site_with(world: World, proof: Proof) -> FastAPI:
    return create_app(world.desk, WebOptions(public_url="http://testserver", proof=proof))


def cases(world: World) -> int:
    with world.desk.look() as work:
        return work.session.scalar(select(func.count()).select_from(Case)) or 0


def send(browser: Browser, **typed: str) -> Page:
    fields: dict[str, Any] = {"content": STORY, **typed}
    return browser.submit(browser.get("/"), "/gui", **fields)


def solution(browser: Browser) -> str:
    """What the widget of the page hands in."""
    challenge = altcha.Challenge.from_dict(browser.client.get("/phep-kiem-tra").json())
    solved = altcha.solve_challenge(challenge)
    assert solved is not None
    return altcha.Payload(challenge, solved).to_base64()


def test_a_flood_from_one_device_is_asked_to_work_for_each_message(visitor: Browser, sqlite_world: World) -> None:
    for _ in range(calm("device")):
        assert send(visitor).h1 == DONE

    asked = send(visitor, name="Trần Văn Bưởi")
    assert asked.status == 422
    assert "phép kiểm tra" in asked.text
    assert asked.one("altcha-widget").get("challenge") == "/phep-kiem-tra"
    assert "worker-src 'self'" in asked.response.headers["content-security-policy"]
    assert asked.one("input", name="name").get("value") == "Trần Văn Bưởi", "nothing that was written is lost"
    assert cases(sqlite_world) == calm("device")

    worked = solution(visitor)
    assert visitor.submit(asked, "/gui", altcha=worked).h1 == DONE
    again = send(visitor, altcha=worked)
    assert again.status == 422, "a solution counts once"


def test_whoever_cannot_prove_anything_goes_on_within_narrower_limits(visitor: Browser) -> None:
    allowed = most("file", "device")
    page = visitor.get("/")
    statuses = []
    for _ in range(allowed + 2):
        page = send(visitor)
        if page.status == 422:
            page = visitor.submit(page, "/gui")
        statuses.append(page.status)
    assert statuses[: calm("device")] == [200] * calm("device")
    assert 429 in statuses
    assert statuses.index(429) > calm("device"), "without scripts one is not blocked at the first question"


def test_one_phone_that_floods_does_not_shut_out_its_commune(site: FastAPI) -> None:
    flood = Browser(site)
    for _ in range(calm("device") + 3):
        send(flood)

    assert send(Browser(site)).h1 == DONE
    assert send(Browser(site)).h1 == DONE


def test_a_commune_behind_one_address_that_writes_a_lot_is_asked_and_let_in(
    sqlite_world: World,
) -> None:
    site = site_with(sqlite_world, Proof.ALWAYS)
    for _ in range(3):
        villager = Browser(site)
        asked = send(villager)
        assert asked.status == 422
        assert villager.submit(asked, "/gui", altcha=solution(villager)).h1 == DONE


def test_a_flood_of_new_devices_from_one_commune_is_asked_to_work_and_at_last_stopped(sqlite_world: World) -> None:
    """Each message comes from a browser nobody has seen: only the address is the same."""
    site = site_of(sqlite_world.desk)
    limiter, here = site.state.limiter, "testclient"
    for number in range(calm("address") - 1):
        limiter.check("file_calm", f"device-{number}", here, "")
    assert send(Browser(site)).h1 == DONE

    villager = Browser(site)
    asked = send(villager)
    assert asked.status == 422
    assert asked.one("altcha-widget").get("challenge") == "/phep-kiem-tra"
    assert villager.submit(asked, "/gui", altcha=solution(villager)).h1 == DONE
    assert cases(sqlite_world) == 2

    for number in range(most("file", "address") - 2):  # two were counted above
        limiter.check("file", f"device-{number}", here)
    assert send(Browser(site)).status == 429
    assert cases(sqlite_world) == 2


def test_one_phone_number_from_many_devices_is_asked_to_work_and_no_other(sqlite_world: World) -> None:
    site = site_of(sqlite_world.desk)
    spellings = ("0912345678", "0912 345 678", "+84912345678", "0912.345.678")
    for number in range(calm("phone")):
        assert send(Browser(site), phone=spellings[number % len(spellings)]).h1 == DONE

    owner = Browser(site)
    asked = send(owner, phone="0912345678")
    assert asked.status == 422
    assert "phép kiểm tra" in asked.text
    assert owner.submit(asked, "/gui").h1 == DONE, "whoever owns the number is never shut out by others who type it"
    assert send(Browser(site), phone="0987654321").h1 == DONE
    assert cases(sqlite_world) == calm("phone") + 2


def test_an_office_may_never_ask(sqlite_world: World) -> None:
    villager = Browser(site_with(sqlite_world, Proof.NEVER))
    for _ in range(calm("device") + 2):
        assert send(villager).h1 == DONE


def test_one_text_sent_many_times_is_shown_together(sqlite_world: World) -> None:
    filed = [sqlite_world.file(STORY).case.code for _ in range(30)]
    sqlite_world.classify(UNSURE)

    with sqlite_world.desk.look(sqlite_world.receiver) as work:
        page = case_page.case_page(work, work.find(filed[0]))

    assert page.similar, "an officer sees the others beside the first, to merge them in one step"
    assert {one.code for one in page.similar} <= set(filed[1:])


def test_one_text_a_thousand_times_does_not_hide_what_others_wrote(sqlite_world: World) -> None:
    before = [sqlite_world.file(f"Chuyện số {number} của một người khác.").case.code for number in range(19)]
    copied = sqlite_world.file(STORY).case.id
    after = [sqlite_world.file(f"Việc số {number} của một người khác.").case.code for number in range(20)]
    sqlite_world.classify(UNSURE)
    _copy(sqlite_world, copied, 999)

    with sqlite_world.desk.look(sqlite_world.receiver) as work:
        page = queues.page(work, queues.Queue.TRIAGE)

    assert {row.code for row in page.rows} >= {*before, *after}
    assert [row.others for row in page.rows if row.others] == [999]
    assert (len(page.rows), page.last, page.after) == (40, 1039, None)


def _copy(world: World, case_id: UUID, times: int) -> None:
    """The same case again and again: filing each would take a minute."""
    with world.desk.work() as work:
        row = work.session.execute(select(Case.__table__).where(Case.id == case_id)).one()._asdict()
        copies = [{**row, "id": new_id(), "code": f"PA-COPY-{number}"} for number in range(times)]
        work.session.execute(insert(Case), copies)


@pytest.mark.parametrize(
    "advert",
    [
        "Vay tiền nhanh lãi suất thấp, bấm vào http://vay-nhanh.example nhận ngay 50 triệu, liên hệ zalo 0900000000",
        "KIẾM TIỀN ONLINE tại nhà http://a.example http://b.example http://c.example đăng ký ngay hôm nay",
    ],
)
def test_an_advert_with_links_is_taken_but_goes_to_no_unit_by_itself(
    sqlite_world: World, loaded: Classifier, advert: str
) -> None:
    decision = loaded.decide(advert)
    filed = sqlite_world.file(advert)
    sqlite_world.classify(decision)

    with sqlite_world.desk.look() as work:
        case = work.session.get_one(Case, filed.case.id)
    assert case.status is CaseStatus.TRIAGE
    assert case.unit_id is None


def test_links_in_a_message_are_text_and_never_something_to_press(visitor: Browser, sqlite_world: World) -> None:
    filed = send(visitor, content='Xem <a href="http://x.example">đây</a> và http://y.example giúp tôi với')
    page = visitor.get(filed.path.replace("bien-nhan", "ho-so"))
    assert "http://y.example" in page.text
    assert not [link for link in page.links().values() if "example" in link]


def test_an_insult_is_taken_followed_by_its_sender_and_seen_by_nobody_else(
    visitor: Browser, sqlite_world: World
) -> None:
    filed = send(visitor, content="Đồ khốn nạn, lũ cán bộ vô dụng, đường hư mà không ai sửa!")
    code = filed.path.rsplit("/", 1)[1]
    sqlite_world.classify(SURE)

    mine = visitor.get(f"/ho-so/{code}")
    assert code in mine.text
    assert "khốn nạn" not in visitor.get("/cong-khai").text
    stranger = Browser(visitor.client.app)  # type: ignore[arg-type]
    assert "khốn nạn" not in stranger.get(f"/ho-so/{code}").text
    assert stranger.get(f"/cong-khai/{code}").status == 404


def test_an_insult_is_refused_by_no_machine_and_hidden_by_a_person_its_sender_still_follows_it(
    visitor: Browser, sqlite_world: World, loaded: Classifier
) -> None:
    words = "Đồ khốn nạn, lũ cán bộ vô dụng, đường trước nhà tôi đầy ổ gà mà không ai sửa!"
    code = send(visitor, content=words, publish_consent="yes").path.rsplit("/", 1)[1]
    sqlite_world.classify(loaded.decide(words))
    with sqlite_world.desk.look() as work:
        assert work.find(code).status in (CaseStatus.TRIAGE, CaseStatus.ASSIGNED)
    _publish(sqlite_world, code)
    assert "khốn nạn" in visitor.get(f"/cong-khai/{code}").text

    with sqlite_world.desk.work(sqlite_world.leader) as work:
        publish.hide(work, work.lock(code), reason="Lời lẽ xúc phạm.")

    assert visitor.get(f"/cong-khai/{code}").status == 404
    assert "khốn nạn" not in visitor.get("/cong-khai").text
    assert words in visitor.get(f"/ho-so/{code}").text


def _publish(world: World, code: str) -> None:
    """Answer and publish a case, wherever the classifier has put it."""
    with world.desk.work(world.receiver) as work:
        case = work.lock(code)
        if case.status is CaseStatus.TRIAGE:
            triage.assign(work, case, world.construction, kind=CaseKind.CONDUCT, field=Field.TRANSPORT)
    with world.desk.work(world.handler) as work:
        handling.accept(work, work.lock(code))
        reply.save_draft(work, work.lock(code), text="Đã vá ổ gà.")
        reply.submit_for_approval(work, work.lock(code))
    with world.desk.work(world.leader) as work:
        reply.approve(work, work.lock(code))
        publish.publish(work, work.lock(code), publish.Confirmation(confirmed=True))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("don.pdf", PAGE, "bên trong là một trang web"),
        ("anh.jpg", b"MZ" + b"\0" * 600, "anh.jpg"),
        ("to.pdf", b"%PDF-1.4" + b"\0" * FILE_MAX_BYTES, "to.pdf"),
    ],
)
def test_a_lying_or_huge_file_is_refused_with_its_name_and_kept_nowhere(
    visitor: Browser, sqlite_world: World, name: str, content: bytes, words: str
) -> None:
    page = visitor.submit(visitor.get("/"), "/gui", content=STORY, files=[(name, content)])

    assert page.status == 422
    assert words in page.error("files")
    assert STORY in page.text
    with sqlite_world.desk.look() as work:
        assert work.session.scalar(select(func.count()).select_from(Upload)) == 0


def test_an_infected_file_reaches_nobody(sqlite_world: World) -> None:
    clamd = Clamd().open()
    try:
        world = replace(sqlite_world, desk=replace(sqlite_world.desk, scanner=ClamAv(clamd.address)))
        sender = Browser(site_of(world.desk))
        sent = sender.submit(sender.get("/"), "/gui", content=STORY, files=[("xau.pdf", INFECTED_PDF)])
        code = sent.path.rsplit("/", 1)[1]
        with world.desk.look() as work:
            upload = work.session.scalars(select(Upload)).one()
        assert sender.get(f"/ho-so/{code}/tep/{upload.id}").status == 409, "not before it was scanned"
        world.classify()

        refused = sender.get(f"/ho-so/{code}/tep/{upload.id}")
        assert (refused.status, "có mã độc" in refused.text) == (409, True)
        assert not world.desk.storage.path(upload.id).exists()
    finally:
        clamd.close()
