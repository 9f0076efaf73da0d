"""Templates of replies (*mẫu trả lời*): of one unit or of the whole province, each in versions that are all kept.

A leader keeps those of their unit, an administrator those of the province. Changing one adds a version; a reply keeps
the text it was written with, so nothing that was issued changes with a template.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from intake.cases import reply_blanks
from intake.cases.actor import Actor
from intake.cases.errors import FieldError, Impossible, Invalid, NotAllowed, NotFound
from intake.cases.submission import read_text
from intake.cases.work import Work
from models.case import Case
from models.languages import _
from models.office import ReplyTemplate
from models.organisation import Officer
from models.vocabulary import CaseKind, Field, Role

NAME_MAX = 120
BODY_MAX = 20_000


@dataclass(frozen=True, slots=True)
class Wording:
    """What a version says: its name, where it is offered (None: everywhere), its text with variables."""

    name: str
    body: str
    kind: CaseKind | None = None
    field: Field | None = None


def is_keeper(actor: Actor) -> bool:
    """Whether this officer writes templates."""
    leads = Role.LEADER in actor.roles and actor.unit_id is not None
    return leads or Role.ADMINISTRATOR in actor.roles


def owner(work: Work) -> UUID | None:
    """Whose templates this officer keeps: None for the province's. Raises NotAllowed."""
    if not is_keeper(work.actor):
        raise NotAllowed("not_a_keeper", _("Chỉ lãnh đạo cơ quan và quản trị sửa được mẫu trả lời."))
    return None if Role.ADMINISTRATOR in work.actor.roles else work.actor.unit_id


def add(work: Work, wording: Wording) -> ReplyTemplate:
    """The first version of a new template. Raises Invalid for a name that is taken or a variable there isn't."""
    unit_id = owner(work)
    words = _read(wording)
    if _named(work, unit_id, words.name) is not None:
        sentence = _("Đã có mẫu tên “{name}”. Xin đặt tên khác hoặc sửa mẫu đó.").format(name=words.name)
        raise Invalid(FieldError("name", "name_taken", sentence))

    return _version(work, unit_id, words, 1 + _last_version(work, unit_id, words.name))


def change(work: Work, template_id: UUID, wording: Wording) -> ReplyTemplate:
    """A new version in place of this one. Raises Impossible when somebody else has changed it meanwhile."""
    before = _current(work, template_id)
    words = _read(Wording(before.name, wording.body, wording.kind, wording.field))

    before.superseded_at = work.now
    return _version(work, before.unit_id, words, before.version + 1)


def retire(work: Work, template_id: UUID) -> ReplyTemplate:
    """Offer it no more; every version is kept."""
    template = _current(work, template_id)

    template.superseded_at = work.now
    return template


def kept_by(work: Work) -> Sequence[ReplyTemplate]:
    """The templates this officer keeps, by name. Raises NotAllowed."""
    query = select(ReplyTemplate).where(_of(owner(work)), ReplyTemplate.superseded_at.is_(None))
    return work.session.scalars(query.order_by(ReplyTemplate.name)).all()


def versions(work: Work, template_id: UUID) -> Sequence[ReplyTemplate]:
    """A template this officer keeps with all its versions, newest first. Raises NotFound."""
    found = work.session.get(ReplyTemplate, template_id)
    if found is None or found.unit_id != owner(work):
        raise _unknown()
    query = select(ReplyTemplate).where(_of(found.unit_id), ReplyTemplate.name == found.name)
    return work.session.scalars(query.order_by(ReplyTemplate.version.desc())).all()


def authors(work: Work, templates: Sequence[ReplyTemplate]) -> dict[UUID, str]:
    """Who wrote these versions, by the id of the officer."""
    ids = {template.officer_id for template in templates}
    query = select(Officer.id, Officer.name).where(Officer.id.in_(ids))
    return {row.id: row.name for row in work.session.execute(query)}


def offered(work: Work, case: Case) -> Sequence[ReplyTemplate]:
    """The templates that fit a case: the unit's own first, then the province's, each by name."""
    query = select(ReplyTemplate).where(
        ReplyTemplate.superseded_at.is_(None),
        or_(ReplyTemplate.unit_id == work.actor.unit_id, ReplyTemplate.unit_id.is_(None)),
        or_(ReplyTemplate.kind == case.kind, ReplyTemplate.kind.is_(None)),
        or_(ReplyTemplate.field == case.field, ReplyTemplate.field.is_(None)),
    )
    return work.session.scalars(query.order_by(ReplyTemplate.unit_id.is_(None), ReplyTemplate.name)).all()


def filled(work: Work, case: Case, template_id: UUID | None) -> str:
    """The text of an offered template for this case. Raises Invalid when it isn't offered (any more)."""
    template = next((one for one in offered(work, case) if one.id == template_id), None)
    if template is None:
        raise Invalid(FieldError("template", "template_not_chosen", _("Xin chọn một mẫu trong danh sách.")))
    return reply_blanks.fill(work, case, template.body)


def _unknown() -> NotFound:
    return NotFound("no_template", _("Không có mẫu trả lời này trong phần ông/bà giữ."))


def _read(wording: Wording) -> Wording:
    name = " ".join(read_text("name", wording.name, longest=NAME_MAX).split())
    body = read_text("body", wording.body, longest=BODY_MAX)
    reply_blanks.check(body)
    return Wording(name, body, wording.kind, wording.field)


def _current(work: Work, template_id: UUID) -> ReplyTemplate:
    """The version that counts, locked."""
    query = select(ReplyTemplate).where(ReplyTemplate.id == template_id, _of(owner(work))).with_for_update()
    template = work.session.scalar(query)
    if template is None:
        raise _unknown()
    if template.superseded_at is not None:
        raise Impossible("template_changed", _("Mẫu này vừa có người khác sửa. Xin mở bản mới nhất rồi sửa lại."))
    return template


def _version(work: Work, unit_id: UUID | None, words: Wording, number: int) -> ReplyTemplate:
    made = ReplyTemplate(unit_id=unit_id, name=words.name, version=number, kind=words.kind, field=words.field)
    made.body, made.officer_id, made.made_at = words.body, work.officer_id, work.now
    work.session.add(made)
    return made


def _named(work: Work, unit_id: UUID | None, name: str) -> ReplyTemplate | None:
    query = select(ReplyTemplate).where(_of(unit_id), ReplyTemplate.name == name)
    return work.session.scalar(query.where(ReplyTemplate.superseded_at.is_(None)))


def _last_version(work: Work, unit_id: UUID | None, name: str) -> int:
    query = select(ReplyTemplate.version).where(_of(unit_id), ReplyTemplate.name == name)
    return work.session.scalar(query.order_by(ReplyTemplate.version.desc()).limit(1)) or 0


def _of(unit_id: UUID | None) -> ColumnElement[bool]:
    return ReplyTemplate.unit_id.is_(None) if unit_id is None else ReplyTemplate.unit_id == unit_id
