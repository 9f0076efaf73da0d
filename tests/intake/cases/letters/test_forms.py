"""Forms of letter: what an office may upload, with a sentence for everything else, and how Word's pieces are filled."""

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from intake.cases.errors import Invalid, NotAllowed
from intake.cases.incoming import Examined, Incoming, examined
from intake.cases.letters import checking, filling, forms
from intake.cases.letters.blanks import BLANKS, EXAMPLE
from intake.cases.letters.built_in import built_in
from models.vocabulary import CaseKind
from tests.files import picture
from tests.world import World

NEEDED = "Số: {{so}}/UBND-VP, {{ngay_thang}}: {{noi_dung}}"


def form(text: str = NEEDED, change: Callable[[WordDocument], object] | None = None) -> bytes:
    """A small form with one paragraph, changed further in Word's own terms."""
    document = Document()
    document.add_paragraph(text)
    if change:
        change(document)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def with_parts(content: bytes, parts: dict[str, bytes]) -> bytes:
    """The same archive with these parts put in or replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            if member.filename not in parts:
                new.writestr(member, old.read(member))
        for name, part in parts.items():
            new.writestr(name, part)
    return made.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


@contextmanager
def arrived(content: bytes, name: str = "mẫu.docx") -> Iterator[Examined]:
    with examined(Incoming(name, io.BytesIO(content))) as file:
        yield file


def refusal(content: bytes, name: str = "mẫu.docx") -> tuple[str, str]:
    """Code and sentence with which a form is refused."""
    with pytest.raises(Invalid) as refused, arrived(content, name) as file:
        checking.check(file)
    return refused.value.errors[0].code, refused.value.errors[0].sentence


def texts(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]


def test_the_built_in_form_has_every_blank_and_passes_the_check() -> None:
    assert set(filling.names_in(built_in())) == set(BLANKS)
    with arrived(built_in()) as file:
        assert checking.check(file) == built_in()


def test_a_blank_that_word_has_cut_into_runs_is_filled_and_its_looks_stay() -> None:
    def cut(document: WordDocument) -> None:
        paragraph = document.add_paragraph("Kính gửi: ")
        for piece in ("{", "{ngu", "oi_", "gui}", "} và mọi người"):
            paragraph.add_run(piece).bold = piece == "{"

    made = filling.fill(form(change=cut), {"nguoi_gui": "Bà Sáu"})

    paragraph = Document(io.BytesIO(made)).paragraphs[-1]
    assert paragraph.text == "Kính gửi: Bà Sáu và mọi người"
    assert [run.text for run in paragraph.runs if run.bold] == ["Bà Sáu"]


def test_blanks_in_tables_headers_and_footers_are_filled() -> None:
    def place(document: WordDocument) -> None:
        inner = document.add_table(1, 1).cell(0, 0).add_table(1, 1)
        inner.cell(0, 0).text = "Trong bảng {{ma_vu_viec}}"
        document.sections[0].header.paragraphs[0].text = "Đầu {{co_quan}}"
        document.sections[0].footer.paragraphs[0].text = "Chân {{nguoi_ky}}"

    made = Document(io.BytesIO(filling.fill(form(change=place), EXAMPLE)))

    assert made.tables[0].cell(0, 0).tables[0].cell(0, 0).text == f"Trong bảng {EXAMPLE['ma_vu_viec']}"
    assert made.sections[0].header.paragraphs[0].text == f"Đầu {EXAMPLE['co_quan']}"
    assert made.sections[0].footer.paragraphs[0].text == f"Chân {EXAMPLE['nguoi_ky']}"


def test_an_answer_of_several_paragraphs_becomes_paragraphs_or_lines() -> None:
    values = {"noi_dung": "Một.\n\nHai.", "so": "1", "ngay_thang": "hôm nay"}

    assert texts(filling.fill(form("{{noi_dung}}"), values)) == ["Một.", "Hai."]
    assert texts(filling.fill(form("Trả lời: {{noi_dung}} Hết."), values)) == ["Trả lời: Một.\nHai. Hết."]


def test_what_is_filled_in_is_text_and_never_a_blank_or_markup() -> None:
    values = {"noi_dung": "{{nguoi_gui}} <w:p/> & \x07xong", "nguoi_gui": "SAI"}

    assert texts(filling.fill(form("{{ noi_dung }}"), values)) == ["{{nguoi_gui}} <w:p/> & xong"]


def test_an_unknown_blank_is_named_with_those_there_are() -> None:
    code, sentence = refusal(form(NEEDED + " {{so_nha}}"))

    assert code == "blank_unknown"
    assert sentence.startswith("Không có chỗ trống {{so_nha}}. Các chỗ trống dùng được: {{so}}, ")


def test_a_missing_compulsory_blank_is_named() -> None:
    code, sentence = refusal(form("Số {{so}}: {{noi_dung}}"))

    assert (code, "{{ngay_thang}}" in sentence) == ("blank_missing", True)


def with_external_link() -> bytes:
    made = form()
    name = "word/_rels/document.xml.rels"
    link = (
        b'<Relationship Id="rId99" TargetMode="External" Target="http://example.com/x.dotm" Type="http://schemas.'
        b'openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/></Relationships>'
    )
    return with_parts(made, {name: part_of(made, name).replace(b"</Relationships>", link)})


def with_entities() -> bytes:
    made = form()
    document = part_of(made, "word/document.xml")
    head, body = document.split(b"?>", 1)
    bomb = b'?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    return with_parts(made, {"word/document.xml": head + bomb + body})


def with_field(code: str) -> bytes:
    def add(document: WordDocument) -> None:
        run = document.add_paragraph().add_run()
        field = run._r.makeelement(qn("w:instrText"))
        field.text = code
        run._r.append(field)

    return form(change=add)


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "a picture": (picture, "form_not_docx"),
    "a PDF": (lambda: b"%PDF-1.4\n%%EOF\n", "form_not_docx"),
    "a template of the web": (with_external_link, "form_outside"),
    "entities": (with_entities, "form_damaged"),
    "a field that fetches": (lambda: with_field(' DDEAUTO c:\\\\windows "x" '), "form_outside"),
    "a picture of the web": (lambda: with_field(' INCLUDEPICTURE "http://example.com/a.png" '), "form_outside"),
    "an embedded program": (lambda: with_parts(form(), {"word/embeddings/oleObject1.bin": b"MZ"}), "form_embeds"),
    "macros": (lambda: with_parts(form(), {"word/vbaProject.bin": b"x"}), "file_macro"),
    "a bomb": (lambda: with_parts(form(), {"word/media/a.xml": bytes(60 * 1024 * 1024)}), "file_bomb"),
    "much that packs well": (lambda: with_parts(form(), _noise()), "form_too_large"),
    "no Word file": (lambda: with_parts(form(), {"word/document.xml": b"<p>"}), "form_damaged"),
}


def _noise() -> dict[str, bytes]:
    rare = random.Random(1)
    return {"word/media/a.bin": b"".join(rare.randbytes(1000) * 90 for _ in range(500))}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_unsafe_or_no_form_is_refused_with_a_sentence(what: str) -> None:
    make, expected = REFUSED[what]

    code, sentence = refusal(make())

    assert code == expected
    assert sentence.endswith(".")


def test_a_hyperlink_in_a_form_is_fine() -> None:
    made = form()
    name = "word/_rels/document.xml.rels"
    link = (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'hyperlink" Target="https://vinhlong.gov.vn" TargetMode="External"/></Relationships>'
    )
    with arrived(with_parts(made, {name: part_of(made, name).replace(b"</Relationships>", link)})) as file:
        assert checking.check(file)


def add(world: World, who: str, kind: CaseKind | None = None, text: str = NEEDED) -> UUID:
    with arrived(form(text)) as file, world.desk.work(getattr(world, who)) as work:
        return forms.add(work, file, kind=kind).id


def test_the_units_own_form_comes_before_the_provinces_and_one_for_the_kind_before_one_for_all(world: World) -> None:
    def current() -> UUID | None:
        with world.desk.look(world.handler) as work:
            found = forms.current_for(work, CaseKind.CONDUCT)
            return found.id if found else None

    assert current() is None
    assert add(world, "administrator") == current()
    assert add(world, "leader") == current()
    own = add(world, "leader", CaseKind.CONDUCT)
    add(world, "health_leader", CaseKind.CONDUCT)
    assert own == current()


def test_a_new_form_is_the_next_version_and_the_old_one_is_kept(world: World) -> None:
    first = add(world, "leader")
    second = add(world, "leader", text="Bản hai. " + NEEDED)

    with world.desk.work(world.leader) as work:
        assert [(one.id, one.version, one.ended_at is None) for one in forms.kept_by(work)] == [
            (second, 2, True),
            (first, 1, False),
        ]
        assert b"PK" in forms.bytes_of(work, forms.view(work, first).file)[:2]
        forms.retire(work, second)
        assert forms.current_for(work, None) is None


def test_only_leaders_and_administrators_keep_forms(world: World) -> None:
    with pytest.raises(NotAllowed):
        add(world, "handler")
