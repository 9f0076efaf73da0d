"""A small province for tests: a few units and officers, a decider that says what it is told, and short cuts.

Everything goes through the use cases; nothing here writes a row the product could not have written, except units
(which the product gets from an import).
"""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from intake.cases import accounts
from intake.cases.actor import Actor, holder_of
from intake.cases.perform import drain
from intake.cases.submission import read_submission
from intake.cases.submit import Filed, submit
from intake.cases.work import Desk
from models.organisation import Unit
from models.vocabulary import CaseKind, ChannelKind, Department, Field, Level, Role
from routing.decision import Decision, RankedDepartment

PASSWORD = "mat-khau-de-thu-nghiem"
SURE = Decision(
    kind=CaseKind.CONDUCT,
    kind_confidence=0.97,
    departments=(RankedDepartment(Department.CONSTRUCTION, 0.96), RankedDepartment(Department.POLICE, 0.02)),
    field=Field.TRANSPORT,
    place=None,
    urgent=False,
    restricted=False,
    auto=True,
    reasons=("Từ ngữ quyết định: “ổ gà”",),
    model="test",
    rulebook="test",
)
UNSURE = replace(SURE, auto=False, kind_confidence=0.4)
RESTRICTED = replace(SURE, kind=CaseKind.DENUNCIATION, restricted=True, auto=False)


class Said:
    """A decider that gives the decision it was told to give."""

    def __init__(self, decision: Decision = SURE) -> None:
        self.decision = decision

    def decide(self, text: str) -> Decision:
        return self.decision


@dataclass(frozen=True)
class World:
    """The province and its people, as actors."""

    desk: Desk
    centre: UUID
    construction: UUID
    health: UUID
    inspectorate: UUID
    office: UUID
    commune: UUID
    receiver: Actor
    handler: Actor
    colleague: Actor
    leader: Actor
    health_handler: Actor
    health_leader: Actor
    inspector: Actor
    chief_inspector: Actor
    office_handler: Actor
    commune_handler: Actor
    overseer: Actor
    administrator: Actor

    def file(self, content: str = "Đường trước nhà tôi có nhiều ổ gà, xin sửa giúp.", **given: object) -> Filed:
        """File a case on the web form."""
        submission = read_submission(content=content, channel=ChannelKind.WEB, **given)  # type: ignore[arg-type]
        with self.desk.work() as work:
            return submit(work, submission)

    def classify(self, decision: Decision = SURE) -> None:
        """Let a worker run everything that waits."""
        drain(self.desk, Said(decision), "test")

    def assigned(self, content: str = "Đường trước nhà tôi có nhiều ổ gà, xin sửa giúp.", **given: object) -> Filed:
        """A case that the machine has sent to Sở Xây dựng."""
        filed = self.file(content, **given)
        self.classify()
        return filed

    def citizen(self, filed: Filed) -> Actor:
        """Whoever holds the key of this case."""
        return holder_of(filed.case.id)


def make_world(desk: Desk) -> World:
    """Make the province on an empty database."""
    with desk.work() as work:
        units = {
            "centre": _unit(
                "centre", "Trung tâm Phục vụ hành chính công tỉnh", Department.SERVICE_CENTRE, receiving=True
            ),
            "construction": _unit("sxd", "Sở Xây dựng tỉnh Vĩnh Long", Department.CONSTRUCTION),
            "health": _unit("syt", "Sở Y tế tỉnh Vĩnh Long", Department.HEALTH),
            "inspectorate": _unit("ttt", "Thanh tra tỉnh Vĩnh Long", Department.INSPECTORATE, rank=1),
            "office": _unit("vp", "Văn phòng UBND tỉnh Vĩnh Long", Department.PROVINCIAL_OFFICE, rank=2),
            "commune": _unit("long-huu", "UBND xã Long Hữu", Department.COMMUNE, commune="Long Hữu"),
        }
        work.session.add_all(units.values())
        work.session.flush()

    def officer(username: str, unit: str | None, *roles: Role) -> Actor:
        with desk.work() as work:
            unit_id = units[unit].id if unit else None
            made = accounts.create_officer(
                work,
                username=username,
                name=f"Cán bộ {username}",
                password=PASSWORD,
                roles=roles,
                unit_id=unit_id,
            )
            return Actor(frozenset(roles), officer_id=made.id, unit_id=unit_id, name=made.name)

    return World(
        desk=desk,
        **{name: unit.id for name, unit in units.items()},
        receiver=officer("receiver", "centre", Role.RECEIVING),
        handler=officer("handler", "construction", Role.HANDLING),
        colleague=officer("colleague", "construction", Role.HANDLING),
        leader=officer("leader", "construction", Role.HANDLING, Role.LEADER),
        health_handler=officer("health.handler", "health", Role.HANDLING),
        health_leader=officer("health.leader", "health", Role.LEADER),
        inspector=officer("inspector", "inspectorate", Role.HANDLING),
        chief_inspector=officer("chief", "inspectorate", Role.LEADER),
        office_handler=officer("office", "office", Role.HANDLING),
        commune_handler=officer("commune", "commune", Role.HANDLING, Role.LEADER),
        overseer=officer("overseer", None, Role.OVERSEER),
        administrator=officer("administrator", None, Role.ADMINISTRATOR),
    )


def _unit(
    key: str,
    name: str,
    department: Department,
    *,
    commune: str | None = None,
    receiving: bool = False,
    rank: int | None = None,
) -> Unit:
    return Unit(
        key=key,
        name=name,
        department=department,
        level=Level.COMMUNE if commune else Level.PROVINCE,
        commune=commune,
        receiving_desk=receiving,
        restricted_rank=rank,
        valid_from=date(2025, 7, 1),
    )
