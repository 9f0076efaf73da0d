"""Giving cases to officers and units from a list, and the lists of what nobody has and of what one has submitted."""

from intake.cases import handling, holding
from tests.intake.cases.test_path import drafted
from tests.intake.web.console.desktop import SignIn, text_of
from tests.world import UNSURE, World


def test_a_leader_gives_many_cases_to_one_officer(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    codes = [sqlite_world.assigned(f"Đường ở ấp {number} có nhiều ổ gà, xin sửa giúp.").case.code for number in (3, 5)]
    leader = sqlite_sign_in("leader")
    with sqlite_world.desk.look(sqlite_world.leader) as work:
        pick = [f"{code}:{work.find(code).version}" for code in codes]

    asked = leader.post("/hang-doi/unowned/hang-loat/giao-can-bo", pick=pick)
    assert asked.status_code == 422
    done = leader.post(
        "/hang-doi/unowned/hang-loat/giao-can-bo", pick=pick, officer=str(sqlite_world.colleague.officer_id)
    )

    assert "Đã giao cán bộ" in text_of(done)
    colleague = sqlite_sign_in("colleague")
    mine, unowned = colleague.get("/hang-doi/mine").text, colleague.get("/hang-doi/unowned").text
    assert all(code in mine and code not in unowned for code in codes)


def test_the_desk_sends_many_cases_to_one_unit(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    code = sqlite_world.file().case.code
    sqlite_world.classify(UNSURE)
    receiver = sqlite_sign_in("receiver")
    with sqlite_world.desk.look(sqlite_world.receiver) as work:
        pick = f"{code}:{work.find(code).version}"

    receiver.post("/hang-doi/triage/hang-loat/chuyen-den-co-quan", pick=pick, unit=str(sqlite_world.health))

    with sqlite_world.desk.look(sqlite_world.health_handler) as work:
        assert work.find(code).unit_id == sqlite_world.health


def test_a_drafter_finds_what_waits_for_the_leader_and_a_leader_what_waits_for_the_citizen(
    sqlite_world: World, sqlite_sign_in: SignIn
) -> None:
    submitted, asked = sqlite_world.assigned().case.code, sqlite_world.assigned().case.code
    drafted(sqlite_world, submitted)
    with sqlite_world.desk.work(sqlite_world.handler) as work:
        handling.accept(work, work.lock(asked))
        handling.ask(work, work.lock(asked), question="Đoạn nào?")

    assert submitted in sqlite_sign_in("handler").get("/hang-doi/submitted").text
    assert submitted not in sqlite_sign_in("colleague").get("/hang-doi/submitted").text
    assert asked in sqlite_sign_in("leader").get("/hang-doi/awaiting_citizen").text


def test_a_list_is_narrowed_to_who_has_a_case(sqlite_world: World, sqlite_sign_in: SignIn) -> None:
    given, free = sqlite_world.assigned().case.code, sqlite_world.assigned().case.code
    with sqlite_world.desk.work(sqlite_world.leader) as work:
        holding.hand_to(work, work.lock(given), sqlite_world.colleague.officer_id)
    leader = sqlite_sign_in("leader")

    theirs = leader.get(f"/hang-doi/open?giu={sqlite_world.colleague.officer_id}").text
    nobodys = leader.get("/hang-doi/open?giu=chua-ai").text
    assert given in theirs
    assert free not in theirs
    assert free in nobodys
    assert given not in nobodys
