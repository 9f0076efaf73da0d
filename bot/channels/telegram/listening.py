"""A thread for each bot that has to be asked for news, for as long as it has to be."""

import os
import threading
import time

import structlog

from bot.channels.telegram.polling import Poller
from intake.cases.work import Desk

log = structlog.get_logger()

_LOOK_AGAIN_SECONDS = 5.0
"""How often it is looked which bots there are; a bot that was entered waits so long at most."""
_AFTER_FAULT_SECONDS = 5.0


def listen(desk: Desk, stopping: threading.Event) -> None:
    """Ask for every bot until ``stopping`` is set."""
    poller = Poller(desk, f"{os.uname().nodename}:{os.getpid()}:{time.time_ns() % 1_000_000}")
    asking: dict[str, threading.Thread] = {}
    while not stopping.is_set():
        for account in poller.accounts():
            known = asking.get(account.account)
            if known is None or not known.is_alive():
                thread = threading.Thread(target=_ask_on, args=(poller, account.account, stopping), daemon=True)
                asking[account.account] = thread
                thread.start()
        stopping.wait(_LOOK_AGAIN_SECONDS)


def _ask_on(poller: Poller, name: str, stopping: threading.Event) -> None:
    """Until it is no more to be asked for. What is entered anew counts from the next question on."""
    while not stopping.is_set():
        try:
            account = next((one for one in poller.accounts() if one.account == name), None)
            if account is None:
                return
            came = poller.ask(account)
        except Exception as fault:  # noqa: BLE001 - a database that is away must not make a bot deaf; it is named
            log.warning("telegram.ask_again", account=name, fault=type(fault).__name__)
            stopping.wait(_AFTER_FAULT_SECONDS)
        else:
            stopping.wait(0 if came is not None else _LOOK_AGAIN_SECONDS)
