"""Templates of replies: who keeps them, where they are offered, what they become, and what stops a gap."""

import pytest

from intake.cases import handling, reply, reply_templates
from intake.cases.actor import Actor
from intake.cases.errors import Impossible, Invalid, NotAllowed, NotFound
from intake.cases.reply_templates import Wording
from models.office import ReplyTemplate
from models.vocabulary import CaseKind, Field
from routing.dates import local_day, say_day
from tests.conftest import TestClock
from tests.world import World

ALL = "{{ten}} | {{ma_ho_so}} | {{noi_dung}} | {{ co_quan }} | {{ngay_tiep_nhan}} | {{han_tra_loi}} | {{can_bo}}"


def _add(world: World, actor: Actor, name: str, body: str = "Kính gửi {{ten}}.", **where: object) -> ReplyTemplate:
    with world.desk.work(actor) as work:
        return reply_templates.add(work, Wording(name, body, **where))  # type: ignore[arg-type]


def _filled(world: World, template: ReplyTemplate, code: str, actor: Actor | None = None) -> str:
    with world.desk.look(actor or world.handler) as work:
        return reply_templates.filled(work, work.find(code), template.id)


def _offered(world: World, actor: Actor, code: str) -> list[str]:
    with world.desk.look(actor) as work:
        return [template.name for template in reply_templates.offered(work, work.find(code))]


def test_every_variable_is_filled_with_what_the_case_says(world: World) -> None:
    filed = world.assigned("Đường  trước nhà\ncó nhiều ổ gà.", name="Trần Thị Sáu")
    template = _add(world, world.leader, "Đủ biến", ALL)

    name, code, content, unit, received, due, officer = _filled(world, template, filed.case.code).split(" | ")

    assert (name, code, officer) == ("Trần Thị Sáu", filed.case.code, world.handler.name)
    assert (content, unit) == ("Đường trước nhà có nhiều ổ gà.", "Sở Xây dựng tỉnh Vĩnh Long")
    assert received == "20/11/2026"
    with world.desk.look() as work:
        assert due == say_day(local_day(work.find(code).due_at))


def test_words_of_a_citizen_that_look_like_a_variable_stay_words(world: World) -> None:
    filed = world.assigned(name="{{ma_ho_so}}")
    template = _add(world, world.leader, "Tên lạ", "{{ten}}")

    assert _filled(world, template, filed.case.code) == "{{ma_ho_so}}"


def test_a_variable_there_is_not_is_named(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        _add(world, world.leader, "Sai", "{{ten}} {{so_nha}} {{ config.secret }}")

    (error,) = refused.value.errors
    assert (error.field, error.code) == ("body", "variable_unknown")
    assert "{{so_nha}}, {{config.secret}}" in error.sentence
    assert "{{ma_ho_so}}" in error.sentence


def test_a_missing_value_is_seen_and_stops_the_draft_until_it_is_filled(world: World) -> None:
    code = world.assigned().case.code
    text = _filled(world, _add(world, world.leader, "Thiếu tên", "Kính gửi {{ten}}: đã vá đường."), code)
    assert text == "Kính gửi [… tên người gửi]: đã vá đường."

    with world.desk.work(world.handler) as work:
        case = handling.accept(work, work.lock(code))
        reply.save_draft(work, case, text=text)
    with pytest.raises(Impossible, match="gaps_left") as refused, world.desk.work(world.handler) as work:
        reply.submit_for_approval(work, work.lock(code))
    assert "[… tên người gửi]" in refused.value.sentence

    with world.desk.work(world.handler) as work:
        reply.save_draft(work, work.lock(code), text=text.replace("[… tên người gửi]", "bà Sáu"))
        reply.submit_for_approval(work, work.lock(code))


def test_a_change_is_a_new_version_and_the_old_one_is_kept(world: World, clock: TestClock) -> None:
    first = _add(world, world.leader, "Vá đường", "Bản một.")
    clock.tick(days=1)
    with world.desk.work(world.leader) as work:
        second = reply_templates.change(work, first.id, Wording("", "Bản hai."))

    with world.desk.look(world.leader) as work:
        assert [(one.version, one.body) for one in reply_templates.versions(work, second.id)] == [
            (2, "Bản hai."),
            (1, "Bản một."),
        ]
        assert [one.id for one in reply_templates.kept_by(work)] == [second.id]
    with pytest.raises(Impossible, match="template_changed"), world.desk.work(world.leader) as work:
        reply_templates.change(work, first.id, Wording("", "Bản ba của người mở trang từ hôm qua."))


def test_a_template_that_was_retired_leaves_its_name_and_its_number(world: World) -> None:
    first = _add(world, world.leader, "Vá đường")
    with pytest.raises(Invalid, match="invalid") as refused:
        _add(world, world.leader, " Vá  đường ")
    assert refused.value.errors[0].code == "name_taken"

    with world.desk.work(world.leader) as work:
        reply_templates.retire(work, first.id)

    assert _offered(world, world.handler, world.assigned().case.code) == []
    assert _add(world, world.leader, "Vá đường").version == 2


def test_a_template_is_offered_to_its_unit_for_its_kind_and_field_and_the_provinces_to_all(world: World) -> None:
    code = world.assigned().case.code
    _add(world, world.administrator, "Chung")
    _add(world, world.leader, "Của sở", kind=CaseKind.CONDUCT, field=Field.TRANSPORT)
    _add(world, world.leader, "Loại khác", kind=CaseKind.QUESTION)
    _add(world, world.leader, "Lĩnh vực khác", field=Field.HEALTH)
    foreign = _add(world, world.health_leader, "Của sở khác")

    assert _offered(world, world.handler, code) == ["Của sở", "Chung"]
    with pytest.raises(Invalid):
        _filled(world, foreign, code)


def test_only_leaders_and_administrators_keep_templates_and_each_their_own(world: World) -> None:
    own = _add(world, world.leader, "Của sở")
    for actor in (world.handler, world.receiver, world.overseer):
        with pytest.raises(NotAllowed):
            _add(world, actor, "Không được")
    for actor in (world.health_leader, world.administrator):
        with pytest.raises(NotFound), world.desk.work(actor) as work:
            reply_templates.change(work, own.id, Wording("", "Sửa của người khác."))
