"""Naming colleagues in a note: only who may see the case, told once, until they have looked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.cases import handling, mentions, queues, viewing
from intake.cases.actor import Actor
from intake.cases.errors import Invalid
from intake.cases.mentions import Piece, pieces
from intake.cases.queues import Queue
from tests.world import RESTRICTED, World


def note(world: World, code: str, text: str, by: Actor | None = None) -> None:
    with world.desk.work(by or world.handler) as work:
        handling.note(work, work.lock(code), text=text)


def waiting(world: World, actor: Actor) -> int:
    """How many cases stand in "Nhắc đến tôi"; 0 where there is no such queue."""
    with world.desk.look(actor) as work:
        return queues.counts(work, queues.queues_of(work)).get(Queue.MENTIONED, 0)


def test_whoever_is_named_is_told_until_they_open_the_case(world: World) -> None:
    code = world.assigned().case.code
    note(world, code, "Nhờ @colleague xem đoạn trước chợ, báo @leader.")

    assert (waiting(world, world.colleague), waiting(world, world.leader), waiting(world, world.handler)) == (1, 1, 0)
    with world.desk.work(world.colleague) as work:
        viewing.log_once(work, code, "page")
    assert (waiting(world, world.colleague), waiting(world, world.leader)) == (0, 1)


def test_who_may_not_see_the_case_is_not_named_and_nothing_is_written(world: World) -> None:
    code = world.assigned().case.code
    with world.desk.look() as work:
        before = work.find(code).version
    for name, code_of_error in (("health.handler", "mention_unseeing"), ("khong-co-ai", "mention_unknown")):
        with pytest.raises(Invalid) as refused:
            note(world, code, f"Nhờ @{name} xem.")
        (error,) = refused.value.errors
        assert (error.field, error.code) == ("note", code_of_error)
    with world.desk.look() as work:
        assert work.find(code).version == before
        assert mentions.names(work, work.find(code)) == {}


def test_of_a_restricted_case_only_its_desk_is_offered(world: World) -> None:
    code = world.file("Tôi tố cáo một cán bộ nhận tiền.").case.code
    world.classify(RESTRICTED)

    with world.desk.look(world.inspector) as work:
        offered = mentions.offered(work, work.find(code), "")
    assert [one.username for one in offered] == ["chief"]
    with pytest.raises(Invalid):
        note(world, code, "Nhờ @receiver xem.", world.inspector)


def test_names_are_offered_by_sign_in_name_and_by_name_ones_own_unit_first(world: World) -> None:
    code = world.assigned().case.code
    with world.desk.look(world.handler) as work:
        case = work.find(code)
        everybody = mentions.offered(work, case, "")
        by_start = mentions.offered(work, case, "coll")
        by_name = mentions.offered(work, case, "bo leader")
    assert [one.username for one in everybody] == ["colleague", "leader", "receiver"]
    assert [one.username for one in by_start] == ["colleague"]
    assert "leader" in [one.username for one in by_name]


def test_an_address_is_no_mention_and_a_full_stop_ends_a_name() -> None:
    known = {"leader": "Chị Lan", "b.vn": "Ai đó"}

    assert pieces("Gửi a@b.vn rồi báo @leader. <b>", known) == [
        Piece("Gửi a@b.vn rồi báo "),
        Piece("@leader", "Chị Lan"),
        Piece(". <b>"),
    ]


@given(st.text(alphabet="@abc. -", max_size=60))
def test_nothing_of_a_note_is_lost(text: str) -> None:
    assert "".join(piece.text for piece in pieces(text, {"abc": "A", "a.b": "B"})) == text
