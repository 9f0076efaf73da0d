"""Brings the catalogues of ``locale/`` up to date: ``make words`` after a sentence was added or changed.

Sentences are gathered from the code and the templates, where they are written in Vietnamese. What is new stands in the
catalogue without a translation until somebody writes one; what nobody says any more is dropped.
"""

import sys
from collections.abc import Iterator
from importlib import import_module
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from models.languages import SHIPPED
from models.vocabulary import Labelled
from routing.told import COLLECTING, HANDED_OVER, REOPENED, SHARED_ANSWER, TOLD
from tools.saying import ROOT, say, speak_plainly

_METHODS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
_OPTIONS = {"**/templates/**.html": {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true"}}
_KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
_FOLDERS = ("models", "routing", "intake", "bot")
_VOCABULARIES = (
    "models.vocabulary",
    "routing.calendar_file",
    "routing.terms",
    "intake.cases.chat_list",
    "intake.cases.queues.filters",
    "intake.cases.queues.order",
    "intake.cases.queues.which",
)


def spoken() -> Catalog:
    """Every sentence of the product that can be translated."""
    catalogue = Catalog(fuzzy=False)
    for folder in _FOLDERS:
        found = extract_from_dir(ROOT / folder, _METHODS, _OPTIONS, _KEYWORDS, comment_tags=("Dịch:",))
        for name, _line, message, comments, _context in found:
            for sentence in message if isinstance(message, tuple) else (message,):
                catalogue.add(sentence, locations=[(f"{folder}/{name}", 0)], auto_comments=comments)
    for place, sentence in (*labels(), *told()):
        catalogue.add(sentence, locations=[(place, 0)])
    return catalogue


def labels() -> Iterator[tuple[str, str]]:
    """The words of the vocabularies that pages show by ``_(member.label)``, each with where it stands."""
    for name in _VOCABULARIES:
        module = import_module(name)
        for kind in vars(module).values():
            if isinstance(kind, type) and issubclass(kind, Labelled) and kind.__module__ == name:
                yield from ((f"{name.replace('.', '/')}.py", member.label) for member in kind)


def told() -> Iterator[tuple[str, str]]:
    """What a citizen is told of a case, status by status; some sentences are put together there."""
    every = [told for statuses in TOLD.values() for told in statuses.values()]
    sentences = {part for one in (*every, SHARED_ANSWER) for part in (one.happened, one.next, one.until) if part}
    yield from (("routing/told.py", sentence) for sentence in sorted({*sentences, REOPENED, COLLECTING, HANDED_OVER}))


def updated(path: Path, template: Catalog) -> bytes:
    """The catalogue at ``path`` with today's sentences, as it should stand in the file."""
    with path.open("rb") as file:
        catalogue = read_po(file)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    out = BytesIO()
    write_po(out, catalogue, width=120, sort_output=True, omit_header=True, ignore_obsolete=True, include_lineno=False)
    return out.getvalue().strip() + b"\n"


def main() -> None:
    template = spoken()
    for path in sorted(SHIPPED.glob("*.po")):
        path.write_bytes(updated(path, template))
    say(f"{len(template)} câu.", f"{len(template)} sentences.")


if __name__ == "__main__":
    sys.exit(speak_plainly(main))
