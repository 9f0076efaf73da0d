"""A reply as the citizen reads it on their channel: the parts that will be sent, while it is written and approved."""

import re

from intake.cases.perform import drain
from intake.cases.submission import read_submission
from intake.cases.submit import submit
from models.vocabulary import ChannelKind
from tests.intake.web.console.desktop import SignIn, text_of
from tests.world import Said, World

LONG = "Sở Xây dựng đã kiểm tra đoạn đường trước chợ và thấy đúng như ông/bà phản ánh. " * 40


def by(world: World, channel: ChannelKind) -> str:
    with world.desk.work() as work:
        code = submit(work, read_submission(content="Đường trước nhà tôi có nhiều ổ gà.", channel=channel)).case.code
    drain(world.desk, Said(), "test")
    return code


def test_a_long_reply_to_zalo_is_shown_in_its_messages_while_it_is_written(
    sqlite_world: World, sqlite_sign_in: SignIn
) -> None:
    code, handler = by(sqlite_world, ChannelKind.ZALO), sqlite_sign_in("handler")
    handler.step(code, "thu-ly")
    version = handler.version(code)

    shown = handler.client.post(f"/can-bo/truc-tiep/xem-truoc/{code}", data={"version": version, "text": LONG})

    messages = re.findall(r'class="letter message"[^>]*>(.*?)</div>', shown.text, re.DOTALL)
    assert [message[:6] for message in messages] == ["(1/2) ", "(2/2) "]
    assert max(map(len, messages)) <= 2000
    assert "nhiều nhất 2.000 ký tự" in text_of(shown)
    assert "Kênh này chưa nối" in text_of(shown)
    assert handler.version(code) == version


def test_the_leader_sees_the_same_messages_before_approving(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    code, handler = by(sqlite_world, ChannelKind.TELEGRAM), sqlite_sign_in("handler")
    handler.step(code, "thu-ly")
    handler.step(code, "soan", text=LONG * 2, then="submit")

    page = sqlite_sign_in("leader").get(f"/ho-so/{code}/duyet")

    assert page.text.count('class="letter message"') == 2
    assert "Tách thành 2 tin" in text_of(page)


def test_nothing_written_yet_shows_nothing_and_a_stranger_is_refused(
    sqlite_world: World, sqlite_sign_in: SignIn
) -> None:
    code, handler = by(sqlite_world, ChannelKind.ZALO), sqlite_sign_in("handler")
    handler.step(code, "thu-ly")

    address = f"/can-bo/truc-tiep/xem-truoc/{code}"
    assert handler.client.post(address, data={"version": 1, "text": " "}).text.strip() == ""
    assert sqlite_sign_in("receiver").client.post(address, data={"version": 1, "text": "a"}).status_code == 403
