"""Codes and keys read out: every sign of them has its sound, so that what is heard can be typed."""

import pytest

from routing.case_code import make_key
from routing.spoken import say_code, say_key


def test_a_code_is_read_in_pairs_and_its_check_digit_last() -> None:
    assert say_code("PA-261122-482913-7") == "P A, hai sáu, một một, hai hai, bốn tám, hai chín, một ba, bảy"


def test_a_key_is_read_sign_by_sign_with_a_pause_between_groups() -> None:
    said = say_key("7K2B0-ZW5Y1").replace("\N{NO-BREAK SPACE}", " ")

    assert said == "bảy, K ca, hai, B bê, không; Z dét, W vê kép, năm, Y i dài, một"


@pytest.mark.parametrize("number", range(32))
def test_every_sign_a_key_may_hold_can_be_read(number: int) -> None:
    key = make_key(bytes([number << 3]) + bytes(9))

    assert say_key(key).count(",") == 12  # three groups of five
