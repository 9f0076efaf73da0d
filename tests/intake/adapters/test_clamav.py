"""ClamAV is asked in its own protocol, and every way it can fail has its own answer."""

import io
import socket
from collections.abc import Iterator

import pytest

from intake.adapters.clamav import ClamAv
from intake.cases.ports import NoVerdict, ScannerAway
from tests.files import INFECTED_PDF, PDF
from tests.intake.adapters.clamd import VERSION, Clamd


@pytest.fixture
def clamd() -> Iterator[Clamd]:
    clamd = Clamd().open()
    yield clamd
    clamd.close()


def test_a_clean_file_is_clean_and_an_infected_one_is_named(clamd: Clamd) -> None:
    scanner = ClamAv(clamd.address)

    assert scanner.scan(io.BytesIO(PDF)) is None
    assert scanner.scan(io.BytesIO(INFECTED_PDF)) == "Eicar-Test-Signature"
    assert clamd.scanned == [PDF, INFECTED_PDF]


def test_a_large_file_goes_over_in_pieces(clamd: Clamd) -> None:
    assert ClamAv(clamd.address).scan(io.BytesIO(bytes(1_000_000))) is None
    assert clamd.scanned == [bytes(1_000_000)]
    assert clamd.pieces > 10


@pytest.mark.parametrize("mood", ["error", "limit"])
def test_a_scanner_that_cannot_judge_says_so(clamd: Clamd, mood: str) -> None:
    clamd.mood = mood

    with pytest.raises(NoVerdict, match="ERROR"):
        ClamAv(clamd.address).scan(io.BytesIO(bytes(200)))


@pytest.mark.parametrize("mood", ["cut", "silent"])
def test_a_scanner_that_does_not_answer_is_away(clamd: Clamd, mood: str) -> None:
    clamd.mood = mood
    address = clamd.address.replace("timeout=2", "timeout=0.2")

    with pytest.raises(ScannerAway):
        ClamAv(address).scan(io.BytesIO(PDF))


def test_a_scanner_that_is_not_there_is_away() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))

        with pytest.raises(ScannerAway, match="ConnectionRefusedError"):
            ClamAv(f"tcp://127.0.0.1:{taken.getsockname()[1]}").scan(io.BytesIO(PDF))

    with pytest.raises(ScannerAway, match="FileNotFoundError"):
        ClamAv("unix:///nowhere/clamd.ctl").scan(io.BytesIO(PDF))


def test_it_tells_its_version(clamd: Clamd) -> None:
    assert ClamAv(clamd.address).version() == VERSION


@pytest.mark.parametrize("url", ["clamav:3310", "http://clamav:3310", "tcp://", "unix://", "tcp://clamav?timeout=soon"])
def test_an_address_that_cannot_be_right_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        ClamAv(url)
