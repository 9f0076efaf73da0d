"""How a route reaches the desk: one line, the same in every part of the web.

These are ``async`` although nothing is awaited: each ``def`` dependency would be a trip to the thread pool.
"""

from typing import Annotated, cast

from fastapi import Depends, Request

from intake.cases.work import Desk
from intake.web.options import WebOptions


async def _desk(request: Request) -> Desk:
    return cast(Desk, request.app.state.desk)


async def _options(request: Request) -> WebOptions:
    return cast(WebOptions, request.app.state.options)


DeskHere = Annotated[Desk, Depends(_desk)]
"""The desk; the route itself opens a Work, because a ``yield`` dependency commits after the response."""

OptionsHere = Annotated[WebOptions, Depends(_options)]
