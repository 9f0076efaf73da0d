"""Writes docs/lifecycle.md: the life of a case as a diagram and tables per path, from `routing.lifecycle` and
`routing.told`.

Knows Markdown and Mermaid. Decides nothing: a step that is not in the table is not in the picture either.
"""

import sys
from collections import defaultdict

from models.vocabulary import Action, CaseKind, CaseStatus, Finding, Outcome, Role
from routing.lifecycle import ESCALATION, LAST_NOT_OURS, PATHS, RESTRICTED_KINDS, Goal, Path, Step, Table
from routing.told import DEADLINE, TOLD
from tools.saying import ROOT, say, speak_plainly

FILE = ROOT / "docs" / "lifecycle.md"
MANY = 4
"""A step that is the same from this many statuses is told in words under the diagram, so that it stays readable."""

_HEAD = """\
# The life of a case

Written by `python -m tools.lifecycle_diagram` from `routing/lifecycle.py`; a test fails when the two differ, so
change the table there, never this page. Buttons, API and the citizen's page come from the same table.

Overdue is not a status: it is worked out from the deadline. Hidden and restricted are flags. A transfer, a return
and a note are events on the timeline.
"""

_ABOUT = {
    Path.ORDINARY: "Feedback, questions, praise: from triage to a unit, to an approved reply, to publication.",
    Path.RESTRICTED: (
        "A possible complaint or denunciation, kept by one desk that is not itself accused. It begins when an ordinary"
        " case is restricted, `release` gives it back to ordinary triage, and no step leads to `published`."
    ),
}

Edge = tuple[CaseStatus, str, tuple[Action, ...]]
Shared = tuple[Action, Step, tuple[CaseStatus, ...]]


def page() -> str:
    """The whole page."""
    return "\n".join([_HEAD, _kinds(), *(_section(path, table) for path, table in PATHS.items())])


def _kinds() -> str:
    """Which path each kind follows, and the steps that are for it alone."""
    head = "## Kinds\n\n| Kind | Path | Steps of its own |\n|---|---|---|"
    return "\n".join([head, *(_kind(kind) for kind in CaseKind)]) + "\n"


def _kind(kind: CaseKind) -> str:
    path = Path.RESTRICTED if kind in RESTRICTED_KINDS else Path.ORDINARY
    own = {action for (_, action), step in PATHS[path].items() if step.only_kind is kind}
    steps = ", ".join(f"`{action}` ({action.label})" for action in Action if action in own)
    return f"| `{kind}` {kind.label} | {path} | {steps} |"


def _section(path: Path, table: Table) -> str:
    shared = _shared(table)
    parts = [
        f"## {path.value.capitalize()} path",
        _ABOUT[path],
        _diagram(table, {(action, step) for action, step, _ in shared}),
    ]
    if shared:
        parts.append("Not drawn, because they are the same from many statuses:")
        parts.append("\n".join(_told(*step) for step in shared))
    if path is Path.ORDINARY:
        parts += [_escalation(), _examination()]
    parts += [_rows(table), _sentences(path, table)]
    return "\n\n".join(parts) + "\n"


def _escalation() -> str:
    return (
        f"When units say {LAST_NOT_OURS} times that a case is not theirs (`return` or `transfer`), it leads to "
        f"{_goal(ESCALATION.to)} at the superior instead: event `{ESCALATION.event}`, {ESCALATION.basis}. What the "
        "superior decides is neither returned nor passed on."
    )


def _examination() -> str:
    """Collecting and proposing are no steps: they are what one step finds."""
    head = "| `evaluate` finds | It means | What follows |\n|---|---|---|"
    collect, enough = Finding.COLLECTING, Finding.ENOUGH
    rows = [
        f"| `{collect}` {collect.label} | collect | The case goes on and its answer must say so; it stays in the queue "
        "`collecting`, also after it was answered |"
    ]
    rows += [
        f"| `{enough}` with `{outcome}` {outcome.label} | {_MEANS[outcome]} | The case goes on to its answer |"
        for outcome in Outcome
    ]
    said = "Collecting and proposing an amendment (Điều 14.2, Điều 15) are results of `evaluate`, written on the case:"
    return "\n".join([said, "", head, *rows])


