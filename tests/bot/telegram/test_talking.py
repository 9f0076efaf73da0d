"""Whole conversations on the fake Telegram, over real HTTP."""

from sqlalchemy import select

from intake.cases.work import Desk
from models.case import Case
from models.thread import Upload
from models.vocabulary import ChannelKind
from tests.bot.talking import STORY, cases
from tests.bot.telegram.office import Office
from tests.files import picture

SPOKEN = b"OggS\0\x02" + bytes(20) + b"\x01\x13OpusHead\x01\x01" + bytes(99)


def kept(desk: Desk) -> list[str]:
    with desk.look() as work:
        return sorted(str(name) for name in (one.name for one in work.session.scalars(select(Upload))))


def test_a_case_is_filed_by_words_buttons_and_a_shared_contact(office: Office) -> None:
    citizen = office.person()
    citizen.says("/start")
    office.hears()
    for act in (
        lambda: citizen.says(STORY),
        lambda: citizen.presses("1"),
        lambda: citizen.shares_contact("84912345678"),
        lambda: citizen.sends_photo(picture("JPEG")),
        lambda: citizen.presses("1"),
        lambda: citizen.presses("Đồng ý"),
        lambda: citizen.presses("1"),
    ):
        act()
        office.hears()

    (case,) = cases(office.desk)
    assert (case.content, case.channel) == (STORY, ChannelKind.TELEGRAM)
    with office.desk.look() as work:
        found = work.session.get_one(Case, case.id)
        work.session.refresh(found, ["citizen"])
        assert found.citizen.name == "Trần Thị Bé"
        assert found.citizen.phone == "+84912345678"
    assert case.code in citizen.heard[-1] or case.code in citizen.heard[-2]
    assert office.bot.turning == set()


def test_an_album_is_one_message_with_all_its_pictures(office: Office) -> None:
    citizen = office.person()
    citizen.sends_album([picture("JPEG", (60 + n, 40)) for n in range(5)], STORY)
    office.hears()

    assert len(kept(office.desk)) == 5
    assert "5 tệp" in "\n".join(citizen.heard)
    assert len([text for text in citizen.heard if "tệp" in text]) == 1
