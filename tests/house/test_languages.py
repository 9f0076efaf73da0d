"""Catalogues are complete: every sentence of the product has its English, with the same places to fill."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from models import languages
from tools.saying import ROOT
from tools.words import spoken, updated

CATALOGUES = sorted(languages.SHIPPED.glob("*.po"))
VIETNAMESE = re.compile("[À-ỹĐđ]")
MARKS = {"_", "N_", "ngettext"}
CODE = sorted(path for folder in ("models", "routing", "intake", "bot") for path in (ROOT / folder).rglob("*.py"))
PAGES = sorted(path for part in ("public", "console") for path in (ROOT / "intake" / "web" / part).rglob("*.py"))
TEMPLATES = sorted((ROOT / "intake" / "web" / "templates").rglob("*.html"))
NAME = "Lắng Nghe"
UNTRANSLATED = {
    "intake/web/console/__init__.py",  # the title of an application without documentation
    "intake/web/console/beside.py",  # words a letter to the citizen begins with
    "intake/web/public/kept.py",  # the name a file without one is kept under
}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_holds_exactly_the_sentences_of_the_product(path: Path) -> None:
    assert path.read_bytes() == updated(path, spoken()), "make words"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_every_sentence_is_translated(path: Path) -> None:
    with path.open("rb") as file:
        missing = [message.id for message in read_po(file) if message.id and not message.string]
    assert missing == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_translation_fills_the_same_places_and_may_stand_in_an_attribute(path: Path) -> None:
    with path.open("rb") as file:
        pairs = [(str(message.id), str(message.string)) for message in read_po(file) if message.id and message.string]
    wrong = [said for said, translated in pairs if languages.places(said) != languages.places(translated)]
    quoted = [said for said, translated in pairs if '"' in translated and "<" not in said]
    assert (wrong, quoted) == ([], [])


def test_every_marked_sentence_is_found_by_the_tool() -> None:
    """It reads no f-strings, so a sentence inside one would never be translated."""
    known = {message.id for message in spoken()}
    marked = {sentence for path in CODE for sentence in _marked(ast.parse(path.read_text()))}
    assert marked - known == set()


def test_the_web_says_nothing_that_cannot_be_translated() -> None:
    left = {
        name: sentences
        for path in PAGES
        if (name := path.relative_to(ROOT).as_posix()) not in UNTRANSLATED
        if (sentences := list(_unmarked(ast.parse(path.read_text()))))
    }
    assert left == {}


def test_a_template_says_nothing_that_cannot_be_translated() -> None:
    left = {path.name: words for path in TEMPLATES if (words := _plain(path.read_text()))}
    assert left == {}


def _marked(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            yield from (one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str))


def _unmarked(tree: ast.AST) -> Iterator[str]:
    """Vietnamese in code that is neither marked nor a docstring."""
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and tree.func.id in MARKS:
        return
    if (
        isinstance(tree, ast.Constant)
        and isinstance(tree.value, str)
        and VIETNAMESE.search(tree.value.replace(NAME, ""))
    ):
        yield tree.value
    for node in ast.iter_child_nodes(tree):
        if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            yield from _unmarked(node)


def _plain(template: str) -> list[str]:
    """Vietnamese in a template outside what is translated and outside strings of its own code."""
    text = re.sub(r"\{#.*?#\}|\{%-?\s*trans\b.*?endtrans\s*-?%\}|\{%.*?%\}|\{\{.*?\}\}", "", template, flags=re.DOTALL)
    return [line.strip() for line in text.replace(NAME, "").splitlines() if VIETNAMESE.search(line)]
