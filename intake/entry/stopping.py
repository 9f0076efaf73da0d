"""Ending the live streams when the server is asked to stop.

The server waits for every open answer before it stops, and a stream never ends by itself; nothing tells the
application in time. So the streams are ended first, by the very signal that stops the server.
"""

import signal
import threading
from types import FrameType

from fastapi import FastAPI


def ending_streams(app: FastAPI) -> FastAPI:
    """The app, its streams ended before whatever else SIGTERM and Ctrl+C do; the server's own handlers must be set."""
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            _before(number, app)
    return app


def end_streams(app: FastAPI) -> None:
    """Let every open stream end soon, and none begin. It takes no lock, because a signal may call it."""
    app.state.live.close()
    app.state.talks.close()


def _before(number: signal.Signals, app: FastAPI) -> None:
    then = signal.getsignal(number)

    def stop(received: int, frame: FrameType | None) -> None:
        end_streams(app)
        if callable(then):
            then(received, frame)

    signal.signal(number, stop)
