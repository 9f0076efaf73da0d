"""While somebody writes: the draft on the server, files in pieces, the procedure – and without scripts."""

from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from starlette.testclient import TestClient

from intake.adapters.admin_units import AdminUnits
from intake.cases import procedures
from intake.cases.work import Desk
from intake.web.app import create_app
from intake.web.options import WebOptions
from models.case import Case
from models.citizen import FormDraft
from models.thread import Upload
from routing.classifier import Classifier
from routing.procedures_file import Row
from tests.files import picture
from tests.pages import Browser, check_page
from tests.world import RESTRICTED, SURE, Said, World

STORY = "Đường tỉnh đoạn trước chợ xã Long Hữu có nhiều ổ gà, xe máy té hoài, đề nghị vá mặt đường."
AUTO = {"X-Tu-Dong": "viet"}
PDF = b"%PDF-1.4\n" + b"0" * 300_000 + b"\n%%EOF\n"
CARD = Row("1.014064", "Cấp lại thẻ căn cước", "Căn cước")


def thinking(desk: Desk, decider: Any) -> FastAPI:
    return create_app(desk, WebOptions(public_url="http://testserver", decider=decider))


@pytest.fixture
def writer(sqlite_world: World, loaded: Classifier) -> Browser:
    """A visitor of a site with the trained classifier and a procedure."""
    with sqlite_world.desk.work() as work:
        procedures.bring_in(work, [CARD, Row("1.001193", "Đăng ký khai sinh")], source="mot.csv")
    return Browser(thinking(sqlite_world.desk, loaded))


def bring(client: TestClient, name: str, content: bytes, draft: str = "") -> dict[str, Any]:
    """A file as the script brings it: begun, then piece by piece; the last answer."""
    told: dict[str, Any] = client.post(
        "/tep", data={"draft": draft, "name": name, "size": str(len(content))}, headers=AUTO
    ).json()
    while told.get("received", len(content)) < len(content):
        piece = content[told["received"] : told["received"] + 100_000]
        headers = {**AUTO, "X-Nhap": told["draft"], "X-Tu-Byte": str(told["received"])}
        answer = client.post(f"/tep/{told['id']}", content=piece, headers=headers)
        told = {**told, **answer.json(), "status": answer.status_code}
        if answer.status_code != 200:
            break
    return told


def test_the_proposal_says_office_kind_and_why_in_plain_words(writer: Browser) -> None:
    answer = writer.client.post("/de-xuat", data={"content": STORY}, headers=AUTO)

    part = answer.text
    assert "Sở Xây dựng tỉnh Vĩnh Long" in part
    assert "Giao thông" in part
    assert "Vì ông/bà nhắc đến" in part
    assert "ổ gà" in part
    assert 'name="department" value="" checked' in part


@pytest.mark.parametrize("content", ["", "Đường hư", "   \n\n  ", "!!! ??? ..."])
def test_with_too_few_words_nothing_is_guessed(writer: Browser, content: str) -> None:
    assert "proposal" not in writer.client.post("/de-xuat", data={"content": content}, headers=AUTO).text


def test_what_the_citizen_chose_stays_chosen_while_they_go_on_writing(writer: Browser) -> None:
    chosen = {"content": STORY, "kind": "question", "field": "land", "department": "commune"}
    part = writer.client.post("/de-xuat", data=chosen, headers=AUTO).text

    assert 'name="kind" value="question" checked' in part
    assert '<option value="land" selected>' in part


def test_an_accusation_is_never_called_one_and_names_no_office(sqlite_world: World) -> None:
    site = Browser(thinking(sqlite_world.desk, Said(RESTRICTED)))
    part = site.client.post("/de-xuat", data={"content": "Cán bộ xã vòi tiền tôi mấy lần rồi"}, headers=AUTO).text

    assert "vẫn gửi được ở đây" in part
    assert "Sở Xây dựng" not in part
    assert "radio" not in part


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("ấp 5, xã Long Hữu", ""),
        ("xã Hiệp Thạnh, thị xã Duyên Hải, tỉnh Trà Vinh", "Long Hữu"),
        ("ngoài đồng", ""),
    ],
)
def test_an_old_name_is_told_as_it_is_called_today(sqlite_world: World, place: str, said: str) -> None:
    site = Browser(thinking(replace(sqlite_world.desk, places=AdminUnits()), Said()))
    page = check_page(site.client.post("/gui", data={"content": "", "place": place}))
    today = page.all("p", id="place-today")
    assert bool(today) == bool(said)
    assert all(said in "".join(hint.itertext()) for hint in today)


