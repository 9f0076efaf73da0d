"""A file is what its bytes say: what may come in, and a sentence of its own for each thing that may not."""

import io
import struct
import zipfile

import pytest
from pypdf import PdfReader, PdfWriter

from intake.cases import documents, file_kinds
from intake.cases.errors import Invalid
from intake.cases.incoming import FILE_MAX_BYTES, Incoming, examined
from models.vocabulary import ScanState
from tests.files import PAGE, PDF, PROGRAM, docx, packed, picture, received
from tests.world import World


def refused(name: str, content: bytes) -> tuple[str, str]:
    """The code and the sentence."""
    with pytest.raises(Invalid) as told, examined(Incoming(name, io.BytesIO(content))):
        pass
    (error,) = told.value.errors
    assert error.field == "files"
    assert f"“{name}”" in error.sentence
    return error.code, error.sentence


def taken(name: str, content: bytes) -> tuple[str, str]:
    """The name and the media type under which it is kept."""
    with examined(Incoming(name, io.BytesIO(content))) as file:
        return file.name, file.kind.media_type


def pdf(*, owner: str = "", user: str | None = None) -> bytes:
    """A real PDF of one page; ``user`` is the password that opens it, ``owner`` the one that lets print."""
    writer, made = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    if user is not None:
        writer.encrypt(user, owner, algorithm="AES-256")
    writer.write(made)
    return made.getvalue()


def locked_docx() -> bytes:
    """A Word file with a password: since 2007 a compound file around the encrypted zip (MS-OFFCRYPTO)."""
    return compound({"EncryptedPackage": bytes(5000), "EncryptionInfo": bytes(5000)})


def old_excel(*records: int) -> bytes:
    """A workbook that begins with these records after its first, as Excel wrote them until 2003 (MS-XLS)."""
    stream = b"".join(struct.pack("<HH", record, 16) + bytes(16) for record in (0x0809, *records, 0x00E1, 0x00C1))
    return compound({"Workbook": stream.ljust(4200, b"\0")})


def old_word(stream: str = "WordDocument", flags: int = 0) -> bytes:
    """A compound file with one stream of this name, as Word wrote them until 2003."""
    return compound({stream: b"\xec\xa5\xc1\x00" + bytes(6) + flags.to_bytes(2, "little") + bytes(4200)})


