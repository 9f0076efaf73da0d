"""Codes that survive a telephone line, keys that survive handwriting."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from routing.case_code import check_digit, hide_keys, make_code, make_key, read_code, read_key

numbers = st.integers(min_value=0, max_value=999_999)
DAY = date(2026, 11, 22)


@given(numbers)
def test_a_code_is_read_back_however_it_is_spaced(number: int) -> None:
    code = make_code(DAY, number)

    assert read_code(code) == code
    assert read_code(code.lower().replace("-", " ")) == code
    assert read_code(code.replace("-", "")) == code


@given(numbers, st.integers(min_value=0, max_value=12), st.integers(min_value=1, max_value=9))
def test_one_wrong_digit_is_noticed(number: int, position: int, shift: int) -> None:
    digits = make_code(DAY, number).removeprefix("PA-").replace("-", "")
    wrong = digits[:position] + str((int(digits[position]) + shift) % 10) + digits[position + 1 :]

    assert read_code("PA" + wrong) is None


@given(numbers, st.integers(min_value=0, max_value=11))
def test_two_swapped_neighbours_are_noticed(number: int, position: int) -> None:
    digits = make_code(DAY, number).removeprefix("PA-").replace("-", "")
    swapped = digits[:position] + digits[position + 1] + digits[position] + digits[position + 2 :]

    assert swapped == digits or read_code("PA" + swapped) is None


def test_the_check_digit_is_that_of_the_published_example() -> None:
    assert check_digit("572") == "4"


@given(st.binary(min_size=10, max_size=32))
def test_a_key_is_read_back_from_handwriting(secret: bytes) -> None:
    key = make_key(secret)

    assert read_key(key) == key
    assert read_key(key.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == key


@given(st.text(max_size=60))
def test_nonsense_is_no_code_and_never_a_fault(typed: str) -> None:
    read_key(typed)
    assert read_code("PA-" + typed) is None or len(typed) >= 13


def test_a_key_is_hidden_however_it_is_spelled_and_nothing_else_is() -> None:
    told = "Mã hồ sơ: PA-261122-482913-7, mã bí mật: 5py2t-D1B44-XMP0C. Gọi 0912-345-678."

    assert hide_keys(told) == "Mã hồ sơ: PA-261122-482913-7, mã bí mật: •••••-•••••-•••••. Gọi 0912-345-678."
