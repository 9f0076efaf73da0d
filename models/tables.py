"""All tables in one import, for migrations and for whoever needs the whole metadata."""

from models.base import Base
from models.case import Accused, Case
from models.citizen import Citizen, CitizenSession, FormDraft, IdempotencyRecord
from models.history import AccessLog, Anchor, CaseEvent, Deadline
from models.installation import Installation
from models.notice import Notice
from models.organisation import Officer, OfficerRole, OfficerSession, Unit
from models.outbox import OutboxJob
from models.thread import Message, Publication, Rating, Reply, Upload

metadata = Base.metadata

__all__ = [
    "AccessLog",
    "Accused",
    "Anchor",
    "Case",
    "CaseEvent",
    "Citizen",
    "CitizenSession",
    "Deadline",
    "FormDraft",
    "IdempotencyRecord",
    "Installation",
    "Message",
    "Notice",
    "Officer",
    "OfficerRole",
    "OfficerSession",
    "OutboxJob",
    "Publication",
    "Rating",
    "Reply",
    "Unit",
    "Upload",
    "metadata",
]
