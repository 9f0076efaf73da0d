"""From every entry to the rating: a code, the officers' answer, told on that very channel, and a rating there.

No browser: what one adds to the form and to the chat is walked in the journeys beside.
"""

import importlib
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any, Protocol

import pytest
from fastapi import FastAPI
from pypdf import PdfReader

from bot.told import Told
from intake.adapters.mail import Mail
from intake.cases import prefill, procedures
from intake.cases.perform import drain
from intake.cases.work import Desk
from intake.entry.simulating import Simulation
from intake.web import qr
from intake.web.app import create_app
from intake.web.console.reception_words import WORDS
from intake.web.options import WebOptions
from intake.web.public import chat
from models.vocabulary import ChannelKind
from routing.procedures_file import Row
from tests.bot.talking import STORY
from tests.bot.zalo.line import with_zalo as with_every_chat
from tests.intake.adapters.post_office import PostOffice, texts
from tests.journeys.officers import Officers
from tests.pages import Browser, Page
from tests.world import UNSURE, Said, World, make_world

SITE = "http://testserver"
ANSWER = "Sở đã vá xong mặt đường ngày 20/11/2026."
SENT_ON = "Phản ánh của ông/bà đã được chuyển cơ quan giải quyết"
EMAIL = "ba.be@mail.example"
CODE = re.compile(r"PA-\d{6}-\d{6}-\d")
RECTANGLE = r"([\d.]+) ([\d.]+) ([\d.]+) (-?[\d.]+) re f"
SCORE = "Rất hài lòng"


@dataclass(frozen=True)
class Province:
    """A province with every way in, whose machine leaves each case to the receiving desk."""

    world: World
    app: FastAPI
    post: PostOffice

    def works(self) -> None:
        """Let workers do everything that is ready."""
        drain(self.world.desk, Said(UNSURE), "worker")


class Citizen(Protocol):
    """Somebody at one of the ways in."""

    def files(self) -> str:
        """Tell the story to the end; gives the code they are told."""

    def heard(self) -> str:
        """Everything they have been told on their channel."""

    def rates(self) -> None:
        """Rate the answer with the best there is, where they were told of it."""


class OnPaper:
    """Somebody who is told by letter, and opens the letter's link in a browser that knows nothing of them."""

    def __init__(self, province: Province) -> None:
        self.province = province

    def heard(self) -> str:
        return "\n".join(texts(self.province.post))

    def rates(self) -> None:
        code, key = re.findall(r"/ho-so/(\S+)#(\S+)", self.heard())[-1]
        browser = Browser(self.province.app)
        page = browser.submit(browser.get("/theo-doi"), "/theo-doi", code=code, key=key)
        assert ANSWER in page.text
        rated = browser.submit(page, f"/ho-so/{code}/danh-gia", score="5")
        assert "Cảm ơn ông/bà đã đánh giá." in rated.text


class AtTheForm(OnPaper):
    """At the form of the web."""

    address = "/"

    def files(self) -> str:
        browser = Browser(self.province.app)
        form = browser.get(self.address)
        content = self.writes(form.form("/gui")["content"][0].strip())
        receipt = browser.submit(form, "/gui", content=content, name="Trần Thị Bé", email=EMAIL)
        return only_code(receipt.text)

    def writes(self, begun: str) -> str:
        assert begun == ""
        return STORY


class AtThePoster(AtTheForm):
    """Before a poster of a unit about a procedure: the form opens with both filled in."""

    procedure = Row("1.001193", "Cấp phép đào đường", "Hạ tầng", "Sở Xây dựng", "Cấp tỉnh", "Sở Xây dựng", "", "")

    def files(self) -> str:
        with self.province.world.desk.work(self.province.world.administrator) as work:
            procedures.bring_in(work, [self.procedure], source="mot.xlsx")
        handler = Officers(self.province.app).at("handler")
        poster = handler.client.get("/can-bo/to-dan/to-dan.pdf?don-vi=sxd&thu-tuc=1.001193")
        address = prefill.address(SITE, unit="sxd", procedure="1.001193")
        assert drawn(poster.content) == qr.squares(address)
        self.address = address.removeprefix(SITE)
        return super().files()

    def writes(self, begun: str) -> str:
        assert begun == "Về Sở Xây dựng tỉnh Vĩnh Long. Về thủ tục “Cấp phép đào đường”."
        return f"{begun} {STORY}"


class AtTheCounter(OnPaper):
    """Standing before an officer of the commune, who writes it down, reads it back and says the code."""

    def files(self) -> str:
        officer = Officers(self.province.app).at("commune")
        action = f"/can-bo/nhap-phan-anh/{WORDS[ChannelKind.COUNTER].slug}"
        told: dict[str, Any] = {"content": STORY, "name": "Trần Thị Bé", "address": "Ấp 3, xã Long Hữu"}
        receipt = officer.submit(officer.get(action), action, read_back="yes", email=EMAIL, **told)
        return only_code(receipt.text)


