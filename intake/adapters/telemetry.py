"""Logging: events with fields, one line each, never prose and never personal data."""

import logging
import sys

import structlog


def configure_logging(*, machine: bool | None = None) -> None:
    """Lines for people on a terminal, JSON lines elsewhere."""
    machine = not sys.stderr.isatty() if machine is None else machine
    renderer = structlog.processors.JSONRenderer() if machine else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, force=True)
