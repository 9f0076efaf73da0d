"""What an officer sends: the fields of every form on a case, read strictly, and kept to be shown again.

It knows how a field is spelled; whether the words in it will do is decided by the use case.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import Depends, Path
from pydantic import BaseModel, Field

from intake.cases.errors import FieldError, Invalid, NotFound
from intake.cases.submission import read_text
from intake.cases.typed import Kept
from intake.cases.unfinished import Fields
from models.languages import _
from models.vocabulary import Labelled
from routing.case_code import read_code

L = TypeVar("L", bound=Labelled)

WORDY = ("content", "remark", "text", "question", "reason", "comment", "note", "part", "met_note", "proposal", "body")
"""The fields in which an officer writes words."""

_SENDING = {"version", "then", "template", "tu", "nhap"}
_VERSION_MAX = 2**31 - 1
_UNSHOWABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class CaseForm(BaseModel):
    """Every form that changes a case: ``version`` is the one the page showed, the rest is what the step needs.

    Fields that stand in a form several times come as lists in the order of the page: the parts of a letter, its
    files, the criteria of an examination.
    """

    version: int = Field(ge=0, le=_VERSION_MAX)
    unit: str = ""
    officer: str = ""
    kind: str = ""
    field: str = ""
    ground: str = ""
    suspected: str = ""
    accused: list[str] = []
    intent: str = ""
    text: str = ""
    reason: str = ""
    question: str = ""
    comment: str = ""
    note: str = ""
    template: str = ""
    part: list[str] = []
    part_kind: list[str] = []
    part_field: list[str] = []
    part_unit: list[str] = []
    file_id: list[str] = []
    file_part: list[str] = []
    attach: list[str] = []
    drop: list[str] = []
    into: str = ""
    external_code: str = ""
    notice: str = ""
    finding: str = ""
    met: list[str] = []
    met_note: list[str] = []
    outcome: str = ""
    proposal: str = ""
    then: str = ""
    tu: str = ""
    nhap: str = ""

    @property
    def words(self) -> str:
        """The text this form carries, whichever field it stands in."""
        return self.text or self.reason or self.question or self.comment or self.note


class PublicationForm(BaseModel):
    """The publication desk: marks to keep visible by number, further words to hide, and that somebody looked."""

    version: int = Field(ge=0, le=_VERSION_MAX)
    q: list[int] = []
    a: list[int] = []
    more: str = ""
    confirmed: str = ""
    previewed: str = ""
    step: str = ""
    tu: str = ""
    nhap: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into the forms of a page, to be shown again.

    ``slug`` names the form that was just sent; ``kept`` are those the officer was writing and has not sent yet.
    """

    slug: str = ""
    fields: Mapping[str, list[str]] = field(default_factory=dict)
    kept: Mapping[str, Kept] = field(default_factory=dict)

    def of(self, slug: str) -> Mapping[str, list[str]] | None:
        """The fields of one form, if anything was typed into it."""
        if slug == self.slug:
            return self.fields
        return self.kept[slug].fields if slug in self.kept else None

    def value(self, slug: str, name: str, default: str = "") -> str:
        """What was typed into a field of the form ``slug``, else the default."""
        fields = self.of(slug)
        return default if fields is None else printable((fields.get(name) or [""])[0])

    def at(self, slug: str, name: str, place: int, default: str = "") -> str:
        """What was typed into one of several fields of the same name, else the default."""
        values = (self.of(slug) or {}).get(name, [])
        return printable(values[place]) if place < len(values) else default

    def text(self, slug: str) -> str:
        """The words that were typed into a form, for when it is no longer there."""
        fields = self.of(slug) or {}
        return printable("\n\n".join(value for name in WORDY for value in fields.get(name, ())).strip())

    @property
    def slugs(self) -> list[str]:
        """The forms something was typed into, the one just sent first."""
        return list(dict.fromkeys([*filter(None, [self.slug]), *self.kept]))


NOTHING = Typed()


def printable(text: str) -> str:
    """What was typed, fit for a page: characters that HTML forbids become a visible mark."""
    return _UNSHOWABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def typed_of(slug: str, form: BaseModel) -> Typed:
    """A form as it was sent."""
    fields: Fields = {
        name: [str(one) for one in value] if isinstance(value, list) else [str(value)]
        for name, value in form.model_dump().items()
    }
    return Typed(slug, fields)


def unsent(form: CaseForm) -> Fields:
    """What is worth keeping of a form that was not sent: everything filled in, without how it would have been sent."""
    fields = typed_of("", form).fields
    return {name: list(values) for name, values in fields.items() if name not in _SENDING and any(values)}


def chosen(vocabulary: type[L], value: str, *, name: str, sentence: str) -> L:
    """A member of a vocabulary picked from a list. Raises Invalid."""
    try:
        return vocabulary(value)
    except ValueError:
        raise Invalid(FieldError(name, f"{name}_not_chosen", sentence)) from None


def chosen_unit(value: str, *, name: str = "unit") -> UUID:
    """The id of a unit picked from a list. Raises Invalid."""
    try:
        return UUID(value)
    except ValueError:
        raise Invalid(FieldError(name, f"{name}_not_chosen", _("Xin chọn cơ quan trong danh sách."))) from None


def optional_text(name: str, value: str) -> str | None:
    """A text that may be left empty. Raises Invalid when it is not text."""
    return read_text(name, value) if value.strip() else None


def some_id(value: str) -> UUID | None:
    """An id somebody sent; nonsense is none."""
    try:
        return UUID(value)
    except ValueError:
        return None


def _code(code: Annotated[str, Path()]) -> str:
    spelled = read_code(code)
    if spelled is None:
        raise NotFound
    return spelled


CodeHere = Annotated[str, Depends(_code)]
"""A case code from the address, as we write it. Raises NotFound when nobody can have it."""
