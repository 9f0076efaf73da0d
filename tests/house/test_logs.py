"""Nothing personal and nothing secret is logged: the product is used, mistreated and broken, then its log is read."""

import json
import logging
import re
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
import structlog
import uvicorn
from sqlalchemy import text

from intake.adapters.metrics import Metrics
from intake.adapters.telemetry import configure_logging
from intake.cases.perform import drain
from intake.cases.ports import Outgoing, Temporary
from intake.cases.work import Desk
from intake.web.app import create_app
from intake.web.options import WebOptions
from models.vocabulary import ChannelKind
from routing.decision import Decision
from tests.conftest import TestClock
from tests.world import PASSWORD, World, make_world

NAME, PHONE, EMAIL = "Trần Thị Bí Mật", "0913579246", "bimat.tran@example.vn"
ADDRESS, WORDS = "12 Ngõ Riêng Tư", "con trâu đen nhà tôi bị dắt mất ở bến đò"
WRONG_PASSWORD, WRONG_KEY = "mat-khau-go-nham", "ABCDE-FGHJK-MNPQR"
PERSONAL = (NAME, PHONE, PHONE[1:], EMAIL, ADDRESS, WORDS, "anh-rieng-tu", PASSWORD, WRONG_PASSWORD, WRONG_KEY)
BREAK = 'ALTER TABLE "case" ADD CONSTRAINT broken_on_purpose CHECK (version < 0) NOT VALID'


class Quoting:
    """A decider that fails, and says what it failed on."""

    def decide(self, text: str) -> Decision:
        raise ValueError(f"cannot read: {text} {NAME}")


class Deaf:
    """A mail server that never answers, in a library that quotes whom it was for."""

    kind, dedupes = ChannelKind.EMAIL, False

    def send(self, message: Outgoing) -> None:
        logging.getLogger("some.library").error("could not send to %s: %s", message.to, message.body)
        raise Temporary("smtp_451")


@pytest.fixture
def logged() -> Iterator[None]:
    """The product's own logging, put back afterwards."""
    before, root, hook = structlog.get_config(), logging.getLogger(), threading.excepthook
    handlers, level = list(root.handlers), root.level
    yield
    structlog.configure(**before)
    root.handlers[:], threading.excepthook = handlers, hook
    root.setLevel(level)


class Site:
    """The real server on a free port; what it logs goes where standard error goes."""

    def __init__(self, desk: Desk) -> None:
        self._listener = socket.socket()
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(64)
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        app = create_app(desk, WebOptions(public_url=self.address, meter=Metrics(desk)))
        self._server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off"))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._listener]}, daemon=True)

    def __enter__(self) -> "Site":
        self._thread.start()
        while not self._server.started:
            time.sleep(0.02)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=20)
        self._listener.close()


def form_of(page: str) -> dict[str, str]:
    hidden = re.findall(r'<input[^>]*type="hidden"[^>]*>', page)
    pairs = [(re.search(r'name="([^"]+)"', field), re.search(r'value="([^"]*)"', field)) for field in hidden]
    return {name[1]: value[1] for name, value in pairs if name and value}


