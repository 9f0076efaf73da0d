"""Pictures of pages while something is under way: a request is held, and the page shows that it waits.

It knows which requests a page sends by itself or at the press of a button, and that a phone and a desk show it
differently; what a page looks like before and after is shown by the walks of `tools.screenshots`.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import FilePayload, Page, Route

from tools.camera import Camera, open_case, sign_in
from tools.demo_server import STORY, Demo

_LATE_MS = 1300
"""Pages say that they wait only after a moment."""
_SCAN: FilePayload = {
    "name": "giay-hen-tra-ket-qua-ho-so-dat-dai.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n%" + b"x" * 400_000,
}


@contextmanager
def held(page: Page, address: str, *, method: str = "", let_by: int = 0) -> Iterator[None]:
    """Requests to these addresses get no answer while this lasts, but for the first few that are let by."""
    waiting: list[Route] = []
    passed = 0

    def decide(route: Route) -> None:
        nonlocal passed
        if (method and route.request.method != method) or passed < let_by:
            passed += not method or route.request.method == method
            route.continue_()
        else:
            waiting.append(route)

    page.route(address, decide)
    yield
    for route in waiting:
        route.abort()
    page.unroute(address)


@contextmanager
def staying(page: Page, address: str) -> Iterator[None]:
    """The same for a form whose answer is a page: 204 leaves the old one there, as it stands while it waits."""
    page.route(
        address, lambda route: route.fulfill(status=204) if route.request.method == "POST" else route.continue_()
    )
    yield
    page.unroute(address)


def citizens_waiting(camera: Camera, demo: Demo) -> None:
    """The form, the chat and the door while the line is slow or gone."""
    page = camera.page
    _writing(camera)
    _files(camera)
    page.context.clear_cookies()
    camera.go("/tro-chuyen")
    page.fill("#text", STORY)
    with held(page, "**/tro-chuyen/dong*"), held(page, "**/tro-chuyen", method="POST"):
        page.get_by_role("button", name="Gửi tin").click()
        camera.take("waiting-chat-sending")
    camera.go("/tro-chuyen")
    page.fill("#text", STORY)
    with held(page, "**/tro-chuyen/dong*"):
        page.get_by_role("button", name="Gửi tin").click()
        page.get_by_text("Trợ lý đang viết…").wait_for()
        camera.take("waiting-chat-answer")
    _door(camera, demo)


def _writing(camera: Camera) -> None:
    page = camera.page
    camera.go("/")
    with held(page, "**/de-xuat"), held(page, "**/thu-tuc?*"):
        page.fill("#content", STORY)
        page.wait_for_timeout(_LATE_MS + 600)
        camera.take("waiting-form-proposal")
        page.fill("#procedure_words", "lam lai can cuoc")
        page.wait_for_timeout(_LATE_MS)
        camera.take("waiting-form-procedure")
    page.context.set_offline(True)
    page.fill("#content", STORY + " Cảm ơn.")
    page.wait_for_timeout(_LATE_MS + 1500)
    camera.take("waiting-form-offline")
    page.get_by_role("button", name="Gửi phản ánh").click()
    page.locator("[data-not-sent]").wait_for()
    camera.take("waiting-form-not-sent")
    page.context.set_offline(False)
    page.wait_for_url("**/bien-nhan/**")  # what was not sent goes by itself


def _files(camera: Camera) -> None:
    page = camera.page
    page.context.clear_cookies()
    camera.go("/")
    page.fill("#content", STORY)
    with held(page, "**/tep/*", method="POST", let_by=1):
        page.set_input_files("[data-pieces]", files=[_SCAN])
        page.get_by_text("%", exact=False).first.wait_for(state="attached")
        page.wait_for_timeout(_LATE_MS)
        page.get_by_role("button", name="Gửi phản ánh").click()
        camera.take("waiting-form-file")
    page.context.clear_cookies()
    camera.go("/")
    page.fill("#content", STORY)
    with held(page, "**/gui", method="POST"):
        page.get_by_role("button", name="Gửi phản ánh").click()
        camera.take("waiting-form-sending")


def _door(camera: Camera, demo: Demo) -> None:
    """The link of a notice, whose key is being posted; then an answer on its way to the officer."""
    page, (code, key) = camera.page, demo.keys()["awaiting_citizen"]
    with staying(page, "**/theo-doi"):
        page.goto(f"{camera.address}/ho-so/{code}#{key}", wait_until="commit")
        page.get_by_text("Đang mở hồ sơ…").wait_for()
        camera.take("waiting-door")
    open_case(camera, code, key)
    page.fill("#answer", "Tôi gửi thêm ảnh chụp giấy hẹn.")
    with staying(page, "**/tra-loi"):
        page.get_by_role("button", name="Gửi câu trả lời").click()
        page.get_by_text("Đang gửi, xin đợi một chút…").wait_for()
        camera.take("waiting-answer")


def officers_waiting(camera: Camera, demo: Demo) -> None:
    """The list, the preview of a reply and a step while they are fetched; a lost line and an ended session."""
    page = camera.page
    sign_in(camera, "sxd.canbo1", demo.password)
    camera.go("/can-bo/hang-doi/open")
    with held(page, "**/hang-doi/open*"):
        page.evaluate("htmx.trigger('#danh-sach', 'doi')")
        page.wait_for_timeout(_LATE_MS)
        camera.take("waiting-list")
    camera.go("/can-bo/hang-doi/mine")
    page.locator("[data-rows] .row-link").first.click()
    preview = page.locator("#xem-dan")
    if preview.count():
        with held(page, "**/xem-truoc/*"):
            page.fill("#soan-text", "Kính gửi bà, cơ quan đã kiểm tra tại chỗ.")
            preview.locator("summary").click()
            page.wait_for_timeout(_LATE_MS)
            camera.take("waiting-preview")
    page.context.set_offline(True)
    page.evaluate("document.dispatchEvent(new Event('langnghe:lost'))")
    camera.take("waiting-line-lost")
    page.context.set_offline(False)
    page.evaluate("document.dispatchEvent(new Event('langnghe:ended'))")
    camera.take("waiting-session-ended")
