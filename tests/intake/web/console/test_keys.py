"""The keys: one table, which lists every key that a page carries, and a key for every deed folded on a case's page."""

import re
from pathlib import Path

from intake.web import console
from intake.web.console.keys import KEYS
from tests.intake.web.console.desktop import SignIn, text_of
from tests.world import World

TEMPLATES = Path(console.__file__).parent.parent / "templates" / "console"
LISTED = {key for one in KEYS for key in one.keys}


def test_every_key_a_page_carries_is_in_the_table() -> None:
    told = {path.name: path.read_text() for path in TEMPLATES.glob("*.html")}

    carried = {key for page in told.values() for key in re.findall(r'data-key="(\w)"', page)}
    carried |= {key for page in told.values() for key in re.findall(r'key="(\w)"\) %}', page)}

    assert {"n", "e", "r"} <= carried <= LISTED


def test_every_folded_deed_has_a_key() -> None:
    told = "".join(path.read_text() for path in TEMPLATES.glob("*.html"))
    calls = re.findall(r"call folded\((.*)\) %}", told)

    assert len(calls) > 15
    assert [call for call in calls if "key=" not in call] == []


def test_the_page_lists_the_table(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    sqlite_world.assigned()

    page = text_of(sqlite_sign_in("handler").get("/hang-doi/open"))

    assert all(one.words in page for one in KEYS)
