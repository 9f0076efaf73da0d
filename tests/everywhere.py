"""Every page of the product and how a test gets to it: who asks, and for which address, in its main states.

The table is held against the routes of the application: a new page that nobody goes to fails, and so does a line for
a page that is no more. What must be true of the pages is the business of the test that walks them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from starlette.routing import Mount

from bot.dialogue.deeds import CallPerson
from bot.doing import do
from intake.cases import (
    channel_setup,
    conversations,
    data_requests,
    delegation,
    drafts,
    handling,
    publish,
    reply,
    reply_templates,
)
from intake.cases.ports import Identity
from intake.cases.publish import Confirmation
from intake.cases.queues import EVERYTHING, Order, Queue, exporting, views
from intake.cases.reply_templates import Wording
from intake.cases.submit import Filed
from models.vocabulary import CaseKind, ChannelKind, DataRight
from tests.world import RESTRICTED, UNSURE, World

LONG = "Nước" + "sông" * 60 + " " + "Đường trước nhà tôi có nhiều ổ gà, xe máy té hoài. " * 20
"""A long story that begins with a word no line can hold."""

STRANGER, CITIZEN = "stranger", "citizen"
_QUEUES = ("triage open?q=ngập open?q=khong+co+chu+nay done", "new open?loai=conduct mine overdue", "restricted open")

PAGES: dict[str, dict[str, str]] = {
    "/": {STRANGER: "/"},
    "/theo-doi": {STRANGER: "/theo-doi"},
    "/thoat": {CITIZEN: "/thoat"},
    "/lien-he": {STRANGER: "/lien-he /lien-he?chu=L"},
    "/tro-giup": {STRANGER: "/tro-giup"},
    "/cong-khai": {STRANGER: "/cong-khai /cong-khai?trang=9"},
    "/cong-khai/{code}": {STRANGER: "/cong-khai/{published} /cong-khai/PA-000000-000000-0 /khong-co-trang-nay"},
    "/ho-so/{code}": {STRANGER: "/ho-so/{asked}", CITIZEN: "/ho-so/{asked}"},
    "/ho-so/{code}/du-lieu": {CITIZEN: "/ho-so/{asked}/du-lieu"},
    "/ho-so/{code}/rut-lai": {CITIZEN: "/ho-so/{asked}/rut-lai"},
    "/bien-nhan/{code}": {CITIZEN: "/bien-nhan/{asked}"},
    "/tro-chuyen": {STRANGER: "/tro-chuyen"},
    "/tro-chuyen/khung": {STRANGER: "/tro-chuyen/khung"},
    "/can-bo/dang-nhap": {STRANGER: "/can-bo/dang-nhap /can-bo/dang-nhap?giu=1"},
    "/can-bo/": {"administrator": "/can-bo/"},
    "/can-bo/hang-doi/{name}": {
        who: " ".join(f"/can-bo/hang-doi/{one}" for one in queues.split())
        for who, queues in zip(("receiver", "handler", "inspector"), _QUEUES, strict=True)
    }
    | {"leader": "/can-bo/hang-doi/awaiting_approval /can-bo/hang-doi/to_publish"}
    | {"overseer": "/can-bo/hang-doi/open"},
    "/can-bo/can-chu-y": {"leader": "/can-bo/can-chu-y"},
    "/can-bo/ho-so/{code}": {
        "receiver": "/can-bo/ho-so/{triage}",
        "handler": "/can-bo/ho-so/{long} /can-bo/ho-so/{examined} /can-bo/ho-so/{asked} /can-bo/ho-so/{triage}",
        "leader": "/can-bo/ho-so/{submitted} /can-bo/ho-so/{published}",
        "inspector": "/can-bo/ho-so/{restricted}",
        "overseer": "/can-bo/ho-so/{submitted}",
    },
    "/can-bo/ho-so/{code}/ai-da-xem": {"leader": "/can-bo/ho-so/{submitted}/ai-da-xem"},
    "/can-bo/ho-so/{code}/cong-khai": {
        "receiver": "/can-bo/ho-so/{answered}/cong-khai",
        "leader": "/can-bo/ho-so/{published}/cong-khai",
    },
    "/can-bo/duyet": {"leader": "/can-bo/duyet"},
    "/can-bo/ho-so/{code}/duyet": {"leader": "/can-bo/ho-so/{submitted}/duyet"},
    "/can-bo/lich": {"administrator": "/can-bo/lich", "handler": "/can-bo/lich"},
    "/can-bo/quy-dinh": {"administrator": "/can-bo/quy-dinh"},
    "/can-bo/uy-quyen": {"leader": "/can-bo/uy-quyen"},
    "/can-bo/co-quan": {"administrator": "/can-bo/co-quan /can-bo/co-quan?ten=Trà+Vinh"},
    "/can-bo/co-quan/{key}/ket-thuc": {"administrator": "/can-bo/co-quan/syt/ket-thuc"},
    "/can-bo/nhap-phan-anh": {"receiver": "/can-bo/nhap-phan-anh"},
    "/can-bo/nhap-phan-anh/{slug}": {"receiver": "/can-bo/nhap-phan-anh/dien-thoai /can-bo/nhap-phan-anh/bao-chi"},
    "/can-bo/nhap-phan-anh/bien-nhan/{code}": {"receiver": "/can-bo/nhap-phan-anh/bien-nhan/{triage}"},
    "/can-bo/mau-tra-loi": {"leader": "/can-bo/mau-tra-loi", "administrator": "/can-bo/mau-tra-loi"},
    "/can-bo/mau-tra-loi/moi": {"administrator": "/can-bo/mau-tra-loi/moi"},
    "/can-bo/mau-tra-loi/{template_id}": {"leader": "/can-bo/mau-tra-loi/{template}"},
    "/can-bo/mau-cong-van": {"leader": "/can-bo/mau-cong-van"},
    "/can-bo/ho-so/{code}/cong-van": {"leader": "/can-bo/ho-so/{answered}/cong-van"},
    "/can-bo/ho-so/{code}/tach": {"receiver": "/can-bo/ho-so/{triage}/tach"},
    "/can-bo/ho-so/{code}/tro-chuyen": {"handler": "/can-bo/ho-so/{asked}/tro-chuyen"},
    "/can-bo/tro-chuyen": {
        "receiver": "/can-bo/tro-chuyen /can-bo/tro-chuyen?kenh=telegram",
        "handler": "/can-bo/tro-chuyen?trang_thai=mine",
    },
    "/can-bo/tro-chuyen/{talk_id}": {"receiver": "/can-bo/tro-chuyen/{talk}"},
    "/can-bo/tim": {"receiver": "/can-bo/tim"},
    "/can-bo/tim/{key}": {"receiver": "/can-bo/tim/{found}"},
    "/can-bo/tai-ve": {"handler": "/can-bo/tai-ve"},
    "/can-bo/tai-ve/{export_id}": {"handler": "/can-bo/tai-ve/{export}"},
    "/can-bo/thu-tuc": {"receiver": "/can-bo/thu-tuc /can-bo/thu-tuc?q=lam+lai+can+cuoc"},
    "/can-bo/nguong": {"administrator": "/can-bo/nguong"},
    "/can-bo/nguong/{key}": {"administrator": "/can-bo/nguong/construction"},
    "/can-bo/du-lieu-ca-nhan": {"leader": "/can-bo/du-lieu-ca-nhan"},
    "/can-bo/du-lieu-ca-nhan/{request_id}": {"leader": "/can-bo/du-lieu-ca-nhan/{data_request}"},
    "/can-bo/to-dan": {"handler": "/can-bo/to-dan /can-bo/to-dan?don-vi=sxd"},
    "/can-bo/luu-tru": {"leader": "/can-bo/luu-tru"},
    "/can-bo/bai-hoc": {"administrator": "/can-bo/bai-hoc"},
    "/can-bo/kenh": {"administrator": "/can-bo/kenh"},
    "/can-bo/kenh/them/{channel}": {"administrator": "/can-bo/kenh/them/telegram"},
    "/can-bo/kenh/{account_id}": {"administrator": "/can-bo/kenh/{account}"},
    "/can-bo/hieu-tin-nhan": {"administrator": "/can-bo/hieu-tin-nhan"},
}
"""For each route the people who go there and the addresses they ask for; in braces what ``furnish`` has made."""

NO_PAGES = {
    "/healthz": "for a machine",
    "/readyz": "for a machine",
    "/metrics": "for a machine",
    "/ho-so/{code}/tep/{file_id}": "a file",
    "/ho-so/{code}/ban-sao.{kind}": "a file",
    "/can-bo/to-dan/{sheet}.pdf": "a file",
    "/can-bo/ho-so/{code}/tep/{file_id}": "a file",
    "/can-bo/ho-so/{code}/tep/{file_id}/xem-truoc": "a picture",
    "/can-bo/tai-ve/{export_id}/tep": "a file",
    "/can-bo/ho-so/{code}/cong-van/{letter_id}/word": "a file",
    "/can-bo/ho-so/{code}/cong-van/{letter_id}/pdf": "a file",
    "/can-bo/mau-cong-van/{form_id}/tai": "a file",
    "/can-bo/mau-cong-van/{form_id}/thu/word": "a file",
    "/can-bo/mau-cong-van/{form_id}/thu/pdf": "a file",
    "/can-bo/truc-tiep/ho-so/{code}/nhac": "a part of an open page",
    "/thu-tuc": "a part of an open page",
    "/phep-kiem-tra": "for our own script",
    "/tep/{file_id}": "for our own script",
    "/tro-chuyen/nhung.js": "a script for other sites",
    "/zalo_verifier{proof}.html": "for a machine",
    "/tro-chuyen/tep/{file_id}": "a file",
    "/tro-chuyen/dong": "a stream",
    "/can-bo/truc-tiep": "a stream",
    "/can-bo/truc-tiep/hang-doi": "a part of an open page",
    "/can-bo/truc-tiep/ho-so/{code}": "a part of an open page",
    "/api/v1/docs": "Swagger's own page, a reference for programmers",
    "/api/v1/openapi.json": "for a machine",
    "/api/v1/departments": "for a program",
    "/api/v1/feedback/{code}": "for a program",
    "/api/v1/feedback/{code}/files/{file_id}": "a file",
}
"""What is fetched but is no page of ours, and why."""

PEOPLE = tuple(dict.fromkeys(who for visits in PAGES.values() for who in visits))


def table_of(file: Path) -> tuple[list[str], dict[tuple[str, str], list[str]]]:
    """A table of who may ask for what: who there is, and for each route a cell for each of them."""
    lines = [line.split() for line in file.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return lines[0], {(method, path): cells for method, path, *cells in lines[1:]}


def routes(app: FastAPI) -> list[tuple[str, str]]:
    """Method and address of every route of the application."""
    return list(_walked(app.routes))


def _walked(found: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    for route in found:
        if hasattr(route, "original_router"):
            yield from _walked(route.original_router.routes, prefix + route.include_context.prefix)
        elif isinstance(route, Mount):
            yield from _walked(route.routes or (), prefix + route.path)
        else:
            yield from ((method, prefix + route.path) for method in sorted(route.methods - {"HEAD"}))


@dataclass(frozen=True, slots=True)
class Furnished:
    """A province with something on every page: ``names`` fills the addresses, ``followed`` is the citizen's case."""

    world: World
    names: dict[str, str]
    followed: Filed

    def visits(self, who: str) -> list[str]:
        """The addresses this person goes to."""
        return [one.format(**self.names) for page in PAGES.values() for one in page.get(who, "").split()]


