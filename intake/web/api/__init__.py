"""The API for other systems, mounted at ``/api/v1``: file feedback, follow it, send files, know the departments.

It has no sign-in and no cookies: whoever holds a case's key may read that case. Every refusal is problem+json
with a stable code and a Vietnamese sentence; the routes are thin and the reasons come from ``intake.cases``.
"""

from fastapi import FastAPI

from intake.web.api import departments, docs, feedback, files, openapi, refusals


def create_api() -> FastAPI:
    """The API application; ``create_app`` gives it the desk, the options and the limiter."""
    app = FastAPI(
        title="Lắng Nghe",
        version="1",
        description=openapi.DESCRIPTION,
        openapi_tags=openapi.TAGS,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    for part in (feedback, files, departments, docs):
        app.include_router(part.router)
    refusals.install(app)
    openapi.install(app)
    return app
