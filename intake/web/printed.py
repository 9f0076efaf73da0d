"""What is put up in an office or printed on the back of a receipt: how to send feedback, and a code for the form.

A poster is one A4 page to be hung up (Điều 13 Decree 20/2008/NĐ-CP: posted at the offices); a leaflet is one A5 page,
black on white, for the back of a receipt of papers. Both are Vietnamese, like everything an office puts up, and carry
their fonts. It knows paper; what stands on it was read before.
"""

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import shorten

from fontTools.merge import Merger, Options
from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos

from intake.cases.contacts import Contact, Part
from intake.web import qr
from intake.web.page import STATIC, asset
from models.languages import N_
from models.vocabulary import Labelled

_FAMILY = "Be Vietnam Pro"
_SUBSETS = ("latin", "vietnamese", "latin-ext")
_TEAL, _INK, _QUIET = (11, 107, 107), (22, 35, 43), (84, 98, 106)
_LAW = "Nghị định 20/2008/NĐ-CP (sửa đổi bởi Nghị định 48/2013/NĐ-CP và 92/2017/NĐ-CP)"
_URGENT = "Việc khẩn cấp: 113 công an, 114 chữa cháy và cứu nạn, 115 cấp cứu."
_NAME_MAX = 180
"""Letters of a procedure's name: the longest fill a page by themselves."""

_STEPS = (
    "Mở máy ảnh điện thoại, đưa vào ô vuông.",
    "Kể chuyện gì đã xảy ra. Không cần tài khoản, không cần đúng mẫu.",
    "Giữ mã hồ sơ để theo dõi và đọc câu trả lời.",
)


