"""The chat of our own pages: what a browser sends goes to the inbox, what was said is read from the lines.

A browser is known by a number it was given. Who answers, and how, is not known here.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from intake.cases import attachments, conversations, enclosures, inbound
from intake.cases.attachments import FileView
from intake.cases.enclosures import Enclosed
from intake.cases.errors import NotFound
from intake.cases.work import Desk, Work
from models.base import new_id
from models.conversation import ChatLine
from models.enclosure import Enclosure
from models.inbound import InboundMessage
from models.languages import _
from models.thread import Upload
from models.vocabulary import ChannelKind, Speaker

ACCOUNT = "web"
TEXT_MAX = 20_000
KEPT = timedelta(days=365)
_DIGEST, _SENDING_MAX = 32, 40


def hear(
    work: Work,
    person: str,
    *,
    text: str = "",
    choice: str = "",
    files: Iterable[tuple[UUID, str]] = (),
    refused: str = "",
    sending: str = "",
) -> bool:
    """What somebody sent; False if the same was sent before. ``sending`` is what their browser calls this sending.

    Their number opens the conversation, so the message is named by its digest.
    """
    id = f"{reader(work.desk, person)[:_DIGEST]}.{sending[:_SENDING_MAX]}" if sending else str(new_id())
    kept = [{"id": str(file_id), "name": name} for file_id, name in files]
    told = {"id": id, "text": text[:TEXT_MAX], "choice": choice, "files": kept, "refused": refused}
    return keep(work, person, told, external_id=id)


def keep(work: Work, person: str, told: Mapping[str, Any], *, external_id: str) -> bool:
    """Put a payload into the inbox, behind what this person sent before."""
    return inbound.keep(
        work,
        json.dumps({"from": person, **told}, ensure_ascii=False),
        channel=ChannelKind.WEBCHAT,
        account=ACCOUNT,
        external_id=external_id,
        person=person,
        position=0,
    )


def reader(desk: Desk, person: str) -> str:
    """By what the news of a transaction call whoever reads this person's page."""
    return conversations.digest_of(desk.keyring, ChannelKind.WEBCHAT, ACCOUNT, person)


def said(work: Work, person: str, after: int = 0) -> list[tuple[ChatLine, Sequence[Enclosed]]]:
    """What was said on both sides after line ``after``, each line with the files that went with it."""
    lines = conversations.lines_of(work, ChannelKind.WEBCHAT, ACCOUNT, person, after)
    files = enclosures.of_lines(work, [line.id for line, with_files in lines if with_files])
    return [(line, files.get(line.id, ())) for line, _with_files in lines]


def file(work: Work, person: str, file_id: UUID) -> tuple[FileView, Path]:
    """A file we sent in this conversation, and where its bytes lie. Raises NotFound, and Impossible for a held one."""
    talk = conversations.find(work, ChannelKind.WEBCHAT, ACCOUNT, person)
    sent = select(Upload).join(Enclosure).join(ChatLine).where(Upload.id == file_id, Upload.name_sealed.is_not(None))
    row = work.session.scalar(sent.where(ChatLine.conversation_id == talk.id)) if talk is not None else None
    if row is None:
        raise NotFound("no_file", _("Không có tệp này trong cuộc trò chuyện."))
    return attachments.opened(work, row)


def is_answered(work: Work, person: str) -> bool:
    """Whether everything this person has sent was heard, and the last word is ours."""
    digest = conversations.person_digest(work, ChannelKind.WEBCHAT, ACCOUNT, person)
    unheard = select(func.count()).where(InboundMessage.person_digest == digest, InboundMessage.handled_at.is_(None))
    last = conversations.lines_of(work, ChannelKind.WEBCHAT, ACCOUNT, person, 0, limit=1)
    return not work.session.scalar(unheard) and bool(last) and last[0][0].speaker is not Speaker.CITIZEN
