"""How the sender of a case is reached: the ways they chose, in their order, as far as they exist here and now.

The page of the case is always the last way: what is told lies there. It knows ways, and refuses to know words.
"""

from dataclasses import dataclass
from itertools import dropwhile

from sqlalchemy import select

from intake.cases import conversations, identity
from intake.cases.errors import FieldError, Invalid
from intake.cases.submission import Identity
from intake.cases.work import Work
from models.case import Case
from models.languages import _
from models.reach import ToldByChoice
from models.vocabulary import ChannelKind, EventType, ToldBy

_CHAT, _EMAIL, _PAGE = "chat", "email", "page"
ORDERS: dict[ToldBy, tuple[str, ...]] = {
    ToldBy.CHAT_FIRST: (_CHAT, _EMAIL, _PAGE),
    ToldBy.CHAT_ONLY: (_CHAT, _PAGE),
    ToldBy.EMAIL_FIRST: (_EMAIL, _CHAT, _PAGE),
    ToldBy.EMAIL_ONLY: (_EMAIL, _PAGE),
    ToldBy.PAGE: (_PAGE,),
}


@dataclass(frozen=True, slots=True)
class Way:
    """One way to one person; ``to`` is the conversation's id in a chat, the address of e-mail, None for the page."""

    channel: ChannelKind
    to: str | None


PAGE = Way(ChannelKind.WEB, None)


def chosen(work: Work, case: Case) -> ToldBy | None:
    """What the sender chose last."""
    newest = select(ToldByChoice.told_by).where(ToldByChoice.case_id == case.id)
    return work.session.scalar(newest.order_by(ToldByChoice.chosen_at.desc(), ToldByChoice.id.desc()).limit(1))


def choose(work: Work, case: Case, told_by: ToldBy, *, email: str | None = None) -> None:
    """From now on the sender is told this way. Raises Invalid where it needs an address and none is given or known."""
    added = identity.fill_in(work, case.citizen, Identity(email=email))
    if _EMAIL in ORDERS[told_by] and case.citizen.email is None and told_by is not ToldBy.CHAT_FIRST:
        raise Invalid(FieldError("told_by", "no_email", _("Xin cho địa chỉ thư điện tử trước đã.")))

    note(work, case, told_by)
    digests = {"email": work.digest("email", case.citizen.email)} if added and case.citizen.email else None
    work.record(case, EventType.DELIVERY_CHANGED, told_by=told_by.value, told=digests)


def note(work: Work, case: Case, told_by: ToldBy) -> None:
    """Keep the choice of a case that is just being filed."""
    work.session.add(ToldByChoice(case=case, told_by=told_by, chosen_at=work.now))


def offered(work: Work, case: Case) -> list[ToldBy]:
    """The orders whose every way is open for this case."""
    open_ = {name for name in (_CHAT, _EMAIL, _PAGE) if _way(work, case, name) is not None}
    return [told_by for told_by, order in ORDERS.items() if open_.issuperset(order)]


def first(work: Work, case: Case, told_by: ToldBy | None) -> Way:
    """The first way that is open in the order the sender chose; without a choice first the chat, then e-mail."""
    found = (_way(work, case, name) for name in ORDERS[told_by or ToldBy.CHAT_FIRST])
    return next((way for way in found if way is not None), PAGE)


def at_filing(work: Work, case: Case, told_by: ToldBy | None) -> Way | None:
    """The same for a case that is just being filed, in no conversation yet; None if only the page is left, and nobody
    chose it.
    """
    found = (_way(work, case, name) for name in ORDERS[told_by or ToldBy.CHAT_FIRST] if name != _CHAT)
    way = next((way for way in found if way is not None), PAGE)
    return None if way == PAGE and told_by is None else way


def next_after(work: Work, case: Case, channel: ChannelKind) -> Way:
    """The way to try when this one has failed."""
    order = ORDERS[chosen(work, case) or ToldBy.CHAT_FIRST]
    failed = _EMAIL if channel is ChannelKind.EMAIL else _CHAT
    following = list(dropwhile(lambda name: name != failed, order))[1:] if failed in order else list(order)
    found = (_way(work, case, name) for name in following)
    return next((way for way in found if way is not None), PAGE)


def _way(work: Work, case: Case, name: str) -> Way | None:
    if name == _CHAT:
        return _chat(work, case)
    if name == _EMAIL:
        known = case.citizen.email is not None and case.channel is not ChannelKind.IMPORT
        open_ = known and ChannelKind.EMAIL in work.desk.channels
        return Way(ChannelKind.EMAIL, case.citizen.email) if open_ else None
    return PAGE


def _chat(work: Work, case: Case) -> Way | None:
    """The conversation in which the case was filed."""
    talk = conversations.of_case(work, case.id)
    return Way(talk.channel, str(talk.id)) if talk is not None and talk.channel in work.desk.channels else None
