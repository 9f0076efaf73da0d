"""The long-running commands of a province: worker, relay and beat, each ended by SIGTERM or Ctrl+C."""

import os
import signal
from threading import Event, Thread

from intake.adapters.telemetry import configure_logging
from intake.entry import broker
from intake.entry.deciding import prepare_decider
from intake.entry.faults import CannotStart
from intake.entry.opening import open_desk
from intake.entry.settings import Settings
from models.vocabulary import WorkQueue


def run_worker(settings: Settings, queues: str, processes: int, name: str = "") -> None:
    """Run a Celery worker on these queues. Raises CannotStart for an unknown one.

    Of two workers with one name on one machine the second would end, so without a name it is named by its process.
    """
    wanted = [name.strip() for name in queues.split(",") if name.strip()]
    if unknown := [name for name in wanted if name not in set(WorkQueue)]:
        raise CannotStart(f"Không có hàng đợi tên {', '.join(unknown)}. Các hàng đợi: {', '.join(WorkQueue)}.")
    app = broker.make_celery(settings)
    open_desk(settings).database.dispose()  # so that what cannot start says so here, once, before any fork
    if WorkQueue.CLASSIFY in wanted:
        prepare_decider(settings)
        broker.load_at_start()
    app.worker_main(
        [
            "worker",
            "-Q",
            ",".join(wanted),
            "-c",
            str(processes),
            "-n",
            f"{name or f'worker-{os.getpid()}'}@%h",
            "--without-gossip",
            "--without-mingle",
            "-l",
            "WARNING",
        ]
    )


def run_relay(settings: Settings) -> None:
    """Run a relay until it is asked to stop."""
    configure_logging()
    stopping = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        # In a thread: the signal interrupts the relay, which may hold the lock of the event, and would wait for itself.
        signal.signal(number, lambda *_: Thread(target=stopping.set).start())
    broker.relay(settings, stopping)


def run_beat(settings: Settings) -> None:
    """Run Celery's beat; two at once ask for the same work under the same names."""
    broker.make_celery(settings, sends_only=True).Beat(loglevel="WARNING", schedule=None).run()
