"""Pictures of every page at three widths, to be looked at: `make screenshots`, then open var/screenshots.

It starts the demo province itself, walks the citizen's site and the console as people in several roles would, then
pictures every page of the product once more into `every-page`, and judges nothing. `ARGS=--readme` also takes the two
pictures of the README into docs/images.
"""

import shutil
import sys
from collections.abc import Callable
from functools import partial

from playwright.sync_api import Browser, Page

from tools.camera import DESK, PHONE, Camera, chromium, open_case, sign_in
from tools.demo_server import STORY, Demo, running_demo
from tools.every_page import take_every_page
from tools.saying import ROOT, say, speak_plainly
from tools.small_pictures import save_small
from tools.waiting import citizens_waiting, officers_waiting

FOLDER = ROOT / "var" / "screenshots"
IMAGES = ROOT / "docs" / "images"
OFFICERS = ("tiepnhan1", "sxd.canbo1", "sxd.lanhdao", "longhuu.canbo1", "thanhtra.canbo1", "giamsat.mttq", "quantri")
FIRST_CASE = "[data-rows] .row-link"


def citizens_site(camera: Camera, demo: Demo) -> None:
    """The public pages: filing with and without mistakes, following cases in every state, reading."""
    for path, name in (("/", "form"), ("/theo-doi", "door"), ("/lien-he", "contacts"), ("/tro-giup", "help")):
        camera.show(path, f"public-{name}")
    camera.show("/khong-co-trang-nay", "public-not-found")
    _file_with_mistakes(camera)
    _file(camera)
    for name, (code, key) in demo.keys().items():
        open_case(camera, code, key)
        camera.take(f"public-case-{name}")
    camera.go("/theo-doi")
    _try_a_wrong_key(camera)
    camera.show("/cong-khai", "public-list")
    first = camera.page.locator("main a[href^='/cong-khai/PA-']").first
    if first.count():
        first.click()
        camera.take("public-published")


def _file_with_mistakes(camera: Camera) -> None:
    camera.go("/")
    _step_through(camera)
    camera.go("/")
    _step_to(camera, "#phone")
    camera.page.fill("#phone", "0912 345 67")
    camera.page.fill("#email", "ba.tu@")
    camera.page.get_by_role("button", name="Gửi phản ánh").click()
    camera.page.locator(".summary").wait_for()
    camera.take("public-form-mistakes")


def _step_through(camera: Camera) -> None:
    """The form with a proposal, and on a phone each of its questions."""
    camera.page.fill("#content", STORY)
    camera.page.locator(".proposal").wait_for()
    camera.take("public-form-proposal")
    camera.hold(PHONE)
    for step in range(2, 7):
        camera.page.locator("[data-step-on]").click()
        camera.take(f"public-form-step-{step}", PHONE)
    camera.hold(DESK)
    camera.page.get_by_label("Máy này dùng chung").evaluate("box => box.click()")  # so that the next page begins anew


def _step_to(camera: Camera, field: str) -> None:
    while not camera.page.locator(field).is_visible():
        camera.page.locator("[data-step-on]").click()


def _file(camera: Camera) -> None:
    camera.page.fill("#content", STORY)
    camera.page.fill("#phone", "0912 345 678")
    camera.page.fill("#email", "")
    camera.page.get_by_role("button", name="Gửi phản ánh").click()
    camera.page.wait_for_url("**/bien-nhan/**")
    camera.take("public-receipt")


def _try_a_wrong_key(camera: Camera) -> None:
    camera.page.fill("#code", "PA-261122-482913-7")
    camera.page.fill("#key", "AAAAA-BBBBB-CCCCC")
    camera.page.get_by_role("button", name="Mở hồ sơ").click()
    camera.take("public-door-wrong-key")


def console(camera: Camera, demo: Demo, username: str) -> None:
    """Every queue of one officer and the first case in it; the publication desk where there is one."""
    sign_in(camera, username, demo.password)
    camera.page.locator(".whoami").wait_for()
    links = camera.page.locator("nav.queues a[href*='/hang-doi/']").all()
    queues = [str(link.get_attribute("href")) for link in links]
    if not queues:
        camera.take(f"console-{username}-start")
    for path in queues:
        name = f"console-{username}-{path.rpartition('/')[2]}"
        camera.show(path, name)
        first = camera.page.locator(FIRST_CASE).first
        if first.count():
            first.click()
            camera.take(f"{name}-case")
            _publication_desk(camera, name)


def _publication_desk(camera: Camera, name: str) -> None:
    door = camera.page.locator("a[href*='/cong-khai']").first
    if door.count():
        door.click()
        camera.take(f"{name}-publication")


def taking_down(camera: Camera, demo: Demo) -> None:
    """Entering for somebody: every way in, a form with mistakes, and what is read out afterwards."""
    sign_in(camera, "longhuu.canbo1", demo.password)
    camera.show("/can-bo/nhap-phan-anh", "console-entry")
    camera.show("/can-bo/nhap-phan-anh/bao-chi", "console-entry-press")
    camera.go("/can-bo/nhap-phan-anh/dien-thoai")
    camera.page.get_by_role("button", name="Ghi nhận và lấy mã").click()
    camera.take("console-entry-mistakes")
    camera.page.fill("#dialled", "0270 3822 222")
    camera.page.fill("#content", STORY)
    camera.page.check("#read_back")
    camera.page.get_by_role("button", name="Ghi nhận và lấy mã").click()
    camera.take("console-entry-receipt")