def compound(streams: dict[str, bytes]) -> bytes:
    """The least of a compound file (MS-CFB, version 3): header, one table, directory, streams."""
    sectors: list[bytes] = []
    chain: list[int] = []
    entries = [("Root Entry", 5, 0xFFFFFFFE, 0)]
    for name, content in streams.items():
        first, count = 2 + len(sectors), -(-len(content) // 512)
        sectors += [content[at * 512 : at * 512 + 512].ljust(512, b"\0") for at in range(count)]
        chain += [first + at + 1 for at in range(count - 1)] + [0xFFFFFFFE]
        entries.append((name, 2, first, len(content)))
    table = [0xFFFFFFFD, 0xFFFFFFFE, *chain]
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + bytes.fromhex("3e000300feff09000600") + bytes(10)
    numbers = [1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0, *[0xFFFFFFFF] * 108]
    head += b"".join(number.to_bytes(4, "little") for number in numbers)
    directory = b"".join(_entry(at, *entry, last=len(entries) - 1) for at, entry in enumerate(entries))
    fat = b"".join(number.to_bytes(4, "little") for number in table).ljust(512, b"\xff")
    return head + fat + directory.ljust(512, b"\0") + b"".join(sectors)


def _entry(at: int, name: str, kind: int, first: int, size: int, *, last: int) -> bytes:
    written = (name + "\0").encode("utf-16-le")
    right = at + 1 if 0 < at < last else 0xFFFFFFFF
    child = 1 if at == 0 and last else 0xFFFFFFFF
    links = b"".join(number.to_bytes(4, "little") for number in (0xFFFFFFFF, right, child))
    entry = written.ljust(64, b"\0") + len(written).to_bytes(2, "little") + bytes([kind, 1]) + links
    return entry + bytes(36) + first.to_bytes(4, "little") + size.to_bytes(8, "little")


@pytest.mark.parametrize(
    ("name", "content", "kept", "media_type"),
    [
        ("ảnh.jpg", picture("JPEG"), "ảnh.jpg", "image/jpeg"),
        ("ảnh.JPEG", picture("JPEG"), "ảnh.JPEG", "image/jpeg"),
        ("ảnh.png", picture(), "ảnh.png", "image/png"),
        ("ảnh.webp", picture("WEBP"), "ảnh.jpg", "image/jpeg"),
        ("thật ra là ảnh.pdf", picture(), "thật ra là ảnh.png", "image/png"),
        ("chạy đi.exe", picture(), "chạy đi.exe.png", "image/png"),
        ("đơn.pdf", PDF, "đơn.pdf", "application/pdf"),
        ("dấu đầu.pdf", b"\xef\xbb\xbf\r\n" + PDF, "dấu đầu.pdf", "application/pdf"),
        ("đơn.docx", docx(), "đơn.docx", file_kinds.DOCX.media_type),
        ("bảng.xlsx", packed({"xl/workbook.xml": b"<workbook/>"}), "bảng.xlsx", file_kinds.XLSX.media_type),
        ("cũ.doc", old_word(), "cũ.doc", "application/msword"),
        ("cũ.xls", old_excel(), "cũ.xls", "application/vnd.ms-excel"),
        ("phim.mp4", b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + bytes(99), "phim.mp4", "video/mp4"),
        ("phim", b"\0\0\0\x18ftyp3gp4\0\0\0\0isom3gp4" + bytes(99), "phim.mp4", "video/mp4"),
        (
            "lời nói.ogg",
            b"OggS\0\x02" + bytes(20) + b"\x01\x13OpusHead\x01\x01" + bytes(99),
            "lời nói.ogg",
            "audio/ogg",
        ),
        ("ghi âm.aac", b"\xff\xf1\x50\x80\x02\x1f\xfc" + bytes(99), "ghi âm.aac", "audio/aac"),
        ("ghi âm.m4a", b"\0\0\0\x18ftypM4A \0\0\0\0isommp42" + bytes(99), "ghi âm.m4a", "audio/mp4"),
        ("có tên.mp3", b"ID3\x04" + bytes(99), "có tên.mp3", "audio/mpeg"),
        ("không tên.mp3", b"\xff\xfb\x90\x64" + bytes(99), "không tên.mp3", "audio/mpeg"),
    ],
)
def test_a_file_is_kept_as_what_it_is(name: str, content: bytes, kept: str, media_type: str) -> None:
    assert taken(name, content) == (kept, media_type)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("ảnh.jpg", PROGRAM, "mang tên ảnh nhưng bên trong là một chương trình máy tính"),
        ("đơn.docx", PAGE, "mang tên tệp Word nhưng bên trong là một trang web"),
        ("đơn.doc", b"  <HTML><body>", "một trang web"),
        ("đơn.pdf", b"\x7fELF" + bytes(99), "một chương trình máy tính"),
        ("đơn.docx", packed({"a.txt": b"a"}), "một tệp nén"),
        ("ảnh.png", bytes(100), "dữ liệu loại khác"),
        ("đơn.doc", old_word("SummaryInformation"), "dữ liệu loại khác"),  # an installer is such a file too
        ("ảnh.jpg", b"\0\0\0\x18ftypavif\0\0\0\0mif1avif" + bytes(99), "dữ liệu loại khác"),
    ],
)
def test_a_lying_file_is_told_what_it_is(name: str, content: bytes, words: str) -> None:
    code, sentence = refused(name, content)

    assert code == "file_lies"
    assert words in sentence


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.html", PAGE), ("chạy.exe", PROGRAM), ("nén.zip", packed({"a.txt": b"a"})), ("a.txt", b"xin chao")],
)
def test_an_honest_file_of_another_kind_is_told_what_we_take(name: str, content: bytes) -> None:
    code, sentence = refused(name, content)

    assert code == "file_kind_refused"
    assert "PDF, Word, Excel" in sentence


