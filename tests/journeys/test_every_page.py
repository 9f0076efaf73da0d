"""Every page there is, on a phone, a tablet and a desktop: nothing axe finds, nothing to be pushed sideways.

The pages are reached as their reader would, in a province with a case in every state. A route that shows a page and is
visited by nobody fails, so a new page comes under these rules by itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from intake.cases import delegation, evaluate, handling, publish, reply, reply_templates
from intake.cases.keys import case_key
from intake.cases.ports import system_clock
from intake.cases.reply_templates import Wording
from intake.cases.work import Desk
from intake.web import public
from models.vocabulary import CaseKind, Finding
from tests.files import PDF, picture, received
from tests.intake.web.console.test_routes import routes, walked
from tests.journeys.conftest import Server
from tests.world import PASSWORD, RESTRICTED, SURE, UNSURE, World, make_world

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = (360, 768, 1440)
LONG = "Rấtdài" * 40 + " đường trước nhà tôi có nhiều ổ gà, xe máy té hoài. " * 30

NO_PAGE = {
    "/hang-doi/{name}/xuat.{kind}",
    "/ho-so/{code}/tep/{file_id}",
    "/ho-so/{code}/tep/{file_id}/xem-truoc",
    "/tai-ve/{export_id}/tep",
    "/ho-so/{code}/cong-van/{letter_id}/word",
    "/ho-so/{code}/cong-van/{letter_id}/pdf",
    "/mau-cong-van/{form_id}/tai",
    "/mau-cong-van/{form_id}/thu/word",
    "/mau-cong-van/{form_id}/thu/pdf",
    "/truc-tiep",
    "/truc-tiep/hang-doi",
    "/truc-tiep/ho-so/{code}",
    "/truc-tiep/ho-so/{code}/nhac",
}
"""Routes that give a file, or a part for an open page."""


@dataclass(frozen=True)
class Province:
    """A running province with the code of a case in each state that looks different."""

    address: str
    codes: dict[str, str]
    keys: dict[str, str]
    template: str

    def visits(self) -> dict[str, list[str]]:
        """Who visits which addresses; the citizen's are their own."""
        case = {state: f"/can-bo/ho-so/{code}" for state, code in self.codes.items()}
        return {
            "": ["/", "/theo-doi", "/lien-he", "/tro-giup", "/cong-khai", f"/cong-khai/{self.codes['published']}"],
            "citizen": [f"/ho-so/{self.codes['asked']}", f"/ho-so/{self.codes['asked']}/rut-lai", "/thoat"],
            "receiver": [
                "/can-bo/",
                *(f"/can-bo/hang-doi/{name}" for name in ("triage", "open", "overdue", "done")),
                "/can-bo/hang-doi/open?q=khongcochunay",
                *(case[state] for state in ("triage", "long", "assigned")),
                f"{case['triage']}/tach",
                *("/can-bo/can-chu-y", "/can-bo/tim", "/can-bo/tai-ve", "/can-bo/lich", "/can-bo/quy-dinh"),
                *("/can-bo/co-quan", "/can-bo/nhap-phan-anh", "/can-bo/thu-tuc", "/can-bo/ho-so/PA-000000-000000-0"),
                *(f"/can-bo/nhap-phan-anh/{slug}" for slug in ("dien-thoai", "bao-chi", "buu-dien")),
                f"{case['answered']}/cong-khai",
            ],
            "handler": [
                *("/can-bo/hang-doi/new", "/can-bo/hang-doi/mine", "/can-bo/hang-doi/awaiting_citizen"),
                *(case[state] for state in ("accepted", "asked", "drafted", "regulation", "answered", "published")),
                f"{case['accepted']}/ai-da-xem",
            ],
            "leader": [
                *("/can-bo/hang-doi/awaiting_approval", "/can-bo/duyet", f"{case['submitted']}/duyet"),
                *("/can-bo/uy-quyen", "/can-bo/mau-tra-loi", "/can-bo/mau-tra-loi/moi", "/can-bo/mau-cong-van"),
                *(f"/can-bo/mau-tra-loi/{self.template}", f"{case['answered']}/cong-van", case["submitted"]),
            ],
            "inspector": ["/can-bo/hang-doi/restricted", case["restricted"]],
            "overseer": ["/can-bo/hang-doi/open", case["accepted"]],
            "administrator": ["/can-bo/", "/can-bo/lich", "/can-bo/co-quan/sxd/ket-thuc", "/can-bo/bai-hoc"],
        }


ROLES = ("", "citizen", "receiver", "handler", "leader", "inspector", "overseer", "administrator")


@pytest.fixture
def province(sqlite_desk: Desk) -> Iterator[Province]:
    live = replace(sqlite_desk, clock=system_clock)
    made = _filled(make_world(live))
    server = Server(live)
    server.start()
    yield replace(made, address=server.address)
    server.stop()


def test_every_page_is_visited(province: Province) -> None:
    visited = {address.split("?")[0] for addresses in province.visits().values() for address in addresses}
    shown = {f"/can-bo{path}" for method, path in routes() if method == "GET" and path not in NO_PAGE}
    shown |= {path for method, path in walked(public.create_public().routes) if method == "GET"}
    shown -= {"/can-bo/dang-nhap", "/ho-so/{code}/tep/{file_id}"}  # on the way to all others; a file
    left = {path for path in shown if not any(_fits(path, address) for address in visited)}
    assert left <= _AFTER_A_FORM, left - _AFTER_A_FORM


