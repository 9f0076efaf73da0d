"""The web application of one process, made from the environment: what uvicorn starts in each of several processes."""

from dataclasses import replace

from fastapi import FastAPI

from intake.adapters.metrics import Metrics
from intake.adapters.telemetry import configure_logging
from intake.cases.ports import Decider
from intake.entry.at_once import BESIDE_WORKERS, AtOnce, hearing_at_once
from intake.entry.deciding import LoadedAtFirstUse, load_decider
from intake.entry.opening import open_desk
from intake.entry.settings import Settings, read_settings
from intake.entry.stopping import ending_streams
from intake.entry.understanding import rasa_of
from intake.web.app import create_app
from intake.web.options import DemoAccount, WebOptions


def create() -> FastAPI:
    """The web alone: it hears what comes in a chat as long as few messages wait, all other jobs are the workers'."""
    configure_logging()
    settings = read_settings()
    decider = LoadedAtFirstUse(lambda: load_decider(settings))
    at_once = AtOnce(decider, BESIDE_WORKERS)
    desk = replace(open_desk(settings), at_once=at_once)
    app = create_app(desk, options_of(settings, Metrics(desk), decider))
    return ending_streams(hearing_at_once(app, desk, at_once))


def options_of(
    settings: Settings, meter: Metrics, decider: Decider, accounts: tuple[DemoAccount, ...] = ()
) -> WebOptions:
    """What the web has to know of the installation."""
    return WebOptions(
        public_url=settings.address,
        trusted_proxies=settings.proxies,
        demo_accounts=accounts,
        limits_storage=settings.redis_url or "memory://",
        meter=meter,
        engine_fault=rasa.fault if (rasa := rasa_of(settings)) else None,
        decider=decider,
        proof=settings.proof,
    )