def console_edges(camera: Camera, demo: Demo) -> None:
    """Signing in and its refusal, an empty search, a page that is not there, a save that came too late."""
    camera.show("/can-bo/dang-nhap", "console-sign-in")
    sign_in(camera, "sxd.canbo1", "khong-phai-mat-khau")
    camera.take("console-sign-in-wrong")
    sign_in(camera, "sxd.canbo1", demo.password)
    camera.show("/can-bo/hang-doi/open?q=khong+co+chu+nay", "console-empty")
    camera.show("/can-bo/ho-so/PA-000000-000000-0", "console-not-found")
    _save_too_late(camera)


def _save_too_late(camera: Camera) -> None:
    camera.go("/can-bo/hang-doi/open")
    camera.page.locator(FIRST_CASE).first.click()
    colleague = camera.page.context.new_page()
    colleague.goto(camera.page.url)
    _note(colleague, "Đã gọi cho người gửi lúc sáng.")
    colleague.close()
    _note(camera.page, "Hẹn xuống hiện trường thứ Năm.")
    camera.take("console-stale")


def _note(page: Page, words: str) -> None:
    form = page.locator("form[action$='/ghi-chu']")
    page.locator("details", has=form).locator("summary").click()
    form.locator("textarea").fill(words)
    form.get_by_role("button").click()


def finding_and_taking_out(camera: Camera, demo: Demo) -> None:
    """The box that finds, a list taken out, a letter cut into parts, the chat of the citizens' site."""
    sign_in(camera, "tiepnhan1", demo.password)
    camera.show("/can-bo/tim", "console-find")
    camera.page.locator("main form input[type=search], main form input[type=text]").first.fill("0912 345 210")
    camera.page.keyboard.press("Enter")
    camera.take("console-find-by-phone")
    camera.show("/can-bo/tai-ve", "console-downloads")
    camera.go("/can-bo/hang-doi/triage")
    camera.page.locator(FIRST_CASE).first.click()
    parting = camera.page.locator("a[href*='/tach']").first
    if parting.count():
        parting.click()
        camera.take("console-split")
    camera.show("/tro-chuyen", "public-chat")


def office(camera: Camera, demo: Demo) -> None:
    """What a leader and an administrator keep for everybody: forms, templates, procedures, thresholds, lessons."""
    sign_in(camera, "sxd.lanhdao", demo.password)
    for path in ("mau-tra-loi", "mau-tra-loi/moi", "mau-cong-van", "uy-quyen", "duyet", "can-chu-y"):
        camera.show(f"/can-bo/{path}", f"console-{path.replace('/', '-')}")
    camera.go("/can-bo/hang-doi/to_publish")
    camera.page.locator(FIRST_CASE).first.click()
    camera.page.locator("main a[href*='/cong-van']").first.click()
    camera.take("console-letter")
    sign_in(camera, "quantri", demo.password)
    for path in ("lich", "quy-dinh", "co-quan", "thu-tuc", "nguong", "nguong/construction", "bai-hoc"):
        camera.show(f"/can-bo/{path}", f"console-{path.replace('/', '-')}")


def readme_pictures(browser: Browser, demo: Demo) -> None:
    """The console and the citizen's page as the README shows them."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        desk = Camera(context.new_page(), demo.address, FOLDER)
        sign_in(desk, "sxd.canbo1", demo.password)
        desk.go("/can-bo/hang-doi/open")
        save_small(desk.page.screenshot(), IMAGES / "console.png")
    with browser.new_context(viewport={"width": 390, "height": 800}, device_scale_factor=1.5) as context:
        phone = Camera(context.new_page(), demo.address, FOLDER)
        open_case(phone, *demo.keys()["accepted"])
        save_small(phone.page.screenshot(), IMAGES / "citizen.png")


def take_all(browser: Browser, demo: Demo) -> None:
    """Every page, each walk in a browser that knows nothing of the others."""
    walks: list[Callable[[Camera, Demo], None]] = [
        citizens_site,
        *(partial(console, username=username) for username in OFFICERS),
        taking_down,
        finding_and_taking_out,
        office,
        console_edges,
        citizens_waiting,
        officers_waiting,
    ]
    for walk in walks:
        with browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh") as context:
            walk(Camera(context.new_page(), demo.address, FOLDER), demo)


def main() -> None:
    """Start the demo, take the pictures, say where they are."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    say("Đang khởi động bản trình diễn …", "starting the demo …")
    with chromium() as browser, running_demo() as demo:
        if "--readme" in sys.argv:
            readme_pictures(browser, demo)
        take_all(browser, demo)
        take_every_page(browser, FOLDER / "every-page")
    taken = len(list(FOLDER.rglob("*.png")))
    say(f"{taken} ảnh ở {FOLDER.relative_to(ROOT)}.", f"{taken} pictures in {FOLDER.relative_to(ROOT)}.")


if __name__ == "__main__":
    sys.exit(speak_plainly(main))
