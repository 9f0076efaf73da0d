"""How a route reaches the desk: one line, the same in every part of the web."""

from typing import Annotated, cast

from fastapi import Depends, Request

from intake.cases.work import Desk
from intake.web.options import WebOptions


def _desk(request: Request) -> Desk:
    return cast(Desk, request.app.state.desk)


def _options(request: Request) -> WebOptions:
    return cast(WebOptions, request.app.state.options)


DeskHere = Annotated[Desk, Depends(_desk)]
"""The desk; the route itself opens a Work, because a ``yield`` dependency commits after the response."""

OptionsHere = Annotated[WebOptions, Depends(_options)]