_AFTER_A_FORM = {
    "/bien-nhan/{code}",
    "/can-bo/nhap-phan-anh/bien-nhan/{code}",
    "/can-bo/tim/{key}",
    "/can-bo/tai-ve/{export_id}",
}
"""Pages that only what somebody has just sent leads to: walked in their own journeys."""


@pytest.mark.browser
@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "anybody")
def test_no_page_of_a_reader_breaks_a_rule(role: str, province: Province, chromium: Browser) -> None:
    faults: list[str] = []
    context = chromium.new_context(locale="vi-VN", reduced_motion="reduce")
    page = context.new_page()
    _enter(page, province, role)
    for address in province.visits()[role]:
        page.goto(f"{province.address}{address}")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            faults += [f"{address} at {width}: {wide} px too wide"] if wide > 0 else []
            if width != WIDTHS[1]:
                faults += [f"{address} at {width}: {fault}" for fault in _axe(page)]
    context.close()

    assert not faults, "\n".join(faults)


def _axe(page: Page) -> list[str]:
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    page.evaluate(_axe_source())
    found = page.evaluate("tags => axe.run({ runOnly: tags }).then((all) => all.violations)", TAGS)
    return [
        f"{one['id']} ({node['target'][0]}): {node['failureSummary']}" for one in found for node in one["nodes"][:2]
    ]


@cache
def _axe_source() -> str:
    return AXE.read_text("utf-8")


def _enter(page: Page, province: Province, role: str) -> None:
    if role == "citizen":
        page.goto(f"{province.address}/theo-doi")
        page.fill("#code", province.codes["asked"])
        page.fill("#key", province.keys["asked"])
        page.get_by_role("button", name="Mở hồ sơ").click()
    elif role:
        page.goto(f"{province.address}/can-bo/dang-nhap")
        page.get_by_label("Tên đăng nhập").fill(role)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url("**/can-bo/**")


def _fits(path: str, address: str) -> bool:
    pattern = re.sub(r"\\\{[a-z_]+\\\}", "[^/]+", re.escape(path))
    return re.fullmatch(pattern, address) is not None


def _filled(world: World) -> Province:
    """A case in each state, made by the people of the world."""
    codes, keys = {}, {}
    with world.desk.work() as work:
        photo, paper = received(work, "ổ gà.png", picture()), received(work, "đơn.pdf", PDF)
    files: dict[str, dict[str, object]] = {"accepted": {"upload_ids": [photo.id, paper.id]}}
    for state, decision in _STATES.items():
        words = LONG if state == "long" else "Đường trước nhà tôi có nhiều ổ gà, xin sửa giúp."
        filed = world.file(
            words, name="Trần Thị Bưởi", phone="0912345678", publish_consent=True, **files.get(state, {})
        )
        world.classify(decision)
        codes[state] = filed.case.code
        with world.desk.look() as work:
            keys[state] = case_key(work, filed.case)
    for number in range(45):
        world.assigned(f"Ổ gà số {number} trên đường tỉnh, xin sửa giúp bà con.")
    _handled(world, codes)
    with world.desk.work(world.leader) as work:
        template = reply_templates.add(work, Wording("Vá đường", "Kính gửi ông/bà, đã vá đường."))
        delegation.delegate(work, world.colleague.officer_id, first_day=work.today, last_day=work.today, reason="Họp")
    return Province("", codes, keys, str(template.id))


_STATES = {
    "triage": UNSURE,
    "long": UNSURE,
    "assigned": SURE,
    "accepted": SURE,
    "asked": SURE,
    "drafted": SURE,
    "submitted": SURE,
    "answered": SURE,
    "published": SURE,
    "regulation": replace(SURE, kind=CaseKind.REGULATION),
    "restricted": RESTRICTED,
}


def _handled(world: World, codes: dict[str, str]) -> None:
    with world.desk.work(world.handler) as work:
        for state in ("accepted", "asked", "drafted", "submitted", "answered", "published", "regulation"):
            handling.accept(work, work.lock(codes[state]))
        handling.ask(work, work.lock(codes["asked"]), question="Đoạn nào của đường tỉnh ạ?")
        handling.note(work, work.lock(codes["accepted"]), text="Nhờ @leader xem giúp.")
        evaluate.evaluate(work, work.lock(codes["regulation"]), finding=Finding.COLLECTING, criteria={})
        for state in ("drafted", "submitted", "answered", "published"):
            reply.save_draft(work, work.lock(codes[state]), text="Kính gửi bà, Sở đã vá đường.\n\n" + LONG[240:600])
            if state != "drafted":
                reply.submit_for_approval(work, work.lock(codes[state]))
    with world.desk.work(world.leader) as work:
        for state in ("answered", "published"):
            reply.approve(work, work.lock(codes[state]))
    with world.desk.work(world.leader) as work:
        publish.publish(work, work.lock(codes["published"]), publish.Confirmation(confirmed=True))