def test_an_empty_and_a_large_file_have_their_sentences() -> None:
    assert refused("a.pdf", b"")[0] == "file_empty"
    assert refused("a.pdf", PDF + bytes(FILE_MAX_BYTES))[0] == "file_too_large"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("đơn.pdf", pdf(user="bí mật", owner="chủ")),
        ("đơn.docx", locked_docx()),
        ("đơn.doc", old_word(flags=0x0100)),
        ("bảng.xls", old_excel(0x002F)),
        ("bảng.xls", old_excel(0x0086, 0x002F)),
    ],
)
def test_a_file_with_a_password_is_told_to_take_it_off(name: str, content: bytes) -> None:
    code, sentence = refused(name, content)

    assert code == "file_encrypted"
    assert "bỏ mật khẩu" in sentence


def test_a_zip_with_a_password_is_told_to_take_it_off() -> None:
    locked = bytearray(docx())
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # bit 0 of the flags (APPNOTE 4.4.4)
        place = locked.find(signature)
        while place >= 0:
            locked[place + at] |= 1
            place = locked.find(signature, place + 4)

    assert refused("đơn.docx", bytes(locked))[0] == "file_encrypted"


def test_a_pdf_that_only_forbids_printing_is_taken() -> None:
    printing_forbidden = pdf(user="", owner="chủ")
    assert PdfReader(io.BytesIO(printing_forbidden)).is_encrypted

    assert taken("đơn.pdf", printing_forbidden)[1] == "application/pdf"


def test_a_pdf_whose_encryption_cannot_be_read_is_refused() -> None:
    assert refused("đơn.pdf", PDF + b"trailer << /Encrypt 9 0 R >>")[0] == "file_encrypted"


def test_a_word_about_encryption_is_no_encryption() -> None:
    assert taken("đơn.pdf", PDF + b"(/Encryption is fine) /EncryptMetadata false")[1] == "application/pdf"


def test_a_zip_bomb_is_refused_before_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "UNPACKED_MAX_BYTES", 5_000_000)

    code, sentence = refused("đơn.docx", docx({"word/media/a": bytes(6_000_000)}))

    assert code == "file_bomb"
    assert "bung ra lớn bất thường" in sentence


def test_a_high_ratio_is_a_bomb_and_a_small_sheet_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "SMALL_BYTES", 100_000)

    assert refused("đơn.docx", docx({"word/media/a": bytes(2_000_000)}))[0] == "file_bomb"
    assert taken("đơn.docx", docx({"word/media/a": bytes(50_000)}))[0] == "đơn.docx"


def test_a_zip_that_lies_about_its_sizes_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "UNPACKED_MAX_BYTES", 1_000_000)
    honest = docx({"word/media/a": bytes(2_000_000)})
    lying = honest.replace((2_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with zipfile.ZipFile(io.BytesIO(lying)) as archive:
        assert archive.getinfo("word/media/a").file_size == 10

    assert refused("đơn.docx", lying)[0] == "file_bomb"


def test_a_word_file_cut_off_is_damaged_and_one_with_macros_says_so() -> None:
    assert refused("đơn.docx", docx()[:200])[0] == "file_damaged"
    assert refused("đơn.doc", old_word()[:700])[0] == "file_damaged"
    assert refused("đơn.docx", docx({"word/vbaProject.bin": b"x"}))[0] == "file_macro"
    old = compound({"WordDocument": bytes(4200), "Macros": bytes(4200)})
    assert refused("đơn.doc", old)[0] == "file_macro"


def test_pictures_are_safe_and_documents_wait_to_be_looked_at(world: World) -> None:
    with world.desk.work() as work:
        photograph, letter = received(work, "a.jpg", picture("JPEG")), received(work, "a.pdf", PDF)
        states = photograph.scan, letter.scan

    assert states == (ScanState.SAFE, ScanState.UNSCANNED)
    assert world.desk.storage.path(letter.id).read_bytes() == PDF
