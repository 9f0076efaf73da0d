"""Whether a server is ours and well: the model made from these files, and a known sentence taken for what it is.

A status of 200 says neither: Rasa starts without a model when the path is wrong, and answers with any other. As a
command it asks the server of its own container and exits with 1 if it is not well.
"""

import json
import os
import sys
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import quote

from bot.rasa.identity import KNOWN, model_name

HOST, PORT = "127.0.0.1", 5005
_WITHIN = 10.0


def understands(host: str, port: int, token: str, model: str) -> bool:
    """Whether the server there runs this model and understands the known sentence."""
    try:
        status = _asked(host, port, token, "GET", "/status", None)
        parsed = _asked(host, port, token, "POST", "/model/parse", {"text": KNOWN[0]})
    except (OSError, HTTPException, ValueError):
        return False
    intent = parsed.get("intent")
    return status.get("model_file") == model and isinstance(intent, dict) and intent.get("name") == KNOWN[1]


def _asked(host: str, port: int, token: str, method: str, path: str, content: dict[str, str] | None) -> dict[str, Any]:
    connection = HTTPConnection(host, port, timeout=_WITHIN)
    try:
        connection.request(method, f"{path}?token={quote(token)}", json.dumps(content) if content else None)
        answer = json.loads(connection.getresponse().read())
        return answer if isinstance(answer, dict) else {}
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(not understands(HOST, PORT, os.environ.get("RASA_TOKEN", ""), model_name()))
