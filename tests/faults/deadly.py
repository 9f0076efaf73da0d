"""``langnghe`` with a decider that kills its own process at one text, as the system's memory killer would have it."""

import os
import signal

from intake.cases.ports import Decider
from intake.entry import broker
from intake.entry.cli import main
from intake.entry.settings import Settings
from routing.decision import Decision
from tests.world import SURE

POISON = "Câu này làm chết tiến trình đọc nó."


class Deadly:
    """Knows at once where everything belongs, but for one text."""

    def decide(self, text: str) -> Decision:
        if text == POISON:
            os.kill(os.getpid(), signal.SIGKILL)
        return SURE


def prepared(settings: Settings) -> Decider:
    return Deadly()


if __name__ == "__main__":
    broker.prepared_decider = prepared  # type: ignore[attr-defined]  # what the broker's module imported
    main()
