"""What an error of the Bot API means for the message that met it.

Refused before it was looked at: again later. Refused because of the person: never again. No answer to what was sent:
nobody knows. The words are codes; what they mean to an officer stands with the deliveries of a case.
"""

from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, TelegramError

from bot.channels.telegram.client import NotReached, ServerFault, SlowDown, TooLarge
from intake.cases.ports import DeliveryFault, Permanent, Temporary, Uncertain

TOKEN_REFUSED, UNREACHABLE = "token_refused", "unreachable"
OURS = frozenset({TOKEN_REFUSED, UNREACHABLE, "server_fault"})
"""What stands in the way of every message, whoever it is to."""

_GATEWAY_TIMEOUT = 504
_OF_THE_PERSON = (("blocked", "blocked"), ("deactivated", "deactivated"), ("chat not found", "chat_not_found"))


def of(fault: TelegramError) -> DeliveryFault:
    """The state of a message whose sending ended so."""
    match fault:
        case NotReached():
            return Temporary(UNREACHABLE)
        case SlowDown():
            return Temporary("slow_down", after=fault.after)
        case ServerFault() if fault.status != _GATEWAY_TIMEOUT:
            return Temporary("server_fault")
        case InvalidToken():
            return Temporary(TOKEN_REFUSED)
        case Conflict():
            return Temporary("conflict")
        case ChatMigrated():
            return Permanent("chat_not_found")
        case TooLarge():
            return Permanent("refused")
        case Forbidden() | BadRequest():
            return Permanent(_refusal(fault.message))
    return Uncertain("no_answer")


def _refusal(description: str) -> str:
    """The API gives no codes for reasons, only these words."""
    told = description.casefold()
    return next((word for piece, word in _OF_THE_PERSON if piece in told), "refused")
