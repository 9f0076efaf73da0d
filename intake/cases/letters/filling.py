"""Writing into a .docx: every blank of its text, its tables, text boxes, headers and footers gets its value.

Word cuts what somebody typed into runs as it likes, so a blank is looked for in the whole paragraph. What is filled in
is text and nothing else: it is never read as a blank again, and brings no markup along.
"""

import io
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from intake.cases.letters.blanks import BLANK

_PARAGRAPH, _TEXT, _SPACE = qn("w:p"), qn("w:t"), qn("xml:space")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Element = Any
"""An element of the file's XML; the library under python-docx has no types."""


def fill(form: bytes, values: Mapping[str, str]) -> bytes:
    """The letter: the form with every blank filled; one without a value stays empty."""
    document = Document(io.BytesIO(form))
    for paragraph in list(_paragraphs(document)):
        _fill(paragraph, values)
    document.core_properties.author = values.get("co_quan", "")
    document.core_properties.title = values.get("trich_yeu", "")
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def names_in(form: bytes) -> list[str]:
    """The blanks of a form, each once, in the order in which they stand."""
    found = (BLANK.findall(_said(paragraph)) for paragraph in _paragraphs(Document(io.BytesIO(form))))
    return list(dict.fromkeys(name for names in found for name in names))


def _paragraphs(document: WordDocument) -> Iterator[Element]:
    for part in document.part.package.iter_parts():
        if isinstance(part, XmlPart):
            yield from part.element.iter(_PARAGRAPH)


def _texts(paragraph: Element) -> list[Element]:
    """The pieces of a paragraph's own text, without those of a text box that stands in it."""
    return [text for text in paragraph.iter(_TEXT) if next(text.iterancestors(_PARAGRAPH)) is paragraph]


def _said(paragraph: Element) -> str:
    return "".join(text.text or "" for text in _texts(paragraph))


def _fill(paragraph: Element, values: Mapping[str, str]) -> None:
    said = _said(paragraph)
    alone = BLANK.fullmatch(said.strip())
    lines = _lines(values.get(alone[1], "")) if alone else []
    if alone and not lines and _can_go(paragraph):
        paragraph.getparent().remove(paragraph)
        return
    if len(lines) > 1:
        _repeat(paragraph, lines)
        return
    for blank in reversed(list(BLANK.finditer(said))):
        _replace(paragraph, blank.span(), "\n".join(_lines(values.get(blank[1], ""))))
    for text in _texts(paragraph):
        _break_lines(text)


def _can_go(paragraph: Element) -> bool:
    """Whether a line that would be empty may be left out: a cell keeps at least one, and a section its ending."""
    siblings = paragraph.getparent().findall(_PARAGRAPH)
    return len(siblings) > 1 and paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is None


def _lines(value: str) -> list[str]:
    return [line.strip() for line in _UNWRITABLE.sub("", value).splitlines() if line.strip()]


def _repeat(paragraph: Element, lines: list[str]) -> None:
    """One paragraph like this for each line; what ends a section stays with the last."""
    for line in lines[:-1]:
        again = deepcopy(paragraph)
        for ending in again.findall(f"{qn('w:pPr')}/{qn('w:sectPr')}"):
            ending.getparent().remove(ending)
        _replace(again, (0, len(_said(again))), line)
        paragraph.addprevious(again)
    _replace(paragraph, (0, len(_said(paragraph))), lines[-1])


def _replace(paragraph: Element, span: tuple[int, int], value: str) -> None:
    """Put a value in the place of these letters: into the piece where they begin, out of all others."""
    start, stop = span
    before = 0
    for text in _texts(paragraph):
        words = text.text or ""
        first, last = max(start - before, 0), min(stop - before, len(words))
        if first < last:
            text.text = words[:first] + (value if start >= before else "") + words[last:]
            text.set(_SPACE, "preserve")
        before += len(words)


def _break_lines(text: Element) -> None:
    """Line breaks within a piece of text become those of Word."""
    first, *more = (text.text or "").split("\n")
    if not more:
        return
    text.text, place = first, text
    for line in more:
        ending, following = OxmlElement("w:br"), OxmlElement("w:t")
        following.text = line
        following.set(_SPACE, "preserve")
        place.addnext(ending)
        ending.addnext(following)
        place = following
