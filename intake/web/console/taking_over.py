"""Taking over all cases of units that have ended, each in a transaction of its own: one that fails stops no other."""

from fastapi import APIRouter
from fastapi.responses import Response

from intake.cases import succession
from intake.cases.actor import Actor
from intake.cases.errors import Refusal
from intake.cases.queues import Queue
from intake.cases.work import Desk
from intake.web.console.session import OfficerHere
from intake.web.console.shell import go
from intake.web.flash import Flash
from intake.web.reach import DeskHere, OptionsHere
from models.languages import _

router = APIRouter()


@router.post("/tiep-quan")
def take_over_all(desk: DeskHere, options: OptionsHere, officer: OfficerHere) -> Response:
    """Everything on offer that leaves no choice; the rest stays on the list."""
    with desk.look(officer) as work:
        codes = succession.offered_codes(work)
    taken = sum(_taken(desk, officer, code) for code in codes)
    sentences = [_("Không hồ sơ nào tiếp quản được ngay.")]
    if taken:
        sentences = [_("Đã tiếp quản {taken} hồ sơ.").format(taken=taken)]
    if left := len(codes) - taken:
        sentences.append(_("Còn {left} hồ sơ cần xem từng hồ sơ.").format(left=left))
    said = Flash(" ".join(sentences), tone="good" if taken else "mind")
    return go(f"/hang-doi/{Queue.TAKE_OVER}", desk, options, said)


def _taken(desk: Desk, officer: Actor, code: str) -> bool:
    """Whether this case could be taken; somebody else may have been a moment earlier."""
    try:
        with desk.work(officer) as work:
            return succession.take_over_if_clear(work, work.lock(code))
    except Refusal:
        return False
