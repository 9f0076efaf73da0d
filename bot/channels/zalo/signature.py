"""The signature of Zalo's webhook: a plain SHA-256 over app id, the body as it came, its timestamp and the OA's key.

The formula is what real traffic showed; no official page states it. Other readings are never accepted, only named.
"""

import hashlib
import hmac
from collections.abc import Mapping

HEADER = "x-zevent-signature"
_STAMP = "x-zevent-timestamp"


def sign(app_id: str, body: bytes, timestamp: str, oa_secret: str) -> str:
    """The value of the header for this body."""
    return f"mac={_sha256(app_id.encode(), body, timestamp.encode(), oa_secret.encode())}"


def is_right(headers: Mapping[str, str], body: bytes, *, app_id: str, timestamp: str, oa_secret: str) -> bool:
    """Whether the body was signed with the OA's key; compared in constant time."""
    given = headers.get(HEADER, "").removeprefix("mac=").encode()
    right = sign(app_id, body, timestamp, oa_secret).removeprefix("mac=").encode()
    return bool(oa_secret) and hmac.compare_digest(given, right)


def other_reading(
    headers: Mapping[str, str], body: bytes, *, app_id: str, timestamp: str, oa_id: str, oa_secret: str, app_secret: str
) -> str:
    """Which other formula found in the field would have matched, in a word; empty if none. For diagnosis only."""
    given = headers.get(HEADER, "").removeprefix("mac=").encode()
    app, oa, stamp = app_id.encode(), oa_id.encode(), timestamp.encode()
    stamped = headers.get(_STAMP, "").encode()
    ours, apps = oa_secret.encode(), app_secret.encode()
    readings = {
        "app_secret": _sha256(app, body, stamp, apps),
        "header_timestamp": _sha256(app, body, stamped, ours),
        "header_timestamp_app_secret": _sha256(app, body, stamped, apps),
        "oa_id_first": _sha256(oa, body, stamp, ours),
        "oa_id_first_app_secret": _sha256(oa, body, stamp, apps),
        "hmac_oa_secret": hmac.new(ours, body, hashlib.sha256).hexdigest(),
        "hmac_app_secret": hmac.new(apps, body, hashlib.sha256).hexdigest(),
    }
    return next((name for name, right in readings.items() if hmac.compare_digest(given, right.encode())), "")


def _sha256(*parts: bytes) -> str:
    return hashlib.sha256(b"".join(parts)).hexdigest()
