"""How far a conversation has come: the step it is at and what has been told so far, as one JSON value."""

import json
from dataclasses import dataclass, field
from typing import Any

from routing.places import with_hamlet

IDLE = "idle"


@dataclass
class Draft:
    """What was told for one piece of feedback. ``parts`` are the pieces of the story with the ids of their messages.

    ``kind`` is what the citizen said it is, against the machine; ``skipped`` are the fields they would not give.
    ``restricted`` that it may accuse somebody, which nothing that is added takes back; ``warned`` that the lawful way
    of such a matter was told; ``urgent`` that somebody is in danger.
    ``told_by`` is how they want to be told, empty as long as they said nothing of it, None while it is being asked.
    ``place`` is where they said it was, ``found`` where the story itself plays, or whom it is about.
    ``pin`` is a point they sent, in degrees, and ``near`` the communes near it while they are asked which it is.
    ``asks_files`` that they want to change what they sent along, which is asked for although some is there.
    ``kept`` is what a field held that is being changed, until another value is told or it is to stay as it was.
    ``card`` is name and number on a card they sent, while they are asked whether it is theirs.
    ``matters`` are pairs of text and unit, filed as a case each if ``apart``, which is None until it was asked.
    """

    parts: list[list[str]] = field(default_factory=list)
    files: list[list[str]] = field(default_factory=list)
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    place: str | None = None
    found: str | None = None
    pin: str = ""
    near: list[str] = field(default_factory=list)
    kept: dict[str, Any] = field(default_factory=dict)
    card: list[str] = field(default_factory=list)
    consent: bool | None = None
    kind: str | None = None
    understood: bool = False
    proposed_kind: str = ""
    proposed_unit: str = ""
    restricted: bool = False
    warned: bool = False
    urgent: bool = False
    matters: list[list[str]] = field(default_factory=list)
    apart: bool | None = None
    asks_files: bool = False
    told_by: str | None = ""
    skipped: list[str] = field(default_factory=list)

    @property
    def story(self) -> str:
        return "\n".join(text for _, text in self.parts)

    @property
    def files_with_each(self) -> bool:
        """Whether files go with every matter. What may accuse somebody comes first and keeps them for itself."""
        return not self.restricted and all(unit for _text, unit in self.matters)

    @property
    def where(self) -> str | None:
        """The place as it was named, with its hamlet in the story, and the point that was sent."""
        named = self.place or (with_hamlet(self.found, self.story) if self.found else None)
        if not self.pin:
            return named
        return f"{named} (tọa độ {self.pin})" if named else f"Tọa độ {self.pin}"

    @property
    def is_empty(self) -> bool:
        return not self.parts and not self.files


@dataclass
class State:
    """``under`` is the step to return to from an aside; ``trail`` the steps answered, for going back.

    ``choices`` are those last offered; ``code`` the case being looked up, or added to; ``alarmed`` that hotlines were
    told; ``reminded`` that somebody was told of what they left unsent.
    """

    step: str = IDLE
    under: str = ""
    trail: list[str] = field(default_factory=list)
    draft: Draft = field(default_factory=Draft)
    choices: list[list[str]] = field(default_factory=list)
    language: str = "vi"
    code: str = ""
    alarmed: bool = False
    reminded: bool = False

    def begin_anew(self) -> None:
        """What was told has been filed or thrown away; the language and the case looked up stay."""
        self.step, self.under, self.trail, self.choices = IDLE, "", [], []
        self.draft, self.alarmed = Draft(), False


def dump(state: State) -> str:
    return json.dumps(vars(state) | {"draft": vars(state.draft)}, ensure_ascii=False)


def load(kept: str | None) -> State:
    """The state as it was kept; what a later version has dropped is left out, so that a paused one goes on."""
    told: dict[str, Any] = json.loads(kept) if kept else {}
    draft = Draft(**_known(Draft, told.pop("draft", {})))
    return State(draft=draft, **_known(State, told))


def copied(state: State) -> State:
    """A state of its own, with nothing in common."""
    return load(dump(state))


def _known(kind: type, told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name in kind.__annotations__}
