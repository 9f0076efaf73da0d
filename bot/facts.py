"""What a turn of the dialogue looks up: decisions by the classifier, offices, law, and the cases of its conversation.

Every look is a short read of its own; nothing here changes anything.
"""

from functools import cache, cached_property
from itertools import islice
from uuid import UUID

from bot.dialogue.facts import Matter, Open, Proposal, Waiting, said_kind
from intake.cases import conversations, organisation, procedures, proposing, tracking
from intake.cases.actor import holder_of
from intake.cases.classify import competence_today, knowledge
from intake.cases.errors import NotFound
from intake.cases.ports import Decider
from intake.cases.split import PARTS_MAX
from intake.cases.tracking import Tracking
from intake.cases.work import Desk, Work
from models.case import Case
from models.languages import N_, _
from models.organisation import Unit
from models.vocabulary import Action, CaseKind, CaseStatus, ChannelKind
from routing.classifier.signals import signals_in
from routing.competence import plain_commune
from routing.dates import local_day, say_day
from routing.decision import Decision
from routing.knowing import Knowledge, completed
from routing.nearby import Nearby
from routing.procedures import Listed
from routing.rulebook.elsewhere import Destination

_CASE, _UNIT, _QUESTION, _ANSWER = N_("Hồ sơ"), N_("Cơ quan giải quyết"), N_("Cán bộ hỏi"), N_("Trả lời")
_ELSEWHERE = {CaseKind.COMPLAINT: Destination.COMPLAINT, CaseKind.DENUNCIATION: Destination.DENUNCIATION}
_A_SENTENCE = 10
_OFFERED = 3
"""So many cases are offered to be added to."""

_NEAREST, _ASKED_ABOUT = 3, 0.2
"""So much of a procedure's name must be in the question: any may share a common word with it."""


class DeskFacts:
    """Facts for one turn of one conversation; None for one that has not begun."""

    def __init__(self, desk: Desk, decider: Decider, conversation_id: UUID | None) -> None:
        self._desk, self._decider, self._conversation_id = desk, decider, conversation_id
        self._signals = cache(signals_in)

    def proposal(self, story: str, place: str | None, named: str | None, *, restricted: bool) -> Proposal:
        with self._desk.look() as work:
            known = knowledge(work)
        decided = self._decided(story, known)
        decision = decided.kept_close() if restricted else decided
        alone = [(text, self._decided(text, known)) for text in _matters(story, decision)]
        alone.sort(key=lambda one: not one[1].restricted)
        if decision.restricted and not any(one.restricted for _text, one in alone):
            alone = []  # what accuses is in the whole of it
        with self._desk.look() as work:
            return Proposal(
                kind=decision.kind.value,
                kind_label=said_kind(decision.kind),
                unit=_unit(work, decision, story, place or (None if decision.place else named)),
                restricted=decision.restricted,
                place=decision.place or named,
                urgent=decision.urgent or decision.kind is CaseKind.EMERGENCY,
                sentence=_lawful_ways(work, decision) if decision.restricted else "",
                matters=tuple(Matter(text, _unit(work, one, text, place or decision.place)) for text, one in alone),
            )

    def _decided(self, text: str, known: Knowledge) -> Decision:
        """The decision that will be made of it once it is filed."""
        return completed(self._decider.decide(text), text, known)

    def accuses(self, text: str) -> bool:
        """Few words accuse only with a listed phrase, which by itself may be a slip: "lại quả" is also "lại qua"."""
        likely = self._signals(text).accuses or len(text.split()) >= _A_SENTENCE
        return likely and self._decider.decide(text).restricted

    def near(self, latitude: float, longitude: float) -> Nearby:
        with self._desk.look() as work:
            return proposing.communes_near(work, latitude, longitude)

    def is_emergency(self, text: str) -> bool:
        return bool(self._signals(text).emergency)

    def is_despair(self, text: str) -> bool:
        return bool(self._signals(text).despair)

    def emergency(self) -> str:
        with self._desk.look() as work:
            rule = work.desk.rulebook.on(work.today).elsewhere(Destination.EMERGENCY)
        return rule.sentence

    def contacts(self, place: str | None) -> str:
        """The commune that was named, else the desk that receives feedback."""
        with self._desk.look() as work:
            units = organisation.units_today(work)
            wanted = plain_commune(place) if place else ""
            named = [unit for unit in units if unit.commune and wanted and plain_commune(unit.commune) in wanted]
            return "\n\n".join(_reach(unit) for unit in named or [unit for unit in units if unit.receiving_desk])

    def procedure(self, text: str) -> str:
        """The procedure with this code or named here, else the nearest few; empty without a catalogue."""
        with self._desk.look() as work:
            known = procedures.known(work)
        coded, named = next((one for one in known.listed if one.code == text), None), known.named_in(text)
        sure = coded or (named.procedure if named else None)
        found = [sure] if sure else [one.procedure for one in known.search(text, _NEAREST, least=_ASKED_ABOUT)]
        said = _("Thủ tục ông/bà hỏi:") if sure else _("Những thủ tục gần nhất với điều ông/bà hỏi:")
        return "\n".join([said, *(_procedure(one) for one in found)]) if found else ""

    def page(self, code: str) -> str:
        return f"{self._desk.public_url}/ho-so/{code}"

    def own_cases(self) -> list[str]:
        with self._desk.look() as work:
            return [case.code for case in self._own(work)]

    def addable(self) -> list[Open]:
        return self._open

    @cached_property
    def _open(self) -> list[Open]:
        """Asked for by every step of adding, and looked up once a turn."""
        with self._desk.look() as work:
            own = list(self._own(work))
        open_ = (case for case in own if Action.ADD in self._tracking(case).actions)
        return [Open(case.code, case.content, case.restricted) for case in islice(open_, _OFFERED)]

    def status(self, code: str, key: str | None) -> str | None:
        with self._desk.look() as work:
            case = next((case for case in self._own(work) if case.code == code), None)
            if case is None:
                try:
                    case = tracking.find(work, code, key or "")
                except NotFound:
                    return None
        return _spoken(self._tracking(case), dated=not _is_kept_close(case))

    def sends_email(self) -> bool:
        return ChannelKind.EMAIL in self._desk.channels

    def has_email(self) -> bool:
        with self._desk.look() as work:
            return any(case.citizen.email for case in self._own(work))

    def waiting(self) -> Waiting | None:
        with self._desk.look() as work:
            asked = [case for case in self._own(work) if case.status is CaseStatus.AWAITING_CITIZEN]
        return Waiting(asked[0].code, self._tracking(asked[0]).question or "") if asked else None

    def rateable(self) -> str | None:
        with self._desk.look() as work:
            own = list(self._own(work))
        return next((case.code for case in own if Action.RATE in self._tracking(case).actions), None)

    def _tracking(self, case: Case) -> Tracking:
        with self._desk.look(holder_of(case.id)) as work:
            return tracking.tracking(work, work.find(case.code))

    def _own(self, work: Work) -> list[Case]:
        return list(conversations.cases_of(work, self._conversation_id)) if self._conversation_id else []


