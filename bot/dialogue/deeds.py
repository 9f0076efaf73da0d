"""What a turn of the dialogue wants done to the record, as values; and what came of it.

The turn does them in its own transaction, through the use cases everybody uses.
"""

from dataclasses import dataclass

from bot.dialogue.state import Draft


@dataclass(frozen=True, slots=True)
class FileCase:
    draft: Draft


@dataclass(frozen=True, slots=True)
class AnswerOfficer:
    code: str
    text: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AddToCase:
    """Something more, without having been asked."""

    code: str
    text: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rate:
    code: str
    score: int


@dataclass(frozen=True, slots=True)
class CallPerson:
    """Somebody wants to talk to a person."""


@dataclass(frozen=True, slots=True)
class ChooseWay:
    """How to tell of the cases filed here from now on; ``email`` if it was given for that."""

    told_by: str
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Guard:
    """What was told may accuse: from now on the conversation is for one desk."""

    told: str


Deed = FileCase | AnswerOfficer | AddToCase | Rate | CallPerson | ChooseWay | Guard


@dataclass(frozen=True, slots=True)
class Filed:
    """A case was filed: its code, its key, and by when it is answered, in words.

    ``beside`` are the others, where the matters of one story were filed apart.
    """

    code: str
    key: str
    due: str
    link: str
    beside: tuple["Filed", ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """It was done; ``code`` is the case."""

    deed: Deed
    code: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """It could not be done: why, and which fields are wrong."""

    deed: Deed
    sentence: str
    fields: tuple[str, ...] = ()


Outcome = Filed | Done | Refused
