"""Sealed values open only where they were sealed; keys rotate; the secret file is never overwritten."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.citizen import Citizen
from models.crypto import Keyring, KeysUnusable, SealBroken, read_keyring, write_keyring


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_what_was_sealed_opens_at_its_place_only(value: str) -> None:
    keys = Keyring.generate()
    sealed = keys.seal(value, "citizen.name_sealed:1")

    assert keys.open(sealed, "citizen.name_sealed:1") == value
    with pytest.raises(SealBroken):
        keys.open(sealed, "citizen.name_sealed:2")


def test_values_sealed_with_an_older_key_still_open_after_rotation() -> None:
    old = Keyring.generate()
    sealed = old.seal("Nguyễn Văn Tèo", "here")
    rotated = Keyring(encryption={**old.encryption, 2: bytes(32)}, active=2, hashing=old.hashing)

    assert rotated.open(sealed, "here") == "Nguyễn Văn Tèo"
    assert rotated.digest("phone", "1") == old.digest("phone", "1")


def test_a_sealed_value_copied_to_another_row_does_not_open(keyring: Keyring) -> None:
    first, second = Citizen(name="Trần Thị Bưởi"), Citizen()
    second.name_sealed = first.name_sealed

    assert first.name == "Trần Thị Bưởi"
    with pytest.raises(SealBroken) as broken:
        _ = second.name
    assert "Bưởi" not in str(broken.value)


def test_the_secret_file_is_private_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "secret.json"
    keys = Keyring.generate()
    write_keyring(path, keys)

    assert path.stat().st_mode & 0o077 == 0
    assert read_keyring(path) == keys
    with pytest.raises(FileExistsError):
        write_keyring(path, Keyring.generate())


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"encryption": {"1": "x"}, "active": 1}', "null"])
def test_a_broken_secret_file_is_one_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / "secret.json"
    path.write_text(content)

    with pytest.raises(KeysUnusable, match="không đọc được"):
        read_keyring(path)


def test_keys_are_not_shown_when_a_keyring_is_printed() -> None:
    keys = Keyring.generate()

    assert repr(keys.hashing) not in repr(keys)