def test_a_procedure_is_found_without_diacritics(writer: Browser) -> None:
    found = writer.client.get("/thu-tuc", params={"q": "lam lai can cuoc"}, headers=AUTO).text
    assert found.index("Cấp lại thẻ căn cước") > 0
    assert 'data-code="1.014064"' in found
    assert "option" not in writer.client.get("/thu-tuc", params={"q": "zzkhongco"}, headers=AUTO).text


def test_without_scripts_the_next_step_shows_the_proposal_and_files_nothing(
    writer: Browser, sqlite_world: World
) -> None:
    page = writer.submit(writer.get("/"), "/gui", content="")
    fields = {**page.form("/gui"), "content": [STORY], "procedure_words": ["lam lai can cuoc"], "den": ["de-xuat"]}
    looked = check_page(writer.client.post("/gui/xem", data=fields, files=[("files", ("hỏng.png", picture()))]))

    assert looked.path == "/"
    assert "Sở Xây dựng tỉnh Vĩnh Long" in looked.text
    assert "Có phải thủ tục này không Cấp lại thẻ căn cước" in looked.text
    assert "đang có phản ánh viết dở" not in looked.text
    assert "hỏng.png" in looked.text
    with sqlite_world.desk.look() as work:
        assert work.session.scalars(select(Case)).all() == []

    filed = writer.submit(looked, "/gui", procedure="1.014064")
    assert filed.h1 == "Đã nhận phản ánh của ông/bà"


def test_a_draft_kept_while_writing_comes_back_and_is_sealed(writer: Browser, sqlite_world: World) -> None:
    kept = writer.client.post("/nhap", data={"content": STORY, "name": "Trần Văn Bưởi"}, headers=AUTO).json()
    again = writer.client.post("/nhap", data={"draft": kept["draft"], "content": f"{STORY} Nữa."}, headers=AUTO).json()
    assert again == kept

    page = writer.get("/")
    assert "".join(page.one("textarea", name="content").itertext()) == f"{STORY} Nữa."
    with sqlite_world.desk.look() as work:
        row = work.session.scalars(select(FormDraft)).one()
        assert "ổ gà".encode() not in (row.state_sealed or b"")


def test_an_untouched_form_leaves_no_draft(writer: Browser, sqlite_world: World) -> None:
    form = writer.get("/").form("/gui")
    writer.client.post("/nhap", data={name: values[0] for name, values in form.items()}, headers=AUTO)
    with sqlite_world.desk.look() as work:
        assert work.session.scalars(select(FormDraft)).all() == []


def test_whoever_sits_down_next_at_a_shared_device_finds_nothing(writer: Browser) -> None:
    writer.client.post("/nhap", data={"content": STORY}, headers=AUTO)
    assert STORY in writer.get("/").text

    writer.client.post("/nhap", data={"content": f"{STORY} Nữa.", "shared_device": "yes"}, headers=AUTO)
    assert STORY not in writer.get("/").text

    filed = writer.submit(writer.get("/"), "/gui", content=STORY, shared_device="yes")
    carried = [cookie for cookie in writer.client.cookies.jar if cookie.name == "langnghe_citizen"]
    assert filed.h1 == "Đã nhận phản ánh của ông/bà"
    assert [cookie.expires for cookie in carried] == [None], "the browser forgets it when it is closed"


def test_files_in_pieces_are_filed_with_the_form(citizen: Browser, world: World) -> None:
    first = bring(citizen.client, "đơn.pdf", PDF)
    second = bring(citizen.client, "hỏng.png", picture(), draft=first["draft"])
    assert (first["kept"], second["kept"], second["draft"]) == (True, True, first["draft"])

    typed = {**citizen.get("/").form("/gui"), "content": [STORY], "draft": [first["draft"]]}
    typed["kept"] = [first["id"], second["id"]]
    filed = check_page(citizen.client.post("/gui", data=typed))

    assert filed.h1 == "Đã nhận phản ánh của ông/bà"
    with world.desk.look() as work:
        uploads = work.session.scalars(select(Upload)).all()
        assert sorted(upload.name or "" for upload in uploads) == ["hỏng.png", "đơn.pdf"]
        assert all(upload.case_id is not None for upload in uploads)


