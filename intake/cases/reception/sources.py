"""The ways in which a feedback reaches an officer instead of us, and what each form has to ask.

Điều 6 and Điều 7 Decree 20/2008/NĐ-CP name letters, the published telephone number and data messages; provinces also
take down what their press, radio and meetings bring. This module knows fields, not how they are read or shown.
"""

from dataclasses import dataclass

from models.languages import N_
from models.vocabulary import ChannelKind


@dataclass(frozen=True, slots=True)
class Source:
    """One way. ``said`` is how it is told to the sender; ``asks`` the fields beside those every form has.

    ``needs`` are those of them that must be filled in, and ``sender`` what may be told of the sender.
    """

    channel: ChannelKind
    said: str
    asks: tuple[str, ...]
    needs: tuple[str, ...] = ()
    sender: tuple[str, ...] = ("name", "phone", "email", "address")


_REGISTER = ("incoming_number", "incoming_day")
"""What stands in the office's register of incoming documents (Điều 22 Decree 30/2020/NĐ-CP)."""

_UNMET = ("name", "phone", "address")

_ALL = (
    Source(ChannelKind.PHONE, N_("qua điện thoại"), ("dialled", "read_back"), ("dialled", "read_back")),
    Source(ChannelKind.COUNTER, N_("trực tiếp tại cơ quan"), ("read_back",)),
    Source(ChannelKind.POST, N_("qua bưu điện"), ("postmark", *_REGISTER)),
    Source(ChannelKind.EMAIL, N_("qua thư điện tử"), ("mailbox",), ("mailbox", "email")),
    Source(
        ChannelKind.PRESS,
        N_("qua báo chí"),
        ("paper", "issue", "issued", "column", *_REGISTER),
        ("paper", "issued"),
        sender=_UNMET,
    ),
    Source(ChannelKind.DIALOGUE, N_("tại buổi đối thoại"), ("venue", "chair", "read_back"), ("venue", "chair")),
    Source(ChannelKind.LOUDSPEAKER, N_("qua đài truyền thanh"), ("station", "read_back"), ("station",), sender=_UNMET),
)

SOURCES: dict[ChannelKind, Source] = {source.channel: source for source in _ALL}
"""Every way, in the order in which an officer chooses."""