class AtTheChatPage:
    """On the chat of the web, without a script."""

    def __init__(self, province: Province) -> None:
        self.province, self.browser = province, Browser(province.app)

    def files(self) -> str:
        for typed in ({"text": STORY}, {"choice": "yes"}, {"text": "Trần Thị Bé"}, {"text": "0912 345 678"}):
            self.sends(**typed)
        for choice in ("done", "agree", "send"):
            self.sends(choice=choice)
        return only_code(self.heard())

    def sends(self, **typed: str) -> None:
        self.browser.post("/tro-chuyen", typed)
        self.province.works()

    def heard(self) -> str:
        return self.page().text

    def page(self) -> Page:
        return self.browser.get("/tro-chuyen")

    def rates(self) -> None:
        (score,) = (one for one in self.page().all("button", name="choice") if one.text == SCORE)
        self.sends(choice=score.get("value", ""))
        assert "Cảm ơn ông/bà đã đánh giá" in self.heard()


@dataclass
class OnTheApp:
    """On an app of somebody else; ``said`` is what its servers have been given for them, ``best`` how they rate."""

    simulation: Simulation
    said: Callable[[], list[str]]
    best: dict[str, str]
    done: int = 0

    def files(self) -> str:
        self.does(text=STORY)
        self.does(choose="yes")
        self.does(text="Trần Thị Bé")
        self.does(text="0912 345 678")
        for choice in ("done", "agree", "send"):
            self.does(choose=choice)
        return only_code(self.heard())

    def does(self, text: str = "", choose: str = "") -> None:
        self.done += 1
        list(self.simulation.answers([Told("u1", str(self.done), text=text, choose=choose)]))

    def heard(self) -> str:
        return "\n".join(self.said())

    def rates(self) -> None:
        self.does(**self.best)
        assert "Cảm ơn ông/bà đã đánh giá" in self.said()[-1]


Entering = Callable[[Province], AbstractContextManager[Citizen]]


def at_our_site(citizen: Callable[[Province], Citizen]) -> Entering:
    return lambda province: nullcontext(citizen(province))


def on_an_app(folder: str) -> Entering:
    simulated = importlib.import_module(f"bot.channels.{folder}.simulated")

    @contextmanager
    def entering(province: Province) -> Iterator[Citizen]:
        desk, called = province.world.desk, getattr(simulated, "called", str)
        with simulated.outside(desk) as outside:
            simulation = Simulation(desk, Said(UNSURE), folder)
            if folder == "telegram":
                yield OnTheApp(simulation, lambda: outside.bot.texts(int(called("u1"))), {"choose": SCORE})
            else:
                yield OnTheApp(simulation, lambda: outside.fake.said_to("u1"), {"text": "5"})

    return entering


ENTRIES = {
    "form": at_our_site(AtTheForm),
    "poster": at_our_site(AtThePoster),
    "counter": at_our_site(AtTheCounter),
    "web chat": at_our_site(AtTheChatPage),
    **{folder: on_an_app(folder) for folder in ("telegram", "zalo", "zalo_bot")},
}


@pytest.fixture
def province(sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Province]:
    monkeypatch.setattr(chat, "_WAITS_SECONDS", 0.0)  # nobody answers until the test lets workers work
    post = PostOffice().open()
    channels = {**sqlite_desk.channels, ChannelKind.EMAIL: Mail(post.address)}
    world = make_world(with_every_chat(replace(sqlite_desk, channels=channels, public_url=SITE)))
    yield Province(world, create_app(world.desk, WebOptions(public_url=SITE)), post)
    post.close()


@pytest.mark.parametrize("entry", ENTRIES)
def test_whoever_enters_is_answered_there_and_rates_there(province: Province, entry: str) -> None:
    with ThreadPoolExecutor(max_workers=1) as apart:  # the browser of another journey keeps this thread's event loop
        apart.submit(walk, province, entry).result()


def walk(province: Province, entry: str) -> None:
    officers = Officers(province.app)
    with ENTRIES[entry](province) as citizen:
        code = citizen.files()
        province.works()

        officers.send_on(code)
        province.works()
        assert SENT_ON in citizen.heard()

        officers.answer(code, ANSWER)
        province.works()
        assert ANSWER in citizen.heard()

        citizen.rates()
    assert "Người dân đánh giá 5/5" in officers.sees(code).text


def only_code(said: str) -> str:
    (code,) = set(CODE.findall(said))
    return str(code)


def drawn(pdf: bytes) -> list[list[bool]]:
    """The squares of the code on a page, from the smallest rectangles that are painted on it."""
    content = PdfReader(BytesIO(pdf)).pages[0].get_contents()
    assert content is not None
    painted = [[float(part) for part in one] for one in re.findall(RECTANGLE, content.get_data().decode("latin-1"))]
    size = min(width for _left, _top, width, _height in painted)
    squares = [(left, top) for left, top, width, _height in painted if width == size]
    across, down = (sorted({one[at] for one in squares}) for at in (0, 1))
    dark = {(across.index(left), down.index(top)) for left, top in squares}
    return [[(left, top) in dark for left in range(len(across))] for top in reversed(range(len(down)))]
