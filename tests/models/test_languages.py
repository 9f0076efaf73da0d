"""Languages: who speaks which, and an office's own catalogues over the shipped ones."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from models import languages
from models.languages import _, ngettext

SENTENCE = "Đóng"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of an office; what it teaches is forgotten afterwards."""
    monkeypatch.setattr(languages, "_folders", [languages.SHIPPED])
    yield tmp_path
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    languages.available.cache_clear()
    languages._catalogue.cache_clear()


def _write(folder: Path, name: str, *pairs: tuple[str, str], flags: str = "") -> None:
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    entries = "\n".join(f'{flags}msgid "{said}"\nmsgstr "{translated}"\n' for said, translated in pairs)
    (folder / name).write_text(head + entries, encoding="utf-8")


def test_a_language_holds_inside_its_block_only() -> None:
    assert _(SENTENCE) == SENTENCE
    with languages.speaking("en"):
        assert _(SENTENCE) == "Close"
        with languages.speaking("vi"):
            assert _(SENTENCE) == SENTENCE
        assert _(SENTENCE) == "Close"
    assert languages.current() == "vi"


def test_a_language_nobody_has_is_vietnamese() -> None:
    with languages.speaking("xx"):
        assert languages.current() == "vi"


def test_a_job_that_runs_beside_a_request_speaks_vietnamese() -> None:
    heard: list[str] = []
    with languages.speaking("en"):
        thread = Thread(target=lambda: heard.append(_(SENTENCE)))
        thread.start()
        thread.join()
    assert heard == [SENTENCE]


def test_a_sentence_without_a_translation_is_said_as_it_is() -> None:
    with languages.speaking("en"):
        assert _("Câu này chưa ai dịch.") == "Câu này chưa ai dịch."


def test_one_and_several_are_told_apart_where_a_language_needs_it() -> None:
    one, many = "(1 dòng)", "(%(count)s dòng)"
    with languages.speaking("en"):
        assert [ngettext(one, many, number) for number in (1, 2)] == ["(1 line)", "(%(count)s lines)"]


def test_each_language_calls_itself_by_its_own_name() -> None:
    assert [languages.name_of(code) for code in ("vi", "en", "km")] == ["Tiếng Việt", "English", "ខ្មែរ"]


def test_an_office_adds_a_language_and_says_a_sentence_its_own_way(office: Path) -> None:
    _write(office, "fr.po", (SENTENCE, "Fermer"))
    _write(office, "en.po", (SENTENCE, "Shut"))
    languages.add_catalogues(office)

    assert languages.available() == ("vi", "en", "fr")
    with languages.speaking("fr"):
        assert (_(SENTENCE), _("Tra")) == ("Fermer", "Tra")
    with languages.speaking("en"):
        assert (_(SENTENCE), _("Tra")) == ("Shut", "Look up")


def test_a_translation_that_is_marked_as_doubtful_does_not_count(office: Path) -> None:
    _write(office, "fr.po", (SENTENCE, "Fermer"), flags="#, fuzzy\n")
    languages.add_catalogues(office)
    with languages.speaking("fr"):
        assert _(SENTENCE) == SENTENCE


def test_a_folder_that_is_not_there_adds_nothing(office: Path) -> None:
    languages.add_catalogues(office / "locale")
    assert languages.available() == ("vi", "en")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("fr.po", b'nonsense "a"\n', "Không đọc được tệp bản dịch fr.po"),
        ("fr.po", b"\xff\xfe\x00", "Không đọc được tệp bản dịch fr.po"),
        ("nowhere.po", b'msgid "a"\nmsgstr "b"\n', "nowhere.po phải mang mã của một ngôn ngữ"),
        ("fr.po", b'msgid "{count} h"\nmsgstr "{number} d"\n', "fr.po: “{number} d” thiếu hoặc thừa chỗ điền"),
        ("fr.po", b'msgid "%(count)s h"\nmsgstr "d"\n', "fr.po: “d” thiếu hoặc thừa chỗ điền"),
    ],
)
def test_a_broken_catalogue_is_refused_and_changes_nothing(office: Path, name: str, content: bytes, says: str) -> None:
    (office / name).write_bytes(content)
    with pytest.raises(languages.CatalogueInvalid, match=says):
        languages.add_catalogues(office)
    _forget()
    assert languages.available() == ("vi", "en")
