"""The documentation says what is there: generated pages are fresh, names and links lead somewhere."""

import re
import unicodedata
from pathlib import Path

import pytest
from PIL import Image
from typer.main import get_command

from intake.entry.cli import app
from intake.entry.settings import Settings
from tools import glossary, law_table, lifecycle_diagram, messages
from tools.saying import ROOT
from tools.small_pictures import MOST_BYTES

READMES = (ROOT / "README.md", ROOT / "README.vi.md")
PAGES = (*READMES, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")))
RECORDS = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
OPERATIONS = ROOT / "docs" / "operations.md"
FOLDERS = ("models/", "routing/", "intake/", "bot/", "tests/", "tools/", "docs/", "requirements/", ".ci/")
FOR_TESTS = {"LANGNGHE_TEST_POSTGRES", "LANGNGHE_TEST_REDIS"}

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
every_record = pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def commands() -> set[str]:
    """The commands of ``langnghe --help``."""
    group = get_command(app)
    names: dict[str, object] = getattr(group, "commands", {})
    return set(names)


def test_the_life_of_a_case_is_drawn_as_it_is() -> None:
    assert read(lifecycle_diagram.FILE) == lifecycle_diagram.page(), "run: python -m tools.lifecycle_diagram"


def test_the_glossary_is_fresh() -> None:
    assert read(glossary.FILE) == glossary.page(), "run: python -m tools.glossary"


def test_the_table_of_the_law_is_fresh() -> None:
    assert read(law_table.FILE) == law_table.page(), "run: python -m tools.law_table"


def test_every_setting_is_documented_and_no_other() -> None:
    settings = {f"LANGNGHE_{name}".upper() for name in Settings.model_fields}

    assert set(re.findall(r"^\| `(LANGNGHE_[A-Z_]+)`", read(OPERATIONS), flags=re.MULTILINE)) == settings


@every_page
def test_a_page_names_no_setting_that_does_not_exist(page: Path) -> None:
    settings = {f"LANGNGHE_{name}".upper() for name in Settings.model_fields}

    assert set(re.findall(r"LANGNGHE_[A-Z]+(?:_[A-Z]+)*", read(page))) <= settings | FOR_TESTS


def test_every_command_is_documented_and_no_other() -> None:
    assert set(re.findall(r"^\| `langnghe ([a-z-]+)", read(OPERATIONS), flags=re.MULTILINE)) == commands()


@every_page
def test_what_a_page_tells_to_make_can_be_made(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", read(ROOT / "Makefile"), flags=re.MULTILINE))
    code = re.findall(r"`([^`\n]+)`", read(page)) + re.findall(r"```sh\n(.*?)```", read(page), flags=re.DOTALL)
    told = {
        word
        for line in "\n".join(code).splitlines()
        if (named := re.match(r"(?:LANGNGHE_\S+ )?make((?: [a-z]+(?:-[a-z]+)*)+)", line))
        for word in named[1].split()
    }

    assert told <= targets


@pytest.mark.parametrize("readme", READMES, ids=lambda page: page.name)
def test_a_readme_gives_the_two_commands_and_shows_both_sides(readme: Path) -> None:
    said = read(readme)

    assert re.findall(r"^make (\w+)", said, flags=re.MULTILINE) == ["run", "test"]
    assert re.findall(r"!\[.+?\]\((.+?)\)", said) == ["docs/images/console.png", "docs/images/citizen.png"]


@every_page
def test_no_link_points_at_a_missing_file(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", read(page))

    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


@every_page
def test_no_page_names_a_file_that_is_not_there(page: Path) -> None:
    named = [name for name in re.findall(r"`([^`\s]+)`", read(page)) if name.startswith(FOLDERS)]

    assert [name for name in named if not list(ROOT.glob(name.rstrip("/")))] == []


@every_page
def test_a_page_is_composed_unicode_with_one_heading(page: Path) -> None:
    said = read(page)
    prose = re.sub(r"```.*?```", "", said, flags=re.DOTALL)

    assert unicodedata.is_normalized("NFC", said)
    assert len(re.findall(r"^# ", prose, flags=re.MULTILINE)) == 1


@every_record
def test_a_record_says_why_what_and_what_else(record: Path) -> None:
    said = read(record)
    headings = re.findall(r"^## (.+)$", said, flags=re.MULTILINE)
    title, dated = said.splitlines()[0], said.splitlines()[2]

    assert headings == ["Context", "Decision", "Consequences", "Alternatives"]
    assert title.startswith(f"# {record.name[:4]} – ")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d · (accepted|replaced by \d{4})", dated)


def test_records_are_numbered_without_gaps_and_all_are_listed() -> None:
    listed = re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", read(ROOT / "docs" / "adr" / "README.md"))

    assert [int(record.name[:4]) for record in RECORDS] == list(range(1, len(RECORDS) + 1))
    assert listed == [record.name for record in RECORDS]


@pytest.mark.parametrize("name", ["console.png", "citizen.png"])
def test_the_pictures_of_the_readme_are_small(name: str) -> None:
    file = ROOT / "docs" / "images" / name

    assert file.stat().st_size <= MOST_BYTES
    with Image.open(file) as picture:
        assert min(picture.size) >= 500


def test_the_table_of_messages_is_fresh() -> None:
    assert read(messages.FILE) == messages.page(), "run: python -m tools.messages"
