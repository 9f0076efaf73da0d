"""``langnghe nlu export FILE``: what officers corrected in chats, as examples for both engines.

The file is written as ``bot/rasa/data/nlu`` is, for a person to read before it goes there. Names, phones, numbers and
addresses are replaced by words for them; of conversations with a restricted case nothing is written.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from bot.nlu.entities import facts_of_form
from bot.nlu.features import LONGEST_TEXT
from bot.nlu.training_data import VERSION, load_examples
from intake.cases import meanings
from intake.cases.meanings import Corrected
from intake.entry.existing import open_existing
from intake.entry.faults import CannotStart
from intake.entry.settings import Settings
from models.vocabulary import Intent
from routing.redaction import WORDS, Personal
from routing.text import fold

_STANDS_FOR = {
    "case_code": WORDS[Personal.DOSSIER],
    "dossier": WORDS[Personal.DOSSIER],
    "phone": WORDS[Personal.PHONE],
    "name": WORDS[Personal.NAME],
}
_NUMBER = re.compile(r"\d(?:[\d.,/-]*\d)?")
_MARK = re.compile(r"\](?=[({])")


def export(settings: Settings, file: Path) -> int:
    """Write the file; returns how many examples it holds. Raises CannotStart."""
    desk = open_existing(settings)
    with desk.look() as work:
        corrected = list(meanings.exported(work))
    desk.database.dispose()
    examples = new_examples(corrected)
    try:
        file.write_text(as_rasa(examples), "utf-8")
    except OSError:
        raise CannotStart(f"Không ghi được tệp {file}.") from None
    return sum(map(len, examples.values()))


def new_examples(corrected: Iterable[Corrected]) -> dict[Intent, list[str]]:
    """For each intent the sentences that neither an example nor an earlier correction says already."""
    known = {fold(example.text) for example in load_examples()}
    found: dict[Intent, list[str]] = {}
    for one in corrected:
        text = as_example(one.text)
        if any(letter.isalpha() for letter in text) and fold(text) not in known:
            known.add(fold(text))
            found.setdefault(one.intent, []).append(text)
    return found


def as_example(text: str) -> str:
    """One line without a fact of anybody: what our finders see, and every number, is replaced."""
    text = " ".join(text.split())[:LONGEST_TEXT]
    for fact in reversed(facts_of_form(text)):
        if fact.kind in _STANDS_FOR:
            text = f"{text[: fact.start]}{_STANDS_FOR[fact.kind]}{text[fact.end :]}"
    text = _NUMBER.sub("0", "".join(letter for letter in text if letter.isprintable()))
    return _MARK.sub("] ", text)  # in these files "[…](…)" would be a fact


def as_rasa(examples: dict[Intent, list[str]]) -> str:
    """A file of examples in Rasa's format."""
    sections = [
        "\n".join([f"  - intent: {intent}", "    examples: |", *(f"      - {text}" for text in texts)])
        for intent, texts in sorted(examples.items())
    ]
    nlu = ["nlu:", "\n\n".join(sections)] if sections else ["nlu: []"]
    return "\n".join([f'version: "{VERSION}"', "", *nlu, ""])
