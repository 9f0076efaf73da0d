"""The fields of the citizens' form: their names, and how what they hold becomes a submission.

What a field may hold is decided in ``intake.cases``. A mistake of a machine-made field is told where its reader can
mend it.
"""

from typing import Any

from starlette.datastructures import FormData

from intake.cases.submission import Submission, read_submission
from intake.web.public.kept import KeptFile
from intake.web.public.typed import Typed, shown, text_of, typed_in
from models.vocabulary import ChannelKind

PERSONAL = ("name", "phone", "email", "address")
CHOICES = ("kind", "field", "department", "at")
FIELDS = (
    *("token", "draft", "content", "place", "procedure_words", "procedure"),
    *PERSONAL,
    *CHOICES,
    *("identity_kept", "publish_consent", "consent_edition", "shared_device", "asked"),
)
MADE_BY_US = ("token", "draft", "consent_edition", "asked")
"""What a form holds before anybody has typed."""


def typed_here(form: FormData) -> Typed:
    """The form as it was typed. Of several procedures, a found one beside one chosen before, the first counts."""
    typed = typed_in(form, *FIELDS)
    codes = [one for one in form.getlist("procedure") if isinstance(one, str) and one.strip()]
    typed["procedure"] = shown(codes[0]) if codes else ""
    return typed


def is_empty(typed: Typed) -> bool:
    """Whether nobody has written or chosen anything."""
    return not any(typed[name].strip() for name in FIELDS if name not in MADE_BY_US)


def submission_of(form: FormData, typed: Typed, files: list[KeptFile]) -> Submission:
    """What is handed in. Raises Invalid naming each wrong field."""
    named: dict[str, Any] = {name: text_of(form, name) for name in PERSONAL}
    return read_submission(
        content=text_of(form, "content"),
        channel=ChannelKind.WEB,
        place=text_of(form, "place"),
        publish_consent=typed["publish_consent"] == "yes",
        upload_ids=sorted(file.id for file in files),
        identity_kept=typed["identity_kept"] == "yes",
        consent_edition=typed["consent_edition"],
        choices={name: typed[name] for name in (*CHOICES, "procedure")},
        **named,
    )