class Sheet(Labelled):
    """The papers there are."""

    POSTER = "to-dan", N_("Tờ dán A4")
    LEAFLET = "to-roi", N_("Tờ in mặt sau giấy tiếp nhận, A5")


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a sheet says: where the code leads, which unit and procedure it is about, and how the unit is reached."""

    address: str
    shown_address: str
    unit: Contact | None = None
    procedure: str | None = None


def printed(sheet: Sheet, invitation: Invitation) -> bytes:
    """The sheet as a PDF."""
    with TemporaryDirectory() as folder:  # a font is read from a file, and until the paper is finished
        for style, font in _fonts().items():
            (Path(folder) / f"{style}.ttf").write_bytes(font)
        paper = _poster if sheet is Sheet.POSTER else _leaflet
        return paper(invitation, Path(folder))


def _poster(invitation: Invitation, fonts: Path) -> bytes:
    pdf = _paper(fonts, (210, 297), 18, "Gửi phản ánh, kiến nghị")
    pdf.set_fill_color(*_TEAL)
    pdf.rect(0, 0, 210, 14, style="F")
    pdf.set_y(26)
    _say(pdf, "Có điều gì chưa hài lòng, xin nói cho chúng tôi nghe", 30, bold=True, colour=_TEAL, align=Align.C)
    _say(pdf, _about(invitation), 17, align=Align.C, gap=4)
    top = pdf.get_y() + 8
    _draw_code(pdf, invitation.address, left=(210 - 92) / 2, top=top, size=92)
    pdf.set_y(top + 96)
    _say(pdf, invitation.shown_address, 15, bold=True, align=Align.C)
    for number, step in enumerate(_STEPS, start=1):
        _say(pdf, f"{number}. {step}", 15, gap=3)
    _say_contact(pdf, invitation.unit, 13)
    _say_foot(pdf, 10, 297 - 36)
    return bytes(pdf.output())


def _leaflet(invitation: Invitation, fonts: Path) -> bytes:
    pdf = _paper(fonts, (148, 210), 12, "Gửi phản ánh, kiến nghị: mặt sau giấy tiếp nhận")
    pdf.set_y(12)
    _say(pdf, "Ông/bà muốn phản ánh, kiến nghị?", 17, bold=True, align=Align.C)
    _say(pdf, _about(invitation), 10.5, align=Align.C, gap=2)
    top = pdf.get_y() + 4
    _draw_code(pdf, invitation.address, left=12, top=top, size=46)
    pdf.set_left_margin(63)
    pdf.set_y(top + 3)
    for number, step in enumerate(_STEPS, start=1):
        _say(pdf, f"{number}. {step}", 10.5, gap=1.5)
    _say(pdf, invitation.shown_address, 10.5, bold=True, gap=1.5)
    pdf.set_left_margin(12)
    pdf.set_y(max(pdf.get_y(), top + 48))
    _say_contact(pdf, invitation.unit, 10.5)
    _say_foot(pdf, 8.5, 210 - 28)
    return bytes(pdf.output())


def _about(invitation: Invitation) -> str:
    if invitation.procedure:
        at = f" tại {invitation.unit.name}" if invitation.unit else ""
        return f"Phản ánh về thủ tục “{shorten(invitation.procedure, _NAME_MAX, placeholder=' …')}”{at}"
    if invitation.unit:
        return f"Phản ánh, kiến nghị về {invitation.unit.name}"
    return "Phản ánh, kiến nghị về thủ tục hành chính, cách làm việc của cán bộ, quy định và dịch vụ công"


def _say_contact(pdf: FPDF, unit: Contact | None, size: float) -> None:
    if unit is None:
        return
    _say(pdf, unit.name, size, bold=True, gap=4)
    told = (
        ("Địa chỉ", unit.address),
        ("Điện thoại", unit.hotline),
        ("Thư điện tử", unit.email),
        ("Giờ làm việc", unit.opening_hours),
    )
    for name, value in told:
        if value:
            _say(pdf, f"{name}: {value}", size)
    if unit.missing:
        _say(pdf, f"Chưa có: {', '.join(Part(part).label for part in unit.missing)}.", size, colour=_QUIET)


def _say_foot(pdf: FPDF, size: float, top: float) -> None:
    pdf.set_y(max(top, pdf.get_y() + 4))
    _say(pdf, f"{_URGENT} Khiếu nại, tố cáo phải gửi bằng đơn hoặc trình bày trực tiếp.", size)
    _say(pdf, f"Công bố theo Điều 13 {_LAW}.", size, colour=_QUIET)


def _say(
    pdf: FPDF,
    words: str,
    size: float,
    *,
    bold: bool = False,
    colour: tuple[int, int, int] = _INK,
    align: Align = Align.L,
    gap: float = 0,
) -> None:
    """A paragraph across the page, ``size`` in points, ``gap`` in mm above it."""
    if gap:
        pdf.ln(gap)
    pdf.set_font(_FAMILY, "B" if bold else "", size)
    pdf.set_text_color(*colour)
    pdf.multi_cell(0, size * 0.5, words, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _draw_code(pdf: FPDF, address: str, *, left: float, top: float, size: float) -> None:
    """The code with its quiet zone, ``size`` mm wide."""
    rows = qr.squares(address)
    step = size / (len(rows) + 2 * qr.QUIET)
    pdf.set_fill_color(0, 0, 0)
    for down, row in enumerate(rows):
        for across, dark in enumerate(row):
            if dark:  # a little wider, or a printer draws hair lines between neighbours
                pdf.rect(
                    left + (across + qr.QUIET) * step, top + (down + qr.QUIET) * step, step + 0.02, step + 0.02, "F"
                )


def _paper(fonts: Path, form: tuple[float, float], margin: float, title: str) -> FPDF:
    pdf = FPDF(orientation="portrait", unit="mm", format=form)
    pdf.set_margin(margin)
    pdf.set_auto_page_break(auto=False)
    pdf.set_title(title)
    pdf.set_lang("vi")
    for style, name in (("", "regular"), ("B", "bold")):
        pdf.add_font(_FAMILY, style, fonts / f"{name}.ttf")
    pdf.add_page()
    return pdf


@cache
def _fonts() -> dict[str, bytes]:
    """The subsets of each weight as one font: with one for each, a line would change fonts within a word."""
    return {"regular": _merged(400), "bold": _merged(600)}


def _merged(weight: int) -> bytes:
    parts = [STATIC / asset(f"printed-{subset}-{weight}.woff").removeprefix("/static/") for subset in _SUBSETS]
    font = Merger(Options(drop_tables=["GSUB", "GPOS", "GDEF", "DSIG", "STAT"])).merge([str(part) for part in parts])
    font.flavor, made = None, BytesIO()
    font.save(made)
    return made.getvalue()