def furnish(world: World, words: str = LONG) -> Furnished:
    """A case at every stage with these words in it, a template, a kept list, and a leader who is away."""
    cases = {"long": world.assigned(words, publish_consent=True)}
    for name in ("asked", "submitted", "answered", "published", "examined"):
        cases[name] = _accepted(world, words, name)
    with world.desk.work(world.handler) as work:
        handling.ask(work, work.lock(cases["asked"].case.code), question=words[:900])
        for name in ("submitted", "answered", "published"):
            reply.save_draft(work, work.lock(cases[name].case.code), text=words[:1900])
            reply.submit_for_approval(work, work.lock(cases[name].case.code))
        views.keep(work, Queue.OPEN, words[:40], {"kind": "conduct"}, shared=True)
        export = exporting.ask(work, Queue.OPEN, EVERYTHING, Order.DUE, "csv", total=1)
    with world.desk.work(world.leader) as work:
        for name in ("answered", "published"):
            reply.approve(work, work.lock(cases[name].case.code))
        publish.publish(work, work.lock(cases["published"].case.code), Confirmation(confirmed=True))
        template = reply_templates.add(work, Wording(words[:40], words[:900]))
        day = work.today
        delegation.delegate(work, world.colleague.officer_id, first_day=day, last_day=day, reason=words[:100])
    for name, decision in (("triage", UNSURE), ("restricted", RESTRICTED)):
        cases[name] = world.file(words)
        world.classify(decision)
    with world.desk.work(world.citizen(cases["asked"])) as work:
        wanted = data_requests.ask(work, work.lock(cases["asked"].case.code), DataRight.ERASE, words=words[:900])
    with world.desk.work(world.receiver) as work:
        found = drafts.keep(work, {"officer": str(work.officer_id), "tim": "đường trước nhà"})
    with world.desk.work(world.administrator) as work:
        values, identity = {"token": "7:bi-mat"}, Identity("7", words[:100])
        account = channel_setup.add(work, ChannelKind.TELEGRAM, values, identity, unit_id=None)
    talk = _chatting(world, words, cases["asked"])
    names = {name: filed.case.code for name, filed in cases.items()}
    things = {"talk": talk, "template": template.id, "export": export, "found": found, "account": account.id}
    things["data_request"] = wanted.id
    return Furnished(world, names | {name: str(one) for name, one in things.items()}, cases["asked"])


def _accepted(world: World, words: str, name: str) -> Filed:
    filed = world.assigned(words, publish_consent=True)
    kind = CaseKind.REGULATION if name == "examined" else CaseKind.CONDUCT
    with world.desk.work(world.handler) as work:
        handling.accept(work, work.lock(filed.case.code), kind=kind)
        handling.note(work, work.lock(filed.case.code), text=words[:900])
    return filed


def _chatting(world: World, words: str, filed: Filed) -> UUID:
    """Two people chat: one has filed this case, the other asks for a person; the id of the second conversation."""
    with world.desk.work() as work:
        first, second = (conversations.begin(work, ChannelKind.WEBCHAT, "web", name) for name in ("u1", "u2"))
        for talk in (first, second):
            conversations.note_said(work, talk, words[:900])
            conversations.say(work, talk, words[:300])
        conversations.add_case(work, first, filed.case)
        do(work, second, CallPerson())
    world.classify()
    return second.id
