"""Logging: events with fields, one line each, never prose and never personal data.

Our own events name what they may hold. What libraries log is kept to words known to be harmless: a traceback shows
where, never the exception's text (a database puts the refused row into it), and a message of a library we do not
know is shown without what was filled in.
"""

import logging
import sys
import threading
import traceback
from types import TracebackType

import structlog

_HARMLESS = ("uvicorn", "kombu", "amqp", "celery.worker.consumer", "celery.beat", "alembic")
"""Libraries that fill in addresses and counts; everybody else's fillings are left out."""

_ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def configure_logging(*, machine: bool | None = None) -> None:
    """JSON lines of every event; on a terminal only what somebody should look at, in words."""
    machine = not sys.stderr.isatty() if machine is None else machine
    renderer = structlog.processors.JSONRenderer(ensure_ascii=False) if machine else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO if machine else logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(level=logging.WARNING, handlers=[_Events()], force=True)
    threading.excepthook = _thread_died


class _Events(logging.Handler):
    """Turns what libraries log into events of ours."""

    def emit(self, record: logging.LogRecord) -> None:
        log = structlog.get_logger()
        message = record.getMessage() if record.name.startswith(_HARMLESS) else str(record.msg)
        fields = {"logger": record.name, "message": message.strip().split("\n")[0]}
        log.log(record.levelno, "library", **fields, **_fault(record.exc_info))


def _fault(info: _ExceptionInfo | None) -> dict[str, object]:
    """Where a fault happened and of which kinds it and its causes are."""
    if info is None or info[1] is None:
        return {}
    kinds: list[str] = []
    fault: BaseException | None = info[1]
    at = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(info[2])]
    while fault is not None and len(kinds) < 10:
        kinds.append(type(fault).__name__)
        fault = fault.__cause__ or fault.__context__
    return {"fault": " <- ".join(kinds), "at": at[-12:]}


def _thread_died(died: threading.ExceptHookArgs) -> None:
    name = died.thread.name if died.thread else "?"
    fault = died.exc_value or died.exc_type()
    structlog.get_logger().error("thread.died", thread=name, **_fault((died.exc_type, fault, died.exc_traceback)))