def test_a_lost_answer_to_the_last_piece_is_found_again(writer: Browser) -> None:
    told = bring(writer.client, "đơn.pdf", PDF)
    headers = {**AUTO, "X-Nhap": told["draft"]}

    asked = writer.client.get(f"/tep/{told['id']}", headers=headers).json()
    again = writer.client.post(f"/tep/{told['id']}", content=b"x", headers={**headers, "X-Tu-Byte": "0"}).json()

    assert asked["kept"]
    assert again["kept"]


def test_a_lying_file_is_refused_in_a_sentence_and_the_form_goes_on(writer: Browser) -> None:
    told = bring(writer.client, "ảnh.jpg", b"MZ" + b"\0" * 500)
    assert told["status"] == 422
    assert "bên trong là một chương trình máy tính" in told["detail"]
    assert bring(writer.client, "đơn.pdf", PDF)["kept"]


def test_a_dropped_file_is_gone_and_takes_no_place(writer: Browser, sqlite_world: World) -> None:
    told = bring(writer.client, "đơn.pdf", PDF)
    headers = {**AUTO, "X-Nhap": told["draft"]}

    assert writer.client.post(f"/tep/{told['id']}/bo", headers=headers).status_code == 204

    assert writer.client.get(f"/tep/{told['id']}", headers=headers).status_code == 404
    with sqlite_world.desk.look() as work:
        assert work.session.scalars(select(Upload)).all() == []


@pytest.mark.parametrize("draft", ["", "x", "01a21b9b-6e2e-7d2a-bf44-fe6083e8ed21"])
def test_a_file_of_somebody_elses_form_is_not_there(writer: Browser, draft: str) -> None:
    told = bring(writer.client, "đơn.pdf", PDF)
    answer = writer.client.post(f"/tep/{told['id']}/bo", headers={**AUTO, "X-Nhap": draft})
    assert answer.status_code in (204, 404)
    assert writer.client.get(f"/tep/{told['id']}", headers={**AUTO, "X-Nhap": draft}).status_code == 404
    assert writer.client.get(f"/tep/{told['id']}", headers={**AUTO, "X-Nhap": told["draft"]}).json()["kept"]


def test_a_piece_of_a_megabyte_is_refused(writer: Browser) -> None:
    begun = writer.client.post("/tep", data={"name": "a.pdf", "size": "2000000"}, headers=AUTO).json()
    headers = {**AUTO, "X-Nhap": begun["draft"], "X-Tu-Byte": "0"}
    answer = writer.client.post(f"/tep/{begun['id']}", content=b"0" * 1_000_000, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "piece_too_large")


def test_only_the_form_may_ask_where_its_reader_is(visitor: Browser) -> None:
    assert "geolocation=(self)" in visitor.get("/").response.headers["permissions-policy"]
    assert "geolocation=()" in visitor.get("/tro-giup").response.headers["permissions-policy"]


PIN = {"at": "9.702300,106.522000,12"}
HERE = "Gần xã Long Hữu, đúng không?"


@pytest.fixture
def mapped(sqlite_world: World) -> Browser:
    return Browser(thinking(replace(sqlite_world.desk, places=AdminUnits()), Said(SURE)))


def part_of(site: Browser, **typed: str) -> str:
    return site.client.post("/de-xuat", data=typed, headers=AUTO).text


def test_a_pin_offers_the_nearest_communes_to_confirm(mapped: Browser) -> None:
    part = part_of(mapped, **PIN)
    assert HERE in part
    assert part.count("data-near=") == 3


@pytest.mark.parametrize(
    "named", [{"place": "ấp 5, xã Hiệp Mỹ"}, {"content": "Đường ở xã Hiệp Mỹ có nhiều ổ gà, xin sửa giúp."}]
)
def test_a_commune_that_was_named_is_not_asked_about(mapped: Browser, named: dict[str, str]) -> None:
    assert "đúng không" not in part_of(mapped, **PIN, **named)


def test_a_hamlet_names_no_commune(mapped: Browser) -> None:
    assert HERE in part_of(mapped, **PIN, place="ấp 5")


def test_a_pin_outside_the_province_says_so_and_one_that_is_none_says_nothing(mapped: Browser) -> None:
    assert "ở ngoài tỉnh" in part_of(mapped, at="21.03,105.85,10")
    assert 'id="near"' not in part_of(mapped, at="đâu đó")
