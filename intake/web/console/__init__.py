"""The officers' console: an application of its own, mounted at ``/can-bo``.

One dependency asks everybody to sign in; only the sign-in page itself stands before it. It has its own error
pages and no API documentation.
"""

from fastapi import Depends, FastAPI

from intake.web.console.actions import router as actions
from intake.web.console.alerts import router as alerts
from intake.web.console.approval import router as approval
from intake.web.console.bulk import router as bulk
from intake.web.console.calendar import router as calendar
from intake.web.console.case import router as case
from intake.web.console.channels import router as channels
from intake.web.console.chats import router as chats
from intake.web.console.chatting import router as chatting
from intake.web.console.delegation import router as delegation
from intake.web.console.errors import install
from intake.web.console.files import router as files
from intake.web.console.find import router as finding
from intake.web.console.lessons import router as lessons
from intake.web.console.letter_forms import router as letter_forms
from intake.web.console.letters import router as letters
from intake.web.console.live import router as live
from intake.web.console.meanings import router as meanings
from intake.web.console.organisation import router as organisation
from intake.web.console.personal_data import router as personal_data
from intake.web.console.preview import router as preview
from intake.web.console.procedures import router as procedures
from intake.web.console.publication import router as publication
from intake.web.console.queue import router as queue
from intake.web.console.queue_export import router as exports
from intake.web.console.queue_views import router as kept_views
from intake.web.console.reception import router as reception
from intake.web.console.reply_templates import router as reply_templates
from intake.web.console.rules import router as rules
from intake.web.console.session import signed_in
from intake.web.console.sheets import router as sheets
from intake.web.console.sign_in import router as sign_in
from intake.web.console.splitting import router as splitting
from intake.web.console.taking_over import router as taking_over
from intake.web.console.thresholds import router as thresholds
from intake.web.console.together import router as together
from intake.web.console.viewers import router as viewers


def create_console() -> FastAPI:
    """The console; whoever mounts it puts ``desk``, ``options`` and ``limiter`` into its state."""
    console = FastAPI(title="Lắng Nghe – cán bộ", docs_url=None, redoc_url=None, openapi_url=None)
    console.include_router(sign_in)
    lists = (queue, exports, kept_views, bulk, alerts, finding, chats)
    reading = (case, chatting, files, preview, letters, live, together, viewers)
    deeds = (publication, approval, splitting, actions)
    texts = (reply_templates, letter_forms, reception)
    office = (calendar, rules, delegation, taking_over, organisation, procedures, thresholds)
    duties = (personal_data, sheets)
    machine = (lessons, channels, meanings)
    for part in (*lists, *reading, *deeds, *texts, *office, *duties, *machine):
        console.include_router(part, dependencies=[Depends(signed_in)])
    install(console)
    return console
