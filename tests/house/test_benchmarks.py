"""The generator makes provinces that the product could have made: on both engines, small, and looked at closely."""

from datetime import UTC, datetime
from itertools import groupby
from random import Random

import pytest
from sqlalchemy import func, select

from benchmarks.figures import percentile
from benchmarks.seed.filling import NotEmpty, Order, fill
from benchmarks.seed.people import make_people
from benchmarks.seed.plan import draw
from intake.cases import access, queues, tracking
from intake.cases.actor import Actor
from intake.cases.keys import case_key
from intake.cases.work import Desk, Work
from models.case import Case
from models.citizen import Citizen
from models.history import CaseEvent, Deadline, broken_link
from models.organisation import Officer
from models.outbox import OutboxJob
from models.thread import Message, Publication, Reply
from models.vocabulary import CaseStatus, ReplyState, Role
from routing.text import fold

CASES = 300
UNTIL = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """A small generated province."""
    assert list(fill(order(desk)))[-1] == CASES
    return desk


def order(desk: Desk, seed: int = 1) -> Order:
    return Order(desk.database.url.render_as_string(hide_password=False), desk.keyring, CASES, seed, UNTIL)


def officer(work: Work, role: Role, username: str) -> Actor:
    found = work.session.scalars(select(Officer).where(Officer.username == username)).one()
    return Actor(frozenset({role}), officer_id=found.id, unit_id=found.unit_id, name=found.name)


def test_a_generated_province_could_have_been_made_by_people(filled: Desk) -> None:
    with filled.look() as work:
        cases = {case.id: case for case in work.session.scalars(access.visible_cases(work.actor))}
        events = work.session.scalars(select(CaseEvent).order_by(CaseEvent.case_id, CaseEvent.seq)).all()
        chains = {case_id: list(chain) for case_id, chain in groupby(events, lambda event: event.case_id)}

        assert len(cases) == CASES == len(chains)
        assert all(broken_link(chain) is None for chain in chains.values())
        assert all(cases[case_id].version == len(chain) for case_id, chain in chains.items())
        assert len({case.status for case in cases.values()}) > 8
        assert all(case.received_at <= UNTIL for case in cases.values())
        assert any(case.restricted for case in cases.values())
        current = select(Deadline.case_id, func.count()).where(Deadline.superseded_at.is_(None))
        assert set(dict(work.session.execute(current.group_by(Deadline.case_id)).all()).values()) == {1}
        assert work.session.scalar(select(func.count()).where(OutboxJob.finished_at.is_(None))) == 0


def test_what_is_generated_is_truly_sealed_and_opens_with_the_keys_of_the_installation(filled: Desk) -> None:
    with filled.look() as work:
        named = work.session.scalars(select(Citizen).where(Citizen.name_sealed.is_not(None))).all()
        assert all(person.name_hash == work.digest("name", fold(person.name or "")) for person in named)
        assert all(message.text for message in work.session.scalars(select(Message)))
        restricted = work.session.scalars(access.visible_cases(work.actor).where(Case.restricted)).all()
        assert all(case.content and case.content_plain is None for case in restricted)


def test_answers_are_approved_and_publications_show_no_house_number(filled: Desk) -> None:
    with filled.look() as work:
        issued = work.session.scalars(select(Reply).where(Reply.state == ReplyState.ISSUED)).all()
        assert issued
        assert all(reply.text for reply in issued)
        shown = work.session.scalars(select(Publication)).all()
        published = access.visible_cases(work.actor).where(Case.status == CaseStatus.PUBLISHED)
        assert {one.case_id for one in shown} == {case.id for case in work.session.scalars(published)}
        assert all("số […]" in one.question for one in shown)


def test_officers_find_their_queues_and_citizens_their_cases(filled: Desk) -> None:
    with filled.look() as work:
        receiver = officer(work, Role.RECEIVING, "tiepnhan1")
        case = work.session.scalars(access.visible_cases(work.actor).where(~Case.restricted)).first()
        assert case is not None
        found = tracking.find(work, case.code, case_key(work, case))
        assert tracking.tracking(work, found).timeline
    with filled.look(receiver) as work:
        page = queues.page(work, queues.Queue.DONE, size=10)
        assert len(page.rows) == 10
        assert page.after


def test_the_same_seed_makes_the_same_province(filled: Desk) -> None:
    asked = order(filled)
    first = draw(0, CASES, Random("1:0"), make_people(1)[0], asked.until, asked.since)
    with filled.look() as work:
        oldest = work.session.scalars(access.visible_cases(work.actor).order_by(Case.id).limit(1)).one()
    assert oldest.received_at == first.received_at


def test_a_generated_province_is_never_mixed_with_another(filled: Desk) -> None:
    with pytest.raises(NotEmpty):
        list(fill(order(filled)))


def test_a_percentile_is_a_value_that_was_measured() -> None:
    assert percentile([5.0, 1.0, 3.0, 2.0], 0.5) == 2.0
    assert percentile([float(number) for number in range(1, 101)], 0.95) == 95.0
    assert percentile([], 0.95) == 0.0
