"""One log line and one measurement for each request: which route, how it ended, how long it took, under which id.

A route is named by its template (``/ho-so/{code}``), never by the address that was asked for: addresses hold codes
and, typed by mistake, anything. The id is bound for everything logged on the way and goes along with the jobs
that a request asks for.
"""

import secrets
import time

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from intake.web.options import Meter

log = structlog.get_logger()

NO_ROUTE = "(không có)"
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_UNREMARKABLE = ("/static", "/healthz", "/readyz", "/metrics")


class WatchMiddleware:
    """Stands outside everything else, so that what the security layer refuses is seen as well."""

    def __init__(self, app: ASGIApp, meter: Meter | None) -> None:
        self.app, self.meter = app, meter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, began = 500, time.perf_counter()

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        request_id = scope.setdefault("state", {}).setdefault("request_id", secrets.token_hex(8))
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self.app(scope, receive, noting)
            finally:
                self._note(scope, status, time.perf_counter() - began)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        route = route_of(scope)
        if self.meter is not None and "endless" not in scope["state"]:  # how long a page stood open is no speed
            self.meter.answered(method, route, status, seconds)
        if status >= 400 or not route.startswith(_UNREMARKABLE):
            log.info("http.request", method=method, route=route, status=status, ms=round(seconds * 1000, 1))


def route_of(scope: Scope) -> str:
    """The template of the route that answered, with the place it is mounted at."""
    mounted: str = scope.get("root_path", "")
    template = getattr(scope.get("route"), "path", None)
    return f"{mounted}{template}" if template is not None else mounted or NO_ROUTE
