"""``langnghe`` whose web never has room to hear a message at once, so that workers hear them all."""

from intake.entry.at_once import AtOnce
from intake.entry.cli import main


def no_room(_here: AtOnce, beside: int) -> bool:
    return False


if __name__ == "__main__":
    AtOnce.has_room = no_room  # type: ignore[assignment]  # the commands make their own
    main()
