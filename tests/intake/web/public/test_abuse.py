"""Abuse of the form: floods from a device and from a commune, one text many times, adverts, insults, lying files."""

from typing import Any

import altcha
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from intake.cases import case_page
from intake.web.app import create_app
from intake.web.limiter import RULES
from intake.web.options import Proof, WebOptions
from models.case import Case
from models.vocabulary import CaseStatus
from routing.classifier import Classifier
from tests.pages import Browser, Page
from tests.world import SURE, UNSURE, World

STORY = "Đường trước nhà tôi có nhiều ổ gà, xin sửa giúp."
DONE = "Đã nhận phản ánh của ông/bà"


def calm(by: str) -> int:
    """How many may be filed in an hour before a proof of work is asked for."""
    return next(window.limit.amount for window in RULES["file_calm"].windows if window.by == (by,))


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
    allowed = next(window.limit.amount for window in RULES["file"].windows if window.by == ("device",))
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
