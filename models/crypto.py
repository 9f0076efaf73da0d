"""Keys and sealed values: AES-GCM for what must be unreadable, keyed hashes for what must be findable.

It knows keys, not where they are kept nor what they protect. A sealed value is bound to its table, column and
row, so a ciphertext copied to another row does not open. Encryption keys rotate (each value names its key);
the hash key does not, because every stored hash would have to be made again.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
import stat
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12


class KeysUnusable(Exception):
    """The secret file is missing, unreadable or not ours. The text is a sentence for the administrator."""


class SealBroken(Exception):
    """A sealed value does not open: wrong key, or it was moved or changed. Carries the place, never the value."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """All secrets of one installation. ``encryption`` maps a key number (1-255) to 32 bytes."""

    encryption: dict[int, bytes] = field(repr=False)
    active: int
    hashing: bytes = field(repr=False)

    @classmethod
    def generate(cls) -> "Keyring":
        return cls(encryption={1: secrets.token_bytes(32)}, active=1, hashing=secrets.token_bytes(32))

    def seal(self, value: str, place: str) -> bytes:
        """Encrypt for one place (``table.column:row``)."""
        nonce = os.urandom(_NONCE_BYTES)
        cipher = AESGCM(self.encryption[self.active])
        return bytes([self.active]) + nonce + cipher.encrypt(nonce, value.encode(), place.encode())

    def open(self, sealed: bytes, place: str) -> str:
        """Decrypt what ``seal`` made for the same place. Raises SealBroken."""
        number, nonce, body = sealed[0], sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            return AESGCM(self.encryption[number]).decrypt(nonce, body, place.encode()).decode()
        except (KeyError, InvalidTag) as broken:
            raise SealBroken(place) from broken

    def digest(self, purpose: str, value: str) -> str:
        """A keyed hash (64 hex digits) for look-up, the same for the same value for ever."""
        return hmac.new(self.hashing, f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()

    def secret(self, purpose: str, value: str) -> bytes:
        """32 bytes that only this installation can derive again."""
        return hmac.new(self.hashing, f"secret\0{purpose}\0{value}".encode(), hashlib.sha256).digest()

    @property
    def fingerprint(self) -> str:
        """Names this keyring without revealing it; stored beside the data to notice a wrong secret file."""
        return self.digest("fingerprint", "langnghe")[:16]


def read_keyring(path: Path) -> Keyring:
    """Load the secret file. Raises KeysUnusable."""
    try:
        stored = json.loads(path.read_text())
        return Keyring(
            encryption={int(number): base64.b64decode(key) for number, key in stored["encryption"].items()},
            active=int(stored["active"]),
            hashing=base64.b64decode(stored["hashing"]),
        )
    except FileNotFoundError as missing:
        raise KeysUnusable(f"Không tìm thấy tệp khóa bí mật {path}.") from missing
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as unusable:
        raise KeysUnusable(f"Tệp khóa bí mật {path} không đọc được hoặc không đúng định dạng.") from unusable


def write_keyring(path: Path, keyring: Keyring) -> None:
    """Write a new secret file readable by its owner only. Never overwrites."""
    stored = {
        "encryption": {str(n): base64.b64encode(key).decode() for n, key in keyring.encryption.items()},
        "active": keyring.active,
        "hashing": base64.b64encode(keyring.hashing).decode(),
    }
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR)
    with os.fdopen(handle, "w") as file:
        json.dump(stored, file)
        file.flush()
        os.fsync(file.fileno())


class _Holder:
    """The keyring of this process. Rows reach it from attribute access, where nothing can be passed in."""

    keyring: Keyring | None = None


def use_keyring(keyring: Keyring) -> None:
    """Install the keyring for this process; called once by the entry points."""
    _Holder.keyring = keyring


def keyring() -> Keyring:
    """The installed keyring. Raises KeysUnusable before ``use_keyring``."""
    if _Holder.keyring is None:
        raise KeysUnusable("Chưa nạp khóa bí mật.")
    return _Holder.keyring
