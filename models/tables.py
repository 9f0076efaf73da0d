"""All tables in one import, for migrations and for whoever needs the whole metadata."""

from models.alert import Alert
from models.base import Base
from models.calendar import CalendarDay
from models.case import Accused, Case, CaseLink
from models.channel_account import ChannelAccount
from models.citizen import Citizen, CitizenSession, FormDraft, IdempotencyRecord
from models.conversation import ChatLine, Conversation, ConversationCase
from models.desk import Looking, Typed
from models.edition import CatalogueEdition, OrganisationEdition
from models.enclosure import Enclosure
from models.evaluation import Evaluation
from models.export import Export
from models.filing import Arriving, Choice, Consent, SolvedChallenge
from models.handed import HandedMessage
from models.history import AccessLog, Anchor, CaseEvent, Deadline
from models.inbound import InboundMessage
from models.installation import Installation
from models.lesson import Lesson
from models.letter import Letter, LetterCounter, LetterForm
from models.mention import Mention
from models.notice import Notice
from models.office import ReplyTemplate, SavedView
from models.organisation import Delegation, FormerName, Officer, OfficerRole, OfficerSession, Unit, UnitSuccession
from models.outbox import OutboxJob
from models.personal_data import DataRequest, Tombstone
from models.procedure import Procedure
from models.reach import ToldByChoice
from models.reception import Reception
from models.thread import Message, Publication, Rating, Reply, ReplyDrafter, Upload
from models.threshold import Threshold

metadata = Base.metadata

__all__ = [
    "AccessLog",
    "Accused",
    "Alert",
    "Anchor",
    "Arriving",
    "CalendarDay",
    "Case",
    "CaseEvent",
    "CaseLink",
    "CatalogueEdition",
    "ChannelAccount",
    "ChatLine",
    "Choice",
    "Citizen",
    "CitizenSession",
    "Consent",
    "Conversation",
    "ConversationCase",
    "DataRequest",
    "Deadline",
    "Delegation",
    "Enclosure",
    "Evaluation",
    "Export",
    "FormDraft",
    "FormerName",
    "HandedMessage",
    "IdempotencyRecord",
    "InboundMessage",
    "Installation",
    "Lesson",
    "Letter",
    "LetterCounter",
    "LetterForm",
    "Looking",
    "Mention",
    "Message",
    "Notice",
    "Officer",
    "OfficerRole",
    "OfficerSession",
    "OrganisationEdition",
    "OutboxJob",
    "Procedure",
    "Publication",
    "Rating",
    "Reception",
    "Reply",
    "ReplyDrafter",
    "ReplyTemplate",
    "SavedView",
    "SolvedChallenge",
    "Threshold",
    "ToldByChoice",
    "Tombstone",
    "Typed",
    "Unit",
    "UnitSuccession",
    "Upload",
    "metadata",
]
