"""Which queue an address means: only one of the officer's own, whatever others there are."""

from intake.cases import queues
from intake.cases.errors import NotFound
from intake.cases.queues import Queue
from intake.cases.work import Work
from intake.web.console.shell import Shell
from models.languages import _


def named(name: str) -> Queue:
    """The queue of this name. Raises NotFound."""
    if name not in set(Queue):
        raise _no_queue()
    return Queue(name)


def own_queue(work: Work, name: str) -> Queue:
    """The same, if it is this officer's work. Raises NotFound."""
    queue = named(name)
    if queue not in queues.queues_of(work):
        raise _no_queue()
    return queue


def require_tab(frame: Shell, queue: Queue) -> None:
    """The same, asked of a frame that was made already. Raises NotFound."""
    if queue not in {tab.queue for tab in frame.tabs}:
        raise _no_queue()


def _no_queue() -> NotFound:
    return NotFound("no_queue", _("Không có hàng đợi này trong phần việc của ông/bà."))