def use_and_mistreat(site: Site, world: World) -> set[str]:
    """A citizen's and an officer's day, with mistakes; returns secrets that were handed out on the way."""
    with httpx.Client(base_url=site.address, headers={"origin": site.address}, follow_redirects=True) as browser:
        typed = {"content": WORDS, "name": NAME, "phone": PHONE, "email": EMAIL, "address": ADDRESS}

        filled = form_of(browser.get("/").text) | typed
        picture = {"files": ("anh-rieng-tu.exe", b"not a picture", "image/png")}
        browser.post("/gui", data=filled, files=picture)
        browser.post("/gui", data=filled | {"phone": f"{PHONE}-{PHONE}"})
        browser.post("/gui", data=filled, files={"files": ("", b"")})
        receipt = browser.post("/api/v1/feedback", json=typed).json()
        browser.post("/api/v1/feedback", content=json.dumps(typed)[:-5], headers={"content-type": "application/json"})
        browser.post("/api/v1/feedback", json=typed | {"phone": PHONE * 3})
        browser.post("/api/v1/feedback", json={"content": {"text": WORDS}})
        code = receipt["code"]

        browser.post("/theo-doi", data={"code": code, "key": WRONG_KEY})
        browser.post("/theo-doi", data={"code": code, "key": receipt["key"]})
        browser.get(f"/api/v1/feedback/{code}", headers={"X-Case-Key": WRONG_KEY})
        browser.get(f"/api/v1/feedback/{code}", headers={"X-Case-Key": receipt["key"]})
        browser.get(f"/{NAME}/{PHONE}?key={receipt['key']}&q={EMAIL}")
        browser.post("/gui", data=filled, headers={"origin": "https://other.example", "sec-fetch-site": "cross-site"})

        for username, password in ((NAME, WRONG_PASSWORD), ("handler", WRONG_PASSWORD), ("handler", PASSWORD)):
            browser.post("/can-bo/dang-nhap", data={"username": username, "password": password})
        browser.get(f"/can-bo/hang-doi/open?q={PHONE}")
        return {receipt["key"], *browser.cookies.values()}


def break_while_in_use(site: Site, world: World, clock: TestClock) -> None:
    """Faults on every side: the database refuses a row and quotes it, the decider and the mail server fail."""
    filed = world.assigned(WORDS, name=NAME, email=EMAIL)
    with httpx.Client(base_url=site.address, headers={"origin": site.address}) as officer:
        officer.post("/can-bo/dang-nhap", data={"username": "handler", "password": PASSWORD})
        page = officer.get(f"/can-bo/ho-so/{filed.case.code}").text
        if not world.desk.database.is_sqlite:
            run(world.desk, BREAK)
            try:
                answer = officer.post(f"/can-bo/ho-so/{filed.case.code}/thu-ly", data=form_of(page))
                assert answer.status_code == 500
            finally:
                run(world.desk, 'ALTER TABLE "case" DROP CONSTRAINT broken_on_purpose')
    world.file(WORDS, name=NAME, phone=PHONE, email=EMAIL, address=ADDRESS)
    for _ in range(5):
        drain(world.desk, Quoting(), "test")
        clock.tick(minutes=1)
    dying = threading.Thread(target=Quoting().decide, args=(WORDS,))
    dying.start()
    dying.join()


def run(desk: Desk, statement: str) -> None:
    with desk.database.engine.begin() as connection:
        connection.execute(text(statement))


def test_nothing_personal_and_nothing_secret_is_ever_logged(
    desk: Desk, clock: TestClock, logged: None, capfd: pytest.CaptureFixture[str]
) -> None:
    configure_logging(machine=True)
    world = make_world(replace(desk, channels={ChannelKind.EMAIL: Deaf()}, public_url="https://langnghe.test"))

    with Site(world.desk) as site:
        secrets = use_and_mistreat(site, world)
        break_while_in_use(site, world, clock)
    out, log = capfd.readouterr()

    events = [json.loads(line)["event"] for line in log.splitlines()]
    assert {"http.request", "job.failed", "job.done", "library", "thread.died"} <= set(events)
    leaked = {word for word in {*PERSONAL, *secrets} if word in out + log}
    assert leaked == set()


def test_every_line_of_the_log_is_an_event_with_fields(logged: None, capfd: pytest.CaptureFixture[str]) -> None:
    configure_logging(machine=True)
    try:
        raise ValueError(WORDS) from KeyError(PHONE)
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application\n")
    logging.getLogger("some.library").warning("refused %s", EMAIL)

    fault, refused = (json.loads(line) for line in capfd.readouterr().err.splitlines())
    assert (fault["fault"], fault["message"]) == ("ValueError <- KeyError", "Exception in ASGI application")
    assert "test_logs.py" in fault["at"][-1]
    assert refused["message"] == "refused %s"
