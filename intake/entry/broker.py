"""The province's engine: Celery carries ids of outbox rows from the relay to workers, and its beat keeps the clock.

The outbox stays the truth: a message lost, repeated or late in the broker changes nothing, because a worker first
takes the row and the relay hands over again what nobody took. Tasks carry ids only.
"""

import time
from datetime import UTC, datetime
from threading import Event, Thread
from uuid import UUID

import structlog
from celery import Celery
from celery.signals import worker_process_init
from sqlalchemy.exc import SQLAlchemyError

from intake.adapters.telemetry import configure_logging
from intake.cases import clock_work, jobs
from intake.cases.perform import perform
from intake.cases.schedule import WITH_BROKER
from intake.cases.work import Desk
from intake.entry.deciding import LoadedAtFirstUse, prepared_decider
from intake.entry.faults import CannotStart
from intake.entry.naming import worker_name
from intake.entry.opening import open_desk
from intake.entry.relay import TICK_SECONDS, listeners
from intake.entry.settings import Settings, read_settings
from models.vocabulary import WorkQueue

log = structlog.get_logger()

RUN = "langnghe.run"
TICK = "langnghe.tick"
_TICK_SECONDS = 30.0
_PAUSE_SECONDS = 0.05
"""Somebody who chats looks at the screen; an empty look at the outbox reads one index."""
_AFTER_FAULT_SECONDS = 3.0
_VISIBILITY_SECONDS = 3600
_TICKING = {
    "task": TICK,
    "schedule": _TICK_SECONDS,
    "last_run_at": datetime(1970, 1, 1, tzinfo=UTC),  # the first tick at once: what a stopped beat missed is due now
}
_KEPT_SECONDS = WITH_BROKER.total_seconds()
"""RabbitMQ drops a message after this, by its own clock: by then its row is handed over once more."""

_SILENT_SECONDS = 5
"""How long a broker may be silent over one question before it counts as stopped."""


def make_celery(settings: Settings, *, sends_only: bool = False) -> Celery:
    """The Celery application of this installation. Raises CannotStart without a broker.

    To one that only sends, a broker that stays silent counts as stopped; a worker may wait for hours.
    """
    if not settings.broker_url:
        raise CannotStart("Chưa đặt LANGNGHE_BROKER_URL. Không có máy chủ hàng đợi thì chạy langnghe run là đủ.")
    app = Celery("langnghe", broker=settings.broker_url)
    app.conf.update(
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_publish_retry=False,
        worker_prefetch_multiplier=4,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options=_transport(settings.broker_url, sends_only=sends_only),
        task_default_queue=WorkQueue.CLOCK.value,
        beat_schedule={"tick": _TICKING},
        beat_scheduler="celery.beat:Scheduler",
    )
    # A database that is restarted must not make a message count as done: its row would wait for the lease to end.
    app.task(name=RUN, autoretry_for=(SQLAlchemyError,), max_retries=None, default_retry_delay=_AFTER_FAULT_SECONDS)(
        run_job
    )
    app.task(name=TICK)(tick)
    return app


def run_job(job_id: str) -> None:
    """Take one outbox row and run it; nothing if it is done or in other hands."""
    hands = _Hands.of_this_process()
    with hands.desk.work() as work:
        job = jobs.take(work, UUID(job_id), hands.name)
    if job is not None:
        perform(hands.desk, hands.decider, job)


def tick() -> None:
    """Ask for the clock work that is due."""
    with _Hands.of_this_process().desk.work() as work:
        clock_work.ask(work)


def relay(settings: Settings, stopping: Event | None = None) -> None:
    """Hand ready rows to the broker until stopped. Two relays may run; whatever goes wrong is waited out.

    It minds the clock as well, by a clock that nobody sets: beat's own stands still for as long as the time goes back.
    """
    app, desk = make_celery(settings, sends_only=True), open_desk(settings)
    stopping, next_tick = stopping or Event(), 0.0
    for listener in listeners(desk, stopping):
        listener.start()
    while not stopping.is_set():
        try:
            if time.monotonic() >= next_tick:
                with desk.work() as work:
                    clock_work.ask(work)
                next_tick = time.monotonic() + TICK_SECONDS
            handed = _hand_over(app, desk)
        except Exception as fault:  # noqa: BLE001 - the one process that must not end by any fault; it is named
            log.warning("relay.fault", fault=type(fault).__name__)
            stopping.wait(_AFTER_FAULT_SECONDS)
        else:
            stopping.wait(0 if handed >= jobs.HANDED_AT_ONCE else _PAUSE_SECONDS)


def _hand_over(app: Celery, desk: Desk) -> int:
    with desk.look() as work:
        queues = jobs.ready_queues(work)
    if not queues:
        return 0
    with desk.work() as work:
        ready = jobs.hand_over(work, queues)
    sent = 0
    try:
        with app.producer_pool.acquire(block=True) as producer:
            for job_id, queue in ready:
                app.send_task(RUN, args=[str(job_id)], queue=queue.value, producer=producer, expiration=_KEPT_SECONDS)
                sent += 1
    finally:
        if sent < len(ready):
            with desk.work() as work:
                jobs.take_back(work, [job_id for job_id, _ in ready[sent:]])
    return sent


class _Hands:
    """A worker process's desk and classifier, opened after the fork and kept."""

    _here: "_Hands | None" = None

    def __init__(self, settings: Settings) -> None:
        self.desk: Desk = open_desk(settings)
        self.name = worker_name()
        self.decider = LoadedAtFirstUse(lambda: prepared_decider(settings))

    @classmethod
    def of_this_process(cls) -> "_Hands":
        if cls._here is None:
            cls._here = cls(read_settings())
        return cls._here


def _open_after_fork(**_: object) -> None:
    """Connections of the parent must not be shared by its children."""
    configure_logging()
    _Hands._here = None
    _Hands.of_this_process()


worker_process_init.connect(_open_after_fork, weak=False)


def load_at_start() -> None:
    """Let every worker process load the classifier when it starts, for workers that classify."""
    worker_process_init.connect(_load_beside, weak=False)


def _load_beside(**_: object) -> None:
    """In a thread: Celery gives up a process that takes longer to start than `worker_proc_alive_timeout`, 4 s."""
    Thread(target=_Hands.of_this_process().decider.load_early, name="classifier", daemon=True).start()


def _transport(url: str, *, sends_only: bool) -> dict[str, object]:
    """Wait for the broker to confirm what it took (AMQP); let it redeliver what a killed worker held (Redis)."""
    if url.startswith("redis"):
        return {"visibility_timeout": _VISIBILITY_SECONDS, "socket_connect_timeout": 5, "socket_timeout": 20}
    patience = {"read_timeout": _SILENT_SECONDS, "write_timeout": _SILENT_SECONDS} if sends_only else {}
    return {"confirm_publish": True, **patience}
