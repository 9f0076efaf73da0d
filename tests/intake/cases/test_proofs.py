"""A proof of work: solved as a browser solves it, once, in time, and of our own making."""

import base64
import json
from typing import Any

import altcha
import pytest

from intake.cases import proofs, sweep
from intake.cases.work import Desk
from models.filing import SolvedChallenge
from tests.conftest import TestClock


def solved(told: dict[str, Any]) -> str:
    """What the widget hands in for a challenge."""
    challenge = altcha.Challenge.from_dict(told)
    solution = altcha.solve_challenge(challenge)
    assert solution is not None
    return altcha.Payload(challenge, solution).to_base64()


def test_a_solution_counts_once(desk: Desk) -> None:
    payload = solved(proofs.challenge(desk))

    assert proofs.accept(desk, payload)
    assert not proofs.accept(desk, payload), "the library alone would take it again and again"
    assert proofs.accept(desk, solved(proofs.challenge(desk)))


def test_a_solution_that_comes_too_late_is_none_and_its_memory_is_swept(desk: Desk, clock: TestClock) -> None:
    late, in_time = solved(proofs.challenge(desk)), solved(proofs.challenge(desk))
    assert proofs.accept(desk, in_time)

    clock.tick(minutes=20)
    assert not proofs.accept(desk, late)
    with desk.work() as work:
        sweep.sweep(work)
        assert work.session.query(SolvedChallenge).count() == 0
    assert not proofs.accept(desk, in_time)


def encoded(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _changed(payload: str, **parameters: Any) -> str:
    read = json.loads(base64.b64decode(payload))
    read["challenge"]["parameters"].update(parameters)
    return encoded(json.dumps(read).encode())


@pytest.mark.parametrize(
    "payload",
    ["", "x", "{}", "W10=", encoded(b"[" * 2900), "A" * 5000, encoded(b'{"challenge":1}')],
    ids=["none", "no base64", "no base64 either", "a list", "nested deep", "too long", "another shape"],
)
def test_what_is_no_solution_is_refused_without_a_fault(sqlite_desk: Desk, payload: str) -> None:
    assert not proofs.accept(sqlite_desk, payload)


def test_an_easier_challenge_of_somebodys_own_is_refused(sqlite_desk: Desk) -> None:
    payload = solved(proofs.challenge(sqlite_desk))
    assert not proofs.accept(sqlite_desk, _changed(payload, cost=1))
    assert not proofs.accept(sqlite_desk, _changed(payload, data={"until": "2999-01-01T00:00:00+00:00"}))
    own = altcha.create_challenge("PBKDF2/SHA-256", 1, counter=1, hmac_secret="mine", hmac_key_secret="mine")
    own.parameters.data = {"until": "2999-01-01T00:00:00+00:00"}
    assert not proofs.accept(sqlite_desk, solved(own.to_dict()))
