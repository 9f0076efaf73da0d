"""Where an officer goes when a case has left their hands: to the next one of the queue they work through.

It knows the order of queues. It refuses to know what was done to the case that left.
"""

from dataclasses import dataclass

from intake.cases.actor import Actor
from intake.cases.queues import Queue
from intake.web.console.shell import first_queue
from models.languages import _

_EMPTIED = frozenset({Queue.TRIAGE, Queue.NEW, Queue.AWAITING_APPROVAL, Queue.TO_PUBLISH})
"""Queues that are worked through case by case; from any other one goes back to the list, at the next row."""


@dataclass(frozen=True, slots=True)
class Left:
    """A case that a step has just been taken on, and the one after it in the queue it was opened from.

    ``said`` is what there is to say, where it is not what the step usually says.
    """

    code: str
    upcoming: str | None
    still_seen: bool
    said: str = ""


def after(
    officer: Actor, queue: Queue | None, upcoming: str | None, sentence: str, *, desk: str = "", query: str = ""
) -> tuple[str, str]:
    """The address to go on to and the sentence to say there.

    ``desk`` is the part of the next case's address, ``query`` the list's from ``?`` on.
    """
    if queue in _EMPTIED and upcoming:
        then = _("Dưới đây là hồ sơ tiếp theo.")
        return f"/ho-so/{upcoming}{desk}?tu={queue}", f"{sentence} {then}"
    queue = queue or first_queue(officer)
    return (f"/hang-doi/{queue}{query}" if queue else "/") + (f"#{upcoming}" if upcoming else ""), sentence
