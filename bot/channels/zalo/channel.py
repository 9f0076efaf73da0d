"""Zalo Official Account as a channel: events in, texts with numbered choices out, a template where it is too late."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog

from bot import fetching, gathered, numbered
from bot.channel import Capability, Event, Fetch
from bot.channels.zalo import api, carrying, events, faults, settings, tokens
from bot.channels.zalo.api import Api
from bot.channels.zalo.faults import Fate
from bot.channels.zalo.settings import Settings
from bot.dialogue.steps import contact
from intake.cases import channel_accounts, conversations
from intake.cases.ports import Carriage, DeliveryFault, File, Incoming, Outgoing, Permanent, Temporary, Uncertain
from intake.cases.work import Desk
from models.languages import _, speaking
from models.vocabulary import ChannelKind
from routing.case_code import read_code
from routing.parts import LIMITS, Limit

log = structlog.get_logger()

_CODE = re.compile(r"\bPA-\d{6}-\d{6}-\d\b")
_LINK = re.compile(r"https?://\S+")
_TEMPLATE_TEXT_MAX = 400
_BUTTONS_MAX = 5
_BUTTON_TEXT_MAX = 100


class Zalo:
    """All our Official Accounts. A message handed over twice arrives twice: Zalo has no key of its own for it.

    How long somebody may be written to is the account's business, because a template reaches them after the window:
    what is too late is Permanent ``window_closed``.
    """

    kind = ChannelKind.ZALO
    dedupes = False
    text_limit: Limit | None = LIMITS[ChannelKind.ZALO]
    window: timedelta | None = None
    carries: Sequence[Carriage] = carrying.CARRIES
    capabilities = frozenset({Capability.FILES})

    def __init__(self, desk: Desk) -> None:
        self._desk, self._api = desk, Api(desk)

    def parse(self, payload: str) -> list[Event]:
        return list(events.events(events.read(payload)))

    def person(self, payload: str) -> str:
        return events.person(events.read(payload))

    def gather(self, message: Incoming) -> Fetch | None:
        """What the event points to: links to it die soon."""
        told = events.read(message.payload)
        wanted = events.media(told)
        if gathered.is_gathered(told) or not wanted:
            return None
        links = [(medium.url, medium.name) for medium in wanted]
        own = self._settings(message.account)
        hosts = own.media_hosts if own is not None else ()
        return lambda: gathered.with_files(told, *fetching.gather(self._desk, message, links, hosts))

    def upload(self, message: Outgoing) -> str:
        """Nothing is sent yet, so an upload of which nobody knows how it ended is done again."""
        own, file = self._settings(message.account), message.file
        if own is None or file is None:
            raise Permanent("no_account")
        if message.to.startswith(events.ANONYMOUS):
            raise Permanent("file_not_carried")
        try:
            with self._as_faults(own):
                if self._is_late(own, message, own.last if own.late == "send" else own.free):
                    raise Permanent("window_closed")
                answer = self._uploaded(own, file)
        except Uncertain as silent:
            raise Temporary(str(silent)) from None
        if not (there := carrying.named(file, answer)):
            raise Temporary("unreadable_answer")
        return there

    def _uploaded(self, own: Settings, file: File) -> dict[str, Any]:
        """Raises Permanent where no more may be uploaded: the conversation does not wait for another month."""
        try:
            return self._api.upload(own, carrying.path(file), file.name, file.content, file.media_type)
        except api.Refused as refused:
            if faults.fate(refused.code) is Fate.QUOTA:
                channel_accounts.note_fault(self._desk, self.kind, own.oa_id, f"quota_{refused.code}")
                raise Permanent(f"zalo_{refused.code}") from None
            raise

    def send(self, message: Outgoing) -> str:
        """Hand a message over, or a template if its time is over."""
        own = self._settings(message.account)
        if own is None:
            raise Permanent("no_account")
        if not message.to:
            raise Permanent("no_address")
        with self._as_faults(own):
            answered = self._hand_over(own, message)
        channel_accounts.note_sent(self._desk, self.kind, own.oa_id)
        return str(answered.get("message_id") or "")

    @contextmanager
    def _as_faults(self, own: Settings) -> Iterator[None]:
        """What stood in the way, as a DeliveryFault."""
        try:
            yield
        except api.Refused as refused:
            raise self._fault(own, refused.code) from None
        except api.Busy as busy:
            raise Temporary(str(busy), after=timedelta(seconds=busy.after) if busy.after else None) from None
        except api.Silent as silent:
            raise Uncertain(str(silent)) from None
        except tokens.Dead as dead:
            raise Temporary(f"refresh_token_{dead}", after=faults.HOUR) from None
        except tokens.NotNow as not_now:
            raise Temporary(f"token_{not_now}") from None

    def _hand_over(self, own: Settings, message: Outgoing) -> dict[str, Any]:
        if message.file is not None:
            said = {"attachment": carrying.attachment(message.file)}
            return self._api.post(own, "/v3.0/oa/message/cs", {"recipient": {"user_id": message.to}, "message": said})
        if message.to.startswith(events.ANONYMOUS):
            return self._to_anonymous(own, message)
        if self._is_late(own, message, own.last if own.late == "send" else own.free):
            if own.late == "refuse" and not self._is_late(own, message, own.last):
                raise Permanent("window_closed")
            return self._by_template(own, message)
        try:
            return self._as_text(own, message)
        except api.Refused as refused:
            if faults.fate(refused.code) is not Fate.CLOSED:
                raise
        return self._by_template(own, message)

    def _as_text(self, own: Settings, message: Outgoing) -> dict[str, Any]:
        said: dict[str, Any] = {"text": numbered.written(message.body, message.choices)}
        if own.buttons and message.choices:
            said["attachment"] = _buttons(message.choices)
        body = {"recipient": {"user_id": message.to}, "message": said}
        answered = self._api.post(own, "/v3.0/oa/message/cs", body)
        if own.info_image and (language := contact.asked_in(message.body)):
            with speaking(language):
                self._ask_info(own, message.to)
        return answered

    def _ask_info(self, own: Settings, to: str) -> None:
        """Zalo's own form for name and phone. The question was asked in words already, so its failure is only noted."""
        title, subtitle = _("Chia sẻ số điện thoại"), _("Bấm để gửi họ tên và số điện thoại cho cơ quan tiếp nhận.")
        element = {"title": title, "subtitle": subtitle, "image_url": own.info_image}
        payload = {"template_type": "request_user_info", "elements": [element]}
        message = {"attachment": {"type": "template", "payload": payload}}
        try:
            self._api.post(own, "/v3.0/oa/message/cs", {"recipient": {"user_id": to}, "message": message})
        except (api.Refused, api.Busy, api.Silent, tokens.Dead, tokens.NotNow) as fault:
            log.warning("zalo.info_not_asked", fault=type(fault).__name__, code=str(fault))

    def _to_anonymous(self, own: Settings, message: Outgoing) -> dict[str, Any]:
        who, _colon, talk = message.to.removeprefix(events.ANONYMOUS).partition(":")
        recipient = {"anonymous_id": who, "conversation_id": talk}
        text = numbered.written(message.body, message.choices)
        return self._api.post(own, "/v2.0/oa/message", {"recipient": recipient, "message": {"text": text}})

    def _by_template(self, own: Settings, message: Outgoing) -> dict[str, Any]:
        """News of a case in the words of an approved template. Raises Permanent where there is none."""
        code = _CODE.search(f"{message.subject} {message.body}")
        if not own.template_id or code is None or read_code(code[0]) is None:
            raise Permanent("window_closed")
        link = _LINK.search(message.body)
        sources = {
            "ma": code[0],
            "tieu_de": message.subject or code[0],
            "noi_dung": message.body,
            "lien_ket": link[0] if link else self._desk.public_url,
        }
        filled = {name: _fitting(sources[source]) for name, source in own.template_fields}
        body = {"user_id": message.to, "template_id": own.template_id, "template_data": filled}
        return self._api.post(own, "/v3.0/oa/message/template", body)

    def _is_late(self, own: Settings, message: Outgoing, most: timedelta) -> bool:
        """Whether this person has been silent for longer; what they tapped only Zalo knows."""
        with self._desk.look() as work:
            talk = conversations.find(work, self.kind, message.account, message.to)
            if talk is None or work.now <= talk.heard_at + most:
                return False
        try:
            told = self._api.post(own, "/v3.0/oa/quota/message", {"user_id": message.to})
        except api.Refused as refused:
            log.warning("zalo.quota_refused", code=refused.code)
            return True
        last = str(told.get("last_interaction") or "0")
        tapped = datetime.fromtimestamp(int(last) / 1000, UTC) if last.isascii() and last.isdigit() else talk.heard_at
        return self._desk.clock() > max(tapped, talk.heard_at) + most

    def _fault(self, own: Settings, code: int) -> DeliveryFault:
        """What an error means for the message, and for the account."""
        fate = faults.fate(code)
        fault = f"zalo_{code}"
        match fate:
            case Fate.RETRY:
                return Temporary(fault, after=faults.MINUTE)
            case Fate.QUOTA:
                channel_accounts.note_fault(self._desk, self.kind, own.oa_id, f"quota_{code}")
                return Temporary(fault, after=faults.HOUR)
            case Fate.NIGHT:
                return Temporary(fault, after=faults.until_morning(self._desk.clock()))
            case Fate.CLOSED:
                return Permanent("window_closed")
            case Fate.PERMANENT:
                return Permanent(fault)
            case Fate.PERSON | Fate.REFRESH:
                channel_accounts.note_fault(self._desk, self.kind, own.oa_id, fault)
                return Temporary(fault, after=faults.HOUR)
        log.error("zalo.unknown_error", code=code)
        channel_accounts.note_fault(self._desk, self.kind, own.oa_id, f"unknown_error_{code}")
        return Permanent(fault)

    def _settings(self, account: str) -> Settings | None:
        return channel_accounts.usable(self._desk, self.kind, account, settings.of)


def open_channel(desk: Desk) -> Zalo:
    """Always there; which accounts it has is looked up with each message."""
    return Zalo(desk)


def _buttons(choices: numbered.Choices) -> dict[str, Any]:
    """Each sends back the number of its choice, as if it had been typed. Not documented for this version of the API."""
    shown = [
        {"type": "oa.query.hide", "title": label[:_BUTTON_TEXT_MAX], "payload": number}
        for number, label in numbered.numbered(choices)[:_BUTTONS_MAX]
    ]
    return {"type": "template", "payload": {"buttons": shown}}


def _fitting(text: str) -> str:
    """Words as long as a template holds, never half a word or half a link."""
    if len(text) <= _TEMPLATE_TEXT_MAX:
        return text
    return f"{text[: _TEMPLATE_TEXT_MAX - 1].rsplit(maxsplit=1)[0]}…"
