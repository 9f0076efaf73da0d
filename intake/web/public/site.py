"""The citizens' site: an application of its own that the others are mounted on, without API documentation."""

from fastapi import FastAPI

from intake.web.public import chat, contacts, errors, files, filing, following, own_data, pieces, reading, steps


def create_public() -> FastAPI:
    """The site; whoever creates it puts ``desk``, ``options`` and ``limiter`` into its state."""
    site = FastAPI(title="Lắng Nghe", docs_url=None, redoc_url=None, openapi_url=None)
    for part in (filing, pieces, chat, following, files, steps, own_data, contacts, reading):
        site.include_router(part.router)
    errors.install(site)
    return site
