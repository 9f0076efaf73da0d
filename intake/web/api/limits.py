"""How an API route reaches the limiter."""

from typing import Annotated, cast

from fastapi import Depends, Request

from intake.web.limiter import Limiter


async def _limiter(request: Request) -> Limiter:
    return cast(Limiter, request.app.state.limiter)


LimiterHere = Annotated[Limiter, Depends(_limiter)]
