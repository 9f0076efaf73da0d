"""What a citizen hands in, read strictly: from raw strings of any channel to a clean ``Submission``.

It knows what is well-formed and what Điều 7 of Decree 20/2008/NĐ-CP invites a citizen to complete; only the
content is demanded. It refuses to know rows, the channel's protocol and what the text means.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from uuid import UUID

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from intake.cases import consents
from intake.cases.chosen import Chosen, read_choices
from intake.cases.consents import Wording
from intake.cases.errors import FieldError, Invalid
from models.languages import _, thousands
from models.vocabulary import ChannelKind, ToldBy
from routing.text import normalise

CONTENT_MAX = 20_000
NAME_MAX = 120
ADDRESS_MAX = 300
PLACE_MAX = 200
UPLOADS_MAX = 10

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Submission:
    """A well-formed submission: NFC text, phone in E.164, e-mail lower-cased in its domain; None means not given.

    ``may_accuse``: its sender was told so while they wrote, and of the lawful way, and sent it all the same.
    """

    content: str
    channel: ChannelKind
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    place: str | None = None
    publish_consent: bool = False
    upload_ids: tuple[UUID, ...] = ()
    told_by: ToldBy | None = None
    identity_kept: bool = False
    consent: Wording | None = None
    chosen: Chosen = field(default_factory=Chosen)
    may_accuse: bool = False

    @property
    def identity(self) -> "Identity":
        return Identity(self.name, self.phone, self.email, self.address)

    @property
    def missing(self) -> tuple[str, ...]:
        """What Điều 7 asks for and is not there yet."""
        return self.identity.missing

    @property
    def body(self) -> str:
        """The same text for the same request, to notice a repeated Idempotency-Key with another body."""
        unsaid = {"told_by": None, "may_accuse": False}
        told = {name: value for name, value in asdict(self).items() if name not in unsaid or value != unsaid[name]}
        return json.dumps(told, sort_keys=True, default=str)


def read_submission(
    *,
    content: str,
    channel: ChannelKind,
    name: str | None = None,
    phone: str | None = None,
    email: str | None = None,
    address: str | None = None,
    place: str | None = None,
    publish_consent: bool = False,
    upload_ids: Iterable[UUID] = (),
    identity_kept: bool = False,
    consent_edition: str | None = None,
    choices: Mapping[str, str] | None = None,
) -> Submission:
    """Check every field at once. Raises Invalid naming each wrong one.

    ``consent_edition`` is the wording that was on the page; a channel without one keeps only that consent was given.
    ``choices`` are those of ``read_choices``.
    """
    errors: list[FieldError] = []
    uploads = tuple(dict.fromkeys(upload_ids))
    if len(uploads) > UPLOADS_MAX:
        errors.append(
            FieldError(
                "upload_ids",
                "too_many_files",
                _("Mỗi phản ánh kèm tối đa {most} tệp.").format(most=UPLOADS_MAX),
            )
        )
    clean = _content(content, errors)
    who = _identity(name, phone, email, address, errors)
    read = Submission(
        content=clean,
        channel=channel,
        name=who.name,
        phone=who.phone,
        email=who.email,
        address=who.address,
        place=read_line("place", _("Nơi xảy ra"), place, PLACE_MAX, errors),
        publish_consent=publish_consent,
        upload_ids=uploads,
        identity_kept=identity_kept,
        consent=consents.read(publish_consent, consent_edition, errors) if consent_edition is not None else None,
        chosen=read_choices(errors, **(choices or {})),
    )
    if publish_consent and identity_kept:
        sentence = _("Muốn giữ kín danh tính thì không công khai được: xin bỏ dấu ở một trong hai ô.")
        errors.append(FieldError("identity_kept", "kept_or_published", sentence))
    if errors:
        raise Invalid(*errors)
    return read


@dataclass(frozen=True, slots=True)
class Identity:
    """Who wrote, as far as they tell: well-formed, None where not given."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """What Điều 7 asks for and is not there: any of name, address, contact."""
        given = {"name": self.name, "address": self.address, "contact": self.phone or self.email}
        return tuple(what for what, value in given.items() if not value)


def read_identity(
    *, name: str | None = None, phone: str | None = None, email: str | None = None, address: str | None = None
) -> Identity:
    """Check who wrote. Raises Invalid naming each wrong field."""
    errors: list[FieldError] = []
    read = _identity(name, phone, email, address, errors)
    if errors:
        raise Invalid(*errors)
    return read


def read_text(field: str, text: str, *, longest: int = CONTENT_MAX) -> str:
    """A text an officer or citizen writes on a case. Raises Invalid when empty, too long or not text."""
    errors: list[FieldError] = []
    clean = _text(field, text, longest, errors)
    if not clean and not errors:
        errors.append(FieldError(field, f"{field}_empty", _("Ông/bà chưa viết gì. Xin viết vài lời rồi gửi lại.")))
    if errors:
        raise Invalid(*errors)
    return clean


def read_phone(typed: str) -> str | None:
    """A phone in E.164 (``+84912345678``), or None if it cannot be dialled. Foreign ones need their +code."""
    try:
        number = phonenumbers.parse(typed, "VN")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def read_line(field: str, label: str, typed: str | None, longest: int, errors: list[FieldError]) -> str | None:
    """One line of at most ``longest`` letters, None when nothing was typed; what is wrong goes into ``errors``."""
    clean = " ".join(normalise(typed or "").split())
    if _FORBIDDEN.search(clean):
        errors.append(
            FieldError(
                field, f"{field}_not_text", _("{label} có ký tự không đọc được. Xin gõ lại.").format(label=label)
            )
        )
    elif len(clean) > longest:
        errors.append(
            FieldError(
                field,
                f"{field}_too_long",
                _("{label} quá dài, tối đa {most} ký tự.").format(label=label, most=longest),
            )
        )
    return clean or None


def _identity(
    name: str | None, phone: str | None, email: str | None, address: str | None, errors: list[FieldError]
) -> Identity:
    return Identity(
        name=read_line("name", _("Họ tên"), name, NAME_MAX, errors),
        phone=_phone(phone, errors),
        email=_email(email, errors),
        address=read_line("address", _("Địa chỉ"), address, ADDRESS_MAX, errors),
    )


def _content(content: str, errors: list[FieldError]) -> str:
    clean = _text("content", content, CONTENT_MAX, errors)
    if not clean and not errors:
        errors.append(
            FieldError("content", "content_empty", _("Ông/bà chưa viết nội dung. Xin kể ngắn gọn chuyện đã xảy ra."))
        )
    return clean


def _text(field: str, text: str, longest: int, errors: list[FieldError]) -> str:
    clean = normalise(text).strip()
    if _FORBIDDEN.search(clean):
        errors.append(
            FieldError(
                field,
                f"{field}_not_text",
                _("Nội dung có ký tự máy không đọc được (thường do sao chép từ tệp). Xin xóa đoạn đó và gõ lại."),
            )
        )
    elif len(clean) > longest:
        said, limit = thousands(len(clean)), thousands(longest)
        sentence = _(
            "Nội dung dài {length} ký tự, tối đa {most}. Xin rút gọn hoặc gửi phần còn lại bằng tệp kèm theo."
        ).format(length=said, most=limit)
        errors.append(FieldError(field, f"{field}_too_long", sentence))
    return clean if any(not unicodedata.category(letter).startswith(("C", "Z")) for letter in clean) else ""


def _phone(typed: str | None, errors: list[FieldError]) -> str | None:
    if not (typed or "").strip():
        return None
    number = read_phone(typed or "")
    if number is None:
        digits = sum(letter.isdigit() for letter in typed or "")
        errors.append(FieldError("phone", "phone_invalid", _phone_sentence(typed or "", digits)))
    return number


def _phone_sentence(typed: str, digits: int) -> str:
    example = _("Ví dụ: 0912 345 678; số nước ngoài ghi cả dấu + và mã nước.")
    if not typed.strip().startswith("+") and digits in (8, 9):
        return _("Số điện thoại này thiếu một chữ số. {example}").format(example=example)
    if not typed.strip().startswith("+") and digits > 11:
        return _("Số điện thoại này thừa chữ số. {example}").format(example=example)
    return _("Số điện thoại này không gọi được. {example}").format(example=example)


def _email(typed: str | None, errors: list[FieldError]) -> str | None:
    if not (typed or "").strip():
        return None
    try:
        return validate_email((typed or "").strip(), check_deliverability=False, test_environment=False).normalized
    except EmailNotValidError:
        sentence = _("Địa chỉ thư điện tử này chưa đúng. Ví dụ: ten@example.com.")
        errors.append(FieldError("email", "email_invalid", sentence))
        return None