def _matters(story: str, decision: Decision) -> list[str]:
    """The parts of a mixed story; the last of too many holds the rest."""
    if len(decision.mixed) < 2:
        return []
    begins = [0, *(part.start for part in decision.mixed[1:PARTS_MAX])]
    return [story[start:end].strip() for start, end in zip(begins, [*begins[1:], len(story)], strict=True)]


def _unit(work: Work, decision: Decision, text: str, place: str | None) -> str:
    """The office it would go to; empty where a person has to choose, as always with what may accuse somebody."""
    if decision.restricted or decision.kind is CaseKind.SPAM:
        return ""
    unit_id = competence_today(work, decision, place, text).unit_id
    return next((unit.name for unit in organisation.views_today(work) if unit.id == unit_id), "")


def _lawful_ways(work: Work, decision: Decision) -> str:
    """The way for what it seems to be, else both."""
    ways = (_ELSEWHERE[decision.kind],) if decision.kind in _ELSEWHERE else tuple(_ELSEWHERE.values())
    return "\n".join(_lawful(work, way) for way in ways)


def _lawful(work: Work, way: Destination) -> str:
    """The way the law gives such a matter, without saying that this is one."""
    rule = work.desk.rulebook.on(work.today).elsewhere(way)
    return f"• {way.label}: {rule.test}. {rule.send_to} ({rule.grounds.reference})."


def _reach(unit: Unit) -> str:
    lines = [
        (_("Địa chỉ"), unit.address),
        (_("Đường dây nóng"), unit.hotline),
        (_("Giờ làm việc"), unit.opening_hours),
        (_("Thư điện tử"), unit.email),
    ]
    return "\n".join((unit.name, *(f"• {label}: {value}" for label, value in lines if value)))


def _is_kept_close(case: Case) -> bool:
    """Restricted, or going to be as soon as it is classified."""
    return case.restricted or (case.may_accuse and case.status is CaseStatus.RECEIVED)


def _spoken(told: Tracking, *, dated: bool) -> str:
    """Where a case stands, in the words of its page; ``dated``: with the day by which it is answered."""
    lines = [f"{_(_CASE)} {told.code}: {_(told.status.label)}."]
    if told.unit:
        lines.append(f"{_(_UNIT)}: {told.unit}.")
    if dated and told.is_open and told.deadline:
        lines.append(_("Trả lời chậm nhất {day}.").format(day=say_day(local_day(told.deadline.due))))
    if told.question:
        lines.append(f"{_(_QUESTION)}: {told.question}")
    if told.answer:
        lines.append(f"{_(_ANSWER)}:\n{told.answer.text}")
    elif told.ended_with:
        lines.append(told.ended_with)
    return "\n".join(lines)


def _procedure(one: Listed) -> str:
    """Its name and code, and who carries it out as far as the catalogue tells."""
    return f"• {one.name} ({one.code})" + (f" – {one.agency}" if one.agency else "")
