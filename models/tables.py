"""All tables in one import, for migrations and for whoever needs the whole metadata."""

from models.base import Base
from models.case import Accused, Case
from models.citizen import Citizen, CitizenSession, FormDraft, IdempotencyRecord
from models.history import AccessLog, CaseEvent, Deadline
from models.installation import Installation
from models.organisation import Officer, OfficerRole, OfficerSession, Unit
from models.outbox import OutboxJob
from models.thread import Message, Publication, Rating, Reply, Upload

metadata = Base.metadata

__all__ = [
    "AccessLog",
    "Accused",
    "Case",
    "CaseEvent",
    "Citizen",
    "CitizenSession",
    "Deadline",
    "FormDraft",
    "IdempotencyRecord",
    "Installation",
    "Message",
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