_MEANS = {
    Outcome.AMEND: "propose to amend what is in one's own power",
    Outcome.RECOMMEND: "propose to whoever may amend it",
    Outcome.NEW_RULE: "propose a new rule",
    Outcome.KEEP: "the rule stays",
}


def _sentences(path: Path, table: Table) -> str:
    """What the citizen reads in every status of the path."""
    head = "| Status | What happened | What is next | Until when |\n|---|---|---|---|"
    statuses = {status for status, _ in table} | {step.to for step in table.values() if isinstance(step.to, CaseStatus)}
    return "\n".join([head, *(_sentence(path, status) for status in CaseStatus if status in statuses)])


def _sentence(path: Path, status: CaseStatus) -> str:
    told = TOLD[path][status]
    until = "the deadline, explained" if told.until == DEADLINE else told.until
    return f"| `{status}` {status.label} | {told.happened} | {told.next} | {until} |"


def _shared(table: Table) -> list[Shared]:
    """Steps that are one and the same from many statuses."""
    found: dict[tuple[Action, Step], list[CaseStatus]] = defaultdict(list)
    for (status, action), step in table.items():
        found[action, step].append(status)
    return [(action, step, tuple(among)) for (action, step), among in found.items() if len(among) >= MANY]


def _told(action: Action, step: Step, among: tuple[CaseStatus, ...]) -> str:
    leads = "the case stays where it is" if step.to is None else f"leads to {_goal(step.to)}"
    return f"- `{action}` ({action.label}) from {', '.join(f'`{status}`' for status in among)}: {leads}."


def _diagram(table: Table, left_out: set[tuple[Action, Step]]) -> str:
    drawn = {key: step for key, step in table.items() if (key[1], step) not in left_out and step.to is not None}
    statuses = {status for status, _ in table} | {step.to for step in table.values() if isinstance(step.to, CaseStatus)}
    lines = [f"    {status} : {status.label}" for status in CaseStatus if status in statuses]
    edges: dict[tuple[CaseStatus, CaseStatus], list[Action]] = defaultdict(list)
    for (status, action), step in drawn.items():
        for to in _targets(step.to, table):
            edges[status, to].append(action)
    lines += [f"    {one} --> {other} : {', '.join(actions)}" for (one, other), actions in edges.items()]
    return "\n".join(["```mermaid", "stateDiagram-v2", "    direction TB", *lines, "```"])


def _targets(to: Goal, table: Table) -> list[CaseStatus]:
    """Where a step may lead: "resume" goes back to any status from which a question can be asked."""
    if to == "resume":
        return [status for status, action in table if action is Action.ASK]
    return [] if to is None else [to]


def _rows(table: Table) -> str:
    head = "| From | Action | To | Who | Event | On the citizen's timeline | Basis |\n|---|---|---|---|---|---|---|"
    order = {key: (list(CaseStatus).index(key[0]), list(Action).index(key[1])) for key in table}
    return "\n".join([head, *(_row(*key, table[key]) for key in sorted(table, key=order.__getitem__))])


def _row(status: CaseStatus, action: Action, step: Step) -> str:
    who = ", ".join(role.label for role in Role if role in step.roles)
    public = "yes" if step.public else "no"
    return (
        f"| `{status}` {status.label} | `{action}` {action.label} | {_goal(step.to)} | {who} | `{step.event}` "
        f"| {public} | {step.basis} |"
    )


def _goal(to: Goal) -> str:
    if to is None:
        return "stays"
    return "the status before the question" if to == "resume" else f"`{to}`"


def main() -> None:
    """Write the page."""
    FILE.write_text(page(), encoding="utf-8")
    say("Đã ghi docs/lifecycle.md.", "docs/lifecycle.md is written.")


if __name__ == "__main__":
    sys.exit(speak_plainly(main))
