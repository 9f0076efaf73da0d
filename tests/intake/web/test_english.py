"""The product in English: no page says anything in Vietnamese but what is quoted, and choosing a language is one press.

The world's own data is written without diacritics here, so that every Vietnamese letter on a page is one of ours.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from intake.cases import handling, publish, reply
from intake.cases.publish import Confirmation
from intake.cases.queues import Queue
from intake.cases.submit import Filed
from intake.web.app import create_app
from intake.web.console.reception_words import WORDS
from intake.web.cookies import Cookie
from intake.web.written import file_size, say_moment, say_weekday
from models import languages
from models.organisation import Officer, Unit
from tests.intake.web.console.desktop import parsed
from tests.intake.web.english import OPTIONS, SITE, officer, stranger, visitor
from tests.intake.web.public.stories import opened
from tests.pages import Browser, Page, check_page, words
from tests.world import RESTRICTED, UNSURE, World

STORY = "The road in front of my house is full of holes, please repair it."
REPLY = "The holes were filled on 20/11/2026."
VIETNAMESE = re.compile("[À-ỹĐđ]")
NAMES = ("Lắng Nghe",)
"""What is called the same in every language."""

QUOTED = ("How it is counted:", "It cannot be extended:")
"""Sentences of ours that go on with words of the record or of the rule book."""

SPOKEN = ("title", "placeholder", "aria-label", "alt", "content")
UNSPOKEN = {"script", "style", "datalist", "textarea"}
"""A list of communes is data; what stands in a text area is on its way to a citizen, and stays Vietnamese."""


@pytest.fixture
def world(sqlite_world: World) -> World:
    """The small province, its own words without diacritics."""
    with sqlite_world.desk.work() as work:
        for unit in work.session.query(Unit):
            unit.name = f"Unit {unit.key}"
        for officer in work.session.query(Officer):
            officer.name = f"Officer {officer.username}"
    return sqlite_world


@pytest.fixture
def citizen(world: World) -> Browser:
    """A citizen who reads English."""
    return Browser(visitor(world))


def left_in_vietnamese(response: Response) -> list[str]:
    """Everything a reader would see or hear on the page in Vietnamese, but quotations."""
    page = check_page(response)
    assert page.tree.get("lang") == "en"
    return sorted({said for said in _said(page.tree) if VIETNAMESE.search(_ours(said))})


def _ours(said: str) -> str:
    if said.startswith(QUOTED):
        return ""
    for name in NAMES:
        said = said.replace(name, "")
    return said


def _said(element: Element) -> Iterator[str]:
    if element.tag in UNSPOKEN or element.get("lang") == "vi":
        return
    yield from (element.get(name, "") for name in SPOKEN)
    yield from (value for name, value in element.items() if name.startswith("data-") and name != "data-guidance")
    yield " ".join((element.text or "").split())
    for child in element:
        yield from _said(child)
        yield " ".join((child.tail or "").split())


def accepted(world: World, **given: object) -> Filed:
    filed = world.assigned(STORY, **given)
    with world.desk.work(world.handler) as work:
        handling.accept(work, work.lock(filed.case.code))
    return filed


def submitted(world: World, **given: object) -> Filed:
    filed = accepted(world, **given)
    with world.desk.work(world.handler) as work:
        case = work.lock(filed.case.code)
        reply.save_draft(work, case, text=REPLY)
        reply.submit_for_approval(work, case)
    return filed


def answered(world: World, **given: object) -> Filed:
    filed = submitted(world, **given)
    with world.desk.work(world.leader) as work:
        reply.approve(work, work.lock(filed.case.code))
    return filed


def published(world: World) -> Filed:
    filed = answered(world, publish_consent=True)
    with world.desk.work(world.leader) as work:
        publish.publish(work, work.lock(filed.case.code), Confirmation(confirmed=True))
    return filed


def test_every_queue_reads_in_english_whoever_works_there(world: World) -> None:
    accepted(world)
    submitted(world)
    answered(world, publish_consent=True)
    world.assigned(STORY)
    world.file(STORY)
    world.classify(UNSURE)
    world.file(STORY)
    world.classify(RESTRICTED)

    left = {
        (username, queue): left_in_vietnamese(page)
        for username in ("receiver", "handler", "leader", "inspector", "overseer")
        for desktop in [officer(world, username)]
        for queue in Queue
        for page in [desktop.get(f"/hang-doi/{queue}")]
    }
    assert {place: said for place, said in left.items() if said} == {}


def test_a_list_that_was_narrowed_reads_in_english(world: World) -> None:
    accepted(world)
    handler = officer(world, "handler")

    for query in ("q=road", "q=nothing", "loai=conduct&han=qua-han", "han_tu=nonsense&loai=nonsense", "noi=somewhere"):
        assert left_in_vietnamese(handler.get(f"/hang-doi/open?{query}")) == [], query


def test_a_case_reads_in_english_at_every_stage(world: World) -> None:
    at_triage = world.file(STORY)
    world.classify(UNSURE)
    kept_close = world.file(STORY)
    world.classify(RESTRICTED)
    seen = {
        "receiver": [at_triage.case.code],
        "inspector": [kept_close.case.code],
        "handler": [world.assigned(STORY).case.code, accepted(world).case.code],
        "leader": [submitted(world).case.code, answered(world, publish_consent=True).case.code],
        "overseer": [accepted(world).case.code],
    }

    left = {
        (username, code): left_in_vietnamese(officer(world, username).get(f"/ho-so/{code}"))
        for username, codes in seen.items()
        for code in codes
    }
    assert {place: said for place, said in left.items() if said} == {}


def test_what_went_wrong_with_a_form_is_said_in_english_and_nothing_is_lost(world: World) -> None:
    code, handler = accepted(world).case.code, officer(world, "handler")
    refused = [
        handler.step(code, "yeu-cau-bo-sung", question=""),
        handler.step(code, "chuyen-co-quan", unit="", reason="Not ours."),
        handler.step(code, "tach", part=["Only one part"]),
        handler.step(code, "nhap", into="nonsense"),
        handler.step(code, "soan", text="Result: [… measurement]", then="submit"),
        handler.step(code, "ghi-chu", version=0, note="Written too late."),
        handler.get("/ho-so/PA-000000-000000-0"),
        handler.get("/no-such-page"),
    ]

    assert [page.status_code for page in refused] == [422, 422, 422, 422, 409, 409, 404, 404]
    assert [left_in_vietnamese(page) for page in refused] == [[]] * len(refused)


def test_what_was_done_is_said_in_english(world: World) -> None:
    code, handler = world.assigned(STORY).case.code, officer(world, "handler")

    assert handler.step(code, "thu-ly").status_code == 303
    page = handler.get(f"/ho-so/{code}")
    assert left_in_vietnamese(page) == []
    assert "The case is accepted and yours." in words(parsed(page))


def test_the_leaders_desk_reads_in_english(world: World) -> None:
    first, second = submitted(world).case.code, submitted(world).case.code
    leader = officer(world, "leader")
    ticked = [f"{code}:{leader.version(code)}" for code in (first, second)]

    assert left_in_vietnamese(leader.get(f"/ho-so/{first}/duyet")) == []
    bulk = leader.post("/hang-doi/awaiting_approval/hang-loat", viec="phe-duyet", pick=ticked)
    assert left_in_vietnamese(bulk) == []
    done = leader.post("/hang-doi/awaiting_approval/hang-loat/phe-duyet", pick=ticked)
    assert left_in_vietnamese(done) == []
    assert "Approve: 2 done" in words(parsed(done))


def test_what_will_be_published_is_marked_in_english(world: World) -> None:
    code = answered(world, publish_consent=True).case.code
    assert left_in_vietnamese(officer(world, "leader").get(f"/ho-so/{code}/cong-khai")) == []


def test_a_reply_is_previewed_in_english_around_it(world: World) -> None:
    code, handler = accepted(world).case.code, officer(world, "handler")
    page = handler.step(code, "xem-truoc", text=REPLY)
    assert left_in_vietnamese(page) == []


def test_every_way_of_taking_down_reads_in_english(world: World) -> None:
    receiver = officer(world, "receiver")
    pages = [receiver.get("/nhap-phan-anh"), *(receiver.get(f"/nhap-phan-anh/{way.slug}") for way in WORDS.values())]
    wrong = [receiver.post(f"/nhap-phan-anh/{way.slug}", token="t", content="") for way in WORDS.values()]

    assert [left_in_vietnamese(page) for page in (*pages, *wrong)] == [[]] * (len(pages) + len(wrong))


def test_what_an_administrator_looks_after_reads_in_english(world: World) -> None:
    administrator, leader = officer(world, "administrator"), officer(world, "leader")
    pages = [
        *(administrator.get(path) for path in ("/", "/co-quan", "/co-quan?ten=Tra+Vinh", "/co-quan/syt/ket-thuc")),
        *(administrator.get(path) for path in ("/lich", "/quy-dinh", "/mau-tra-loi", "/mau-tra-loi/moi")),
        administrator.post("/lich/them", day="", status="", name="", reference="", certainty=""),
        administrator.post(
            "/lich/them", day="2026-12-30", status="off", name="Storm", reference="1/2026", certainty="verified"
        ),
        administrator.post("/co-quan/syt/ket-thuc", valid_to="", reference=""),
        administrator.post("/mau-tra-loi/moi", name="", body="{{nothing}}", kind="", field=""),
        leader.get("/mau-tra-loi"),
        leader.get("/can-chu-y"),
    ]
    assert [left_in_vietnamese(page) for page in pages] == [[]] * len(pages)


def test_signing_in_reads_in_english(world: World) -> None:
    desktop = stranger(world)
    pages = [desktop.get("/dang-nhap"), desktop.get("/dang-nhap?giu=1"), desktop.sign_in("handler", "wrong")]
    assert [left_in_vietnamese(page) for page in pages] == [[]] * len(pages)


def test_the_citizens_site_reads_in_english(world: World, citizen: Browser) -> None:
    code = published(world).case.code
    addresses = ("/", "/theo-doi", "/cong-khai", f"/cong-khai/{code}", "/lien-he", "/tro-giup", "/thoat", "/nowhere")

    left = {address: left_in_vietnamese(citizen.get(address).response) for address in addresses}
    assert {address: said for address, said in left.items() if said} == {}


def test_sending_and_tracking_read_in_english(world: World, citizen: Browser) -> None:
    empty = citizen.submit(citizen.get("/"), "/gui", content="")
    assert left_in_vietnamese(empty.response) == []
    assert empty.error("content") == "You have not written anything yet. Please say briefly what happened."
    wrong = citizen.submit(citizen.get("/"), "/gui", content=STORY, phone="12345678", email="nobody")
    assert left_in_vietnamese(wrong.response) == []
    receipt = citizen.submit(wrong, "/gui", phone="", email="")
    assert receipt.h1 == "Your feedback has been received"
    assert left_in_vietnamese(receipt.response) == []


def test_a_citizen_reads_their_case_in_english_at_every_stage(world: World, citizen: Browser) -> None:
    asked = accepted(world)
    with world.desk.work(world.handler) as work:
        handling.ask(work, work.lock(asked.case.code), question="Which house is it?")
    kept_close = world.file(STORY)
    world.classify(RESTRICTED)
    stages = [world.assigned(STORY), accepted(world), asked, submitted(world), answered(world), published(world)]

    left = {filed.case.code: left_in_vietnamese(opened(citizen, filed).response) for filed in (*stages, kept_close)}
    assert {code: said for code, said in left.items() if said} == {}
    page = opened(citizen, answered(world))
    assert "Unit sxd has answered you." in page.text
    assert left_in_vietnamese(citizen.submit(page, f"{page.path}/danh-gia", score=None).response) == []


def test_days_and_numbers_are_written_as_their_reader_is_used_to(world: World, citizen: Browser) -> None:
    filed = world.assigned(STORY)
    assert "Fri 20/11/2026, 12:00" in opened(citizen, filed).text
    moment = datetime(2026, 11, 30, 9, 20, tzinfo=UTC)
    with languages.speaking("en"):
        assert say_weekday(moment) == "Mon 30/11/2026, 16:20"
        assert say_moment(moment) == "16:20 on 30/11/2026"
        assert (languages.thousands(12345), file_size(1_500_000)) == ("12,345", "1.4 MB")
    assert say_weekday(moment) == "Thứ Hai 30/11/2026, 16:20"
    assert say_moment(moment) == "16:20 ngày 30/11/2026"
    assert (languages.thousands(12345), file_size(1_500_000)) == ("12.345", "1,4 MB")


def test_a_button_changes_the_language_and_comes_back_to_the_page(world: World) -> None:
    browser = Browser(create_app(world.desk, OPTIONS))

    page = browser.get("/tro-giup")
    assert words(page.one("button", lang="en")) == "English"
    assert (page.one("form", action="/ngon-ngu").get("method"), page.form("/ngon-ngu")["back"]) == (
        "post",
        ["/tro-giup"],
    )
    page = browser.post("/ngon-ngu", {"language": "en", "back": "/tro-giup"})
    assert (page.path, page.h1, page.tree.get("lang")) == ("/tro-giup", "Help", "en")
    assert words(page.one("button", lang="vi")) == "Tiếng Việt"
    page = browser.post("/ngon-ngu", {"language": "vi", "back": "/tro-giup"})
    assert (page.h1, page.tree.get("lang")) == ("Trợ giúp", "vi")


def test_the_choice_is_kept_for_a_year_and_out_of_reach_of_scripts(world: World) -> None:
    client = TestClient(create_app(world.desk, OPTIONS), base_url=SITE, follow_redirects=False)
    cookie = client.post("/ngon-ngu", data={"language": "en"}).headers["set-cookie"]
    assert cookie.startswith(f"{Cookie.LANGUAGE}=en;")
    assert "Max-Age=31536000" in cookie
    assert "HttpOnly" in cookie


@pytest.mark.parametrize("back", ["//elsewhere.test", "/\\elsewhere.test", "https://elsewhere.test", "", "/a\nb"])
def test_one_only_comes_back_to_a_page_of_ours(world: World, back: str) -> None:
    client = TestClient(create_app(world.desk, OPTIONS), base_url=SITE, follow_redirects=False)
    assert client.post("/ngon-ngu", data={"language": "en", "back": back}).headers["location"] == "/"


@pytest.mark.parametrize("language", ["xx", "../en", "en.po"])
def test_a_language_we_do_not_have_changes_nothing(world: World, language: str) -> None:
    client = TestClient(create_app(world.desk, OPTIONS), base_url=SITE, follow_redirects=False)
    assert "set-cookie" not in client.post("/ngon-ngu", data={"language": language}).headers
    client.cookies.set(Cookie.LANGUAGE, language)
    assert Page(client.get("/tro-giup"), parsed(client.get("/tro-giup"))).h1 == "Trợ giúp"
