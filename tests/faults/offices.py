"""A mail server that can be made to hesitate after it has taken a letter and before it says so."""

import asyncio
import threading
from dataclasses import dataclass, field
from typing import Self

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.intake.adapters.post_office import PostOffice


@dataclass
class SlowOffice(PostOffice):
    """``hesitating`` keeps the answer to DATA back; the letter counts as accepted all the same."""

    hesitating: threading.Event = field(default_factory=threading.Event)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        while self.hesitating.is_set():
            await asyncio.sleep(0.05)
        return answer

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(self, *_: object) -> None:
        self.hesitating.clear()
        self.close()
