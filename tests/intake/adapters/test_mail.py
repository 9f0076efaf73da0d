"""E-mail: the honest state for every answer that a mail server can give at every point of the conversation."""

from uuid import UUID

import pytest

from intake.adapters.mail import Mail
from intake.cases.ports import DeliveryFault, Outgoing, Permanent, Temporary, Uncertain
from tests.intake.adapters.scripted import Scripted

LETTER = Outgoing(UUID(int=7), "lua@example.com", "Tin", "Đã nhận.")
SIGNED_IN = "tinh:mat-khau@"


def fault(server: Scripted, user: str = "") -> DeliveryFault | None:
    try:
        Mail(server.address(user)).send(LETTER)
    except DeliveryFault as known:
        return known
    return None


@pytest.mark.parametrize("reply", ["250 taken", "252 taken too", "200 fine"])
def test_only_an_answer_that_says_yes_counts_as_delivered(reply: str) -> None:
    with Scripted(after_data=reply) as server:
        assert fault(server) is None


@pytest.mark.parametrize(
    ("reply", "state"),
    [
        ("354 go on", Uncertain),
        ("300 what", Uncertain),
        ("hello", Uncertain),
        ("199 hm", Uncertain),
        ("421 later", Temporary),
        ("451 later", Temporary),
        ("550 never", Permanent),
        ("554 never", Permanent),
    ],
)
def test_what_is_answered_to_the_letter(reply: str, state: type[DeliveryFault]) -> None:
    with Scripted(after_data=reply) as server:
        assert type(fault(server)) is state
        assert server.taken == 1


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({"RCPT": "550 nobody"}, Permanent),
        ({"RCPT": "451 later"}, Temporary),
        ({"RCPT": "354 what"}, Temporary),
        ({"DATA": "554 no"}, Permanent),
        ({"DATA": "421 later"}, Temporary),
        ({"DATA": "250 what"}, Temporary),
    ],
)
def test_what_is_answered_before_the_letter_never_counts_as_sent(
    said: dict[str, str], state: type[DeliveryFault]
) -> None:
    with Scripted(**said) as server:
        assert type(fault(server)) is state
        assert server.taken == 0


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"connect": "554 go away"}, "refused_us_554"),
        ({"AUTH": "535 wrong password"}, "refused_us_535"),
        ({"MAIL": "550 not your name"}, "refused_us_550"),
        ({"MAIL": "354 what"}, "refused_us_354"),
    ],
)
def test_what_a_server_refuses_us_is_no_fault_of_the_letter(said: dict[str, str], name: str) -> None:
    with Scripted(**said) as server:
        found = fault(server, SIGNED_IN)
        assert (type(found), str(found)) == (Temporary, name)
        with pytest.raises(Temporary, match=name):
            Mail(server.address(SIGNED_IN)).check()


def test_a_server_that_speaks_no_tls_gets_no_letter_unless_we_said_so() -> None:
    with Scripted() as server, pytest.raises(Temporary):
        Mail(server.address(tls="starttls")).send(LETTER)


def test_a_check_goes_as_far_as_it_can_and_sends_nothing() -> None:
    with Scripted() as server:
        Mail(server.address(SIGNED_IN)).check()
        assert server.taken == 0


@pytest.mark.parametrize(
    "url", ["smtp://may/", "http://may/?from=a@b", "smtp://may/?from=a@b&tls=khong", "smtp://may:x/?from=a@b"]
)
def test_an_address_that_cannot_be_meant_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Mail(url)
