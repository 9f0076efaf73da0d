"""The web application: three parts that share a desk, behind one security layer."""

from fastapi import FastAPI

from intake.cases.work import Desk
from intake.web import api, console, health, hooks, language, public, site_codes
from intake.web.language import LanguageMiddleware
from intake.web.limiter import Limiter
from intake.web.live.broadcaster import Broadcaster
from intake.web.live.talks import Talks
from intake.web.options import WebOptions
from intake.web.packed import PackedFiles
from intake.web.page import STATIC
from intake.web.security import SecurityMiddleware
from intake.web.watch import WatchMiddleware


def create_app(desk: Desk, options: WebOptions) -> FastAPI:
    """The whole web over one desk."""
    limiter = Limiter(options.limits_storage, secret=desk.keyring.secret("limiter", ""))
    live, talks = Broadcaster(desk), Talks(desk)
    app = public.create_public()
    app.include_router(health.router)
    app.include_router(hooks.router)
    app.include_router(language.router)
    app.include_router(site_codes.router)
    parts = {"/can-bo": console.create_console(), "/api/v1": api.create_api()}
    for part in (app, *parts.values()):
        part.state.desk, part.state.options, part.state.limiter = desk, options, limiter
        part.state.live, part.state.talks = live, talks
    for path, part in parts.items():
        app.mount(path, part)
    app.mount("/static", PackedFiles(directory=STATIC), name="static")
    app.add_middleware(SecurityMiddleware, options=options)
    app.add_middleware(LanguageMiddleware, options=options)
    app.add_middleware(WatchMiddleware, meter=options.meter)
    return app
