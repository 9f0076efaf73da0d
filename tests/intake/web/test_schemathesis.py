"""The whole API against its own description: generated requests, good and bad, must get what it promises.

All checks of the library are on, in all its phases (examples, coverage, fuzzing, chains along the links). One
is ours: a well-formed request may be refused only for a reason that no schema can express, such as a phone that
cannot be dialled or a file nobody sent.
"""

from itertools import count
from typing import Any

import pytest
import schemathesis
from schemathesis.engine import events, from_schema
from schemathesis.engine.recorder import ScenarioRecorder
from starlette.types import ASGIApp, Receive, Scope, Send

from intake.web.app import create_app
from intake.web.options import WebOptions
from tests.world import World

BEYOND_SCHEMA = {
    "content_empty",  # only invisible letters
    "phone_invalid",
    "email_invalid",
    "upload_unknown",
    "file_damaged",
    "file_empty",
    "file_kind_refused",
    "file_lies",
}
CONFIG: dict[str, Any] = {
    "seed": 2026,
    "generation": {"max-examples": 150, "no-shrink": True},
    "phases": {"stateful": {"generation": {"max-examples": 20}, "max-steps": 4}},
    # Ours below is stricter: it allows these refusals, and no others.
    "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "404", "409", "422"]}},
}


@schemathesis.check
def refused_only_beyond_the_schema(
    _context: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case[Any]
) -> None:
    """A well-formed request is refused for reasons of meaning only."""
    if response.status_code == 422 and case.meta is not None and case.meta.generation.mode.is_positive:
        codes = {error["code"] for error in response.json()["errors"]}
        assert codes <= BEYOND_SCHEMA, codes


def each_from_another_house(app: ASGIApp) -> ASGIApp:
    """Every request from another address, so that the limits stay on and are not what is tested here."""
    houses = count(1)

    async def sent(scope: Scope, receive: Receive, send: Send) -> None:
        number = next(houses)
        if scope["type"] == "http":
            scope["client"] = (f"203.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}", 40000)
        await app(scope, receive, send)

    return sent


def complaints(recorder: ScenarioRecorder) -> list[str]:
    return [
        f"{recorder.label}: {check.failure_info.failure}\n  {check.failure_info.code_sample}"
        for checks in recorder.checks.values()
        for check in checks
        if check.failure_info is not None
    ]


@pytest.mark.timeout(180)
def test_every_generated_request_gets_what_the_description_promises(sqlite_world: World) -> None:
    app = each_from_another_house(create_app(sqlite_world.desk, WebOptions("https://phananh.example.vn")))
    config = schemathesis.Config.from_dict(CONFIG)
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, config=config)

    wrong: list[str] = []
    seen: dict[str, int] = {}
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            seen[event.phase.value] = seen.get(event.phase.value, 0) + len(event.recorder.cases)
            wrong += complaints(event.recorder)
        elif isinstance(event, events.NonFatalError | events.FatalError):
            wrong.append(str(event))

    assert not wrong, "\n".join(sorted(set(wrong)))
    assert set(seen) >= {"examples", "coverage", "fuzzing", "stateful"}, seen
    assert sum(seen.values()) > 400, seen
