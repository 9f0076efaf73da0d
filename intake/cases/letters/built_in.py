"""The form of letter for an office that has uploaded none: the layout of Decree 30/2020/NĐ-CP, Appendices I and III.

A4, Times New Roman, margins and places of the parts as the decree draws them. It is made in code so that it can be
read and changed like everything else; blanks stand in it as in any form.
"""

import io
from datetime import UTC, datetime
from functools import cache

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

_WIDTHS = (Mm(68), Mm(97))
_FONT = "Times New Roman"


@cache
def built_in() -> bytes:
    """The form as a .docx, the same bytes for as long as a process lives."""
    document = Document()
    _lay_out(document)
    _head(document)
    _body(document)
    _foot(document)
    _name(document)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _lay_out(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    plain = document.styles["Normal"]
    plain.font.name, plain.font.size = _FONT, Pt(14)
    plain.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    plain.element.rPr.append(_language())


def _head(document: WordDocument) -> None:
    """Bodies with number and subject on the left, the country's name with place and day on the right."""
    left, right = _two_cells(document)
    superior = _say(left, "{{co_quan_chu_quan}}", 12, first=True)
    body = _say(left, "{{co_quan}}", 12, bold=True)
    for run in (*superior.runs, *body.runs):
        run.font.all_caps = True
    _line_below(body, Mm(22))
    _say(left, "Số: {{so}}/{{ky_hieu}}", 13, before=6)
    _say(left, "{{trich_yeu}}", 12, before=3)
    _say(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, bold=True, first=True)
    _line_below(_say(right, "Độc lập - Tự do - Hạnh phúc", 13, bold=True), Mm(18))
    _say(right, "{{dia_danh}}, {{ngay_thang}}", 13, italic=True, before=6)


def _body(document: WordDocument) -> None:
    to = _write(document.add_paragraph(), "Kính gửi: {{nguoi_gui}}", 14, align=ALIGN.CENTER, before=18)
    to.paragraph_format.space_after = Pt(0)
    where = _write(document.add_paragraph(), "{{dia_chi}}", 14, align=ALIGN.CENTER)
    where.paragraph_format.space_after = Pt(12)
    text = _write(document.add_paragraph(), "{{noi_dung}}", 14, align=ALIGN.JUSTIFY)
    text.paragraph_format.first_line_indent = Mm(10)
    text.paragraph_format.space_after = Pt(6)
    text.paragraph_format.line_spacing = 1.15


def _foot(document: WordDocument) -> None:
    """Who gets it on the left, who signs on the right, kept together on one page."""
    left, right = _two_cells(document)
    _say(left, "Nơi nhận:", 12, bold=True, italic=True, first=True, align=ALIGN.LEFT, before=12)
    for line in ("- Như trên;", "- Lưu: VT, hồ sơ {{ma_vu_viec}}."):
        _say(left, line, 11, align=ALIGN.LEFT)
    _say(right, "{{chuc_vu}}", 14, bold=True, first=True, before=12)
    _say(right, "{{nguoi_ky}}", 14, bold=True, before=84)


def _name(document: WordDocument) -> None:
    about = document.core_properties
    about.author, about.title, about.comments, about.language = "", "Công văn trả lời", "", "vi-VN"
    about.created = about.modified = datetime(2026, 1, 1, tzinfo=UTC)


def _two_cells(document: WordDocument) -> tuple[_Cell, _Cell]:
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    cells = table.rows[0].cells
    for column, cell, width in zip(table.columns, cells, _WIDTHS, strict=True):
        column.width = cell.width = width  # Word goes by the cells, LibreOffice by the columns
    return cells[0], cells[1]


def _say(
    cell: _Cell,
    words: str,
    size: int,
    *,
    bold: bool = False,
    italic: bool = False,
    first: bool = False,
    align: ALIGN = ALIGN.CENTER,
    before: int = 0,
) -> Paragraph:
    paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    return _write(paragraph, words, size, bold=bold, italic=italic, align=align, before=before)


def _write(
    paragraph: Paragraph,
    words: str,
    size: int,
    *,
    bold: bool = False,
    italic: bool = False,
    align: ALIGN = ALIGN.CENTER,
    before: int = 0,
) -> Paragraph:
    run = paragraph.add_run(words)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    paragraph.alignment = align
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(0)
    return paragraph


def _line_below(above: Paragraph, indent: int) -> None:
    """The short line under a name: the border of an empty paragraph that is drawn in on both sides."""
    element = OxmlElement("w:p")
    above._p.addnext(element)
    line = Paragraph(element, above._parent)
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = indent
    line.paragraph_format.space_after = Pt(0)
    line.paragraph_format.line_spacing = Pt(3)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    line._p.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:spacing", "w:ind", "w:jc")


def _language() -> object:
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    return language
