"""Files sent with an officer's form: taken in before the form is acted on, so that nothing is lost when it fails.

It knows how the files of such a form come and stay. Whether they may go to the citizen is decided by the use case.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from starlette.datastructures import FormData

from intake.cases import attachments
from intake.cases.attachments import FileView
from intake.cases.errors import FieldError, Invalid
from intake.cases.work import Desk, Work
from intake.web.console.forms import CaseForm, some_id
from intake.web.public import kept


def taken_in(desk: Desk, form: CaseForm, sent: FormData) -> tuple[CaseForm, tuple[FieldError, ...]]:
    """The form with the ids of the files that came with it, and a sentence for each one that may not come in."""
    files, errors = kept.receive(desk, sent, _uncounted)
    attach = list(dict.fromkeys([*form.attach, *(str(file.id) for file in files)]))
    return form.model_copy(update={"attach": attach}), tuple(replace(error, field="files") for error in errors)


def brought(desk: Desk, sent: FormData) -> list[UUID]:
    """The files that came with a form which is not shown again. Raises Invalid for one that may not come in."""
    files, errors = kept.receive(desk, sent, _uncounted)
    if errors:
        raise Invalid(*errors)
    return [file.id for file in files]


def ids(values: Sequence[str]) -> list[UUID]:
    """The ids a form names; nonsense is left out."""
    return [known for value in values if (known := some_id(value)) is not None]


def waiting(work: Work, fields: Mapping[str, Sequence[str]] | None) -> list[FileView]:
    """Files a form has brought already that are on no reply yet, to be shown in it again."""
    named = ids((fields or {}).get("attach", ()))
    return attachments.unattached(work, named) if named else []


def _uncounted(files: int) -> None:
    """Officers are known by name, so what they attach is not counted by device."""
