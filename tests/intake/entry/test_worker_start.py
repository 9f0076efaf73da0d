"""A worker process has the classifier before the first text comes, and starts without it when loading fails."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from celery.signals import worker_process_init

from intake.cases.ports import Decider
from intake.entry import broker
from intake.entry.deciding import LoadedAtFirstUse
from intake.entry.settings import Settings
from tests.faults.waiting import until
from tests.world import Said


@pytest.fixture
def forked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a process of a worker that classifies goes by, in this process."""
    monkeypatch.setattr(broker, "read_settings", lambda: Settings(home=tmp_path / "home"))
    monkeypatch.setattr(broker, "configure_logging", lambda: None)
    monkeypatch.setattr(broker._Hands, "_here", None)
    broker.load_at_start()
    yield
    worker_process_init.disconnect(broker._load_beside)
    broker._Hands.of_this_process().desk.database.dispose()


def decider() -> LoadedAtFirstUse:
    return broker._Hands.of_this_process().decider


def test_the_classifier_is_loaded_when_the_process_starts(forked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker, "prepared_decider", lambda settings: Said())
    worker_process_init.send(sender=None)
    until("the classifier is loaded", lambda: decider().is_loaded)


def test_what_fails_at_the_start_is_tried_again_by_the_first_job(forked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[Settings] = []

    def prepared(settings: Settings) -> Decider:
        tries.append(settings)
        if len(tries) == 1:
            raise OSError(28, "No space left on device")
        return Said()

    monkeypatch.setattr(broker, "prepared_decider", prepared)
    worker_process_init.send(sender=None)
    until("it was tried", lambda: len(tries) == 1)
    assert not decider().is_loaded
    decider().load()
    assert decider().is_loaded
