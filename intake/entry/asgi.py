"""The web application of one process, made from the environment: what uvicorn starts in each of several processes."""

from fastapi import FastAPI

from intake.adapters.metrics import Metrics
from intake.adapters.telemetry import configure_logging
from intake.cases.ports import Decider
from intake.entry.deciding import LoadedAtFirstUse, load_decider
from intake.entry.opening import open_desk
from intake.entry.settings import Settings, read_settings
from intake.entry.stopping import ending_streams
from intake.entry.understanding import rasa_of
from intake.web.app import create_app
from intake.web.options import DemoAccount, WebOptions


def create() -> FastAPI:
    """The web alone; its jobs are run by the relay and the workers of the province."""
    configure_logging()
    settings = read_settings()
    desk = open_desk(settings)
    decider = LoadedAtFirstUse(lambda: load_decider(settings))
    return ending_streams(create_app(desk, options_of(settings, Metrics(desk), decider)))


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
