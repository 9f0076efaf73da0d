"""The rule book in the console: every value with its basis and certainty, what is uncertain counted on top."""

import pytest

from models.vocabulary import Certainty
from routing.reorganisation.lines import lines_of as reorganised
from routing.reorganisation.reading import shipped
from routing.rulebook.lines import lines_of
from tests.intake.web.console.desktop import SignIn, text_of
from tests.world import World


@pytest.mark.parametrize("who", ["administrator", "handler", "receiver"])
def test_every_value_of_the_book_is_shown_with_its_basis_and_certainty(world: World, sign_in: SignIn, who: str) -> None:
    page = text_of(sign_in(who).get("/quy-dinh"))

    lines = [*lines_of(world.desk.rulebook), *reorganised(shipped())]
    assert {line.grounds.certainty for line in lines} == set(Certainty)
    for line in lines:
        assert line.text in page
        assert " ".join(line.grounds.reference.split()) in page
    doubtful = sum(line.is_uncertain for line in lines)
    assert f"Còn chưa chắc chắn: {doubtful} trên {len(lines)} dòng" in page
