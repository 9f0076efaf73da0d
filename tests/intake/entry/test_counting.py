"""``langnghe deadline``: a date anybody can check, without database, server, network or home folder."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from intake.entry import cli
from models.vocabulary import CaseKind

FRIDAY = ("--received", "2026-11-20T09:00+07:00")
Ask = Callable[..., tuple[int, str, str]]
SURE = "reference: quy chế của tỉnh, certainty: verified, checked_on: 2026-12-20"


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Ask:
    monkeypatch.setenv("LANGNGHE_HOME", str(tmp_path / "home"))

    def asked(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["langnghe", "deadline", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return asked


def test_the_limit_for_passing_a_proposal_on_over_the_holiday_of_24_november(ask: Ask) -> None:
    code, out, err = ask("--kind", "regulation", "--rule", "L01", *FRIDAY, "--profile", "national")
    told = json.loads(out)

    assert (code, err) == (0, "")
    assert told["due"] == "2026-11-30T23:59:59+07:00"
    assert (told["last_day"], told["clock_start"], told["counted"]) == ("2026-11-30", "2026-11-20", 5)
    assert {"date": "2026-11-24", "reason": "Ngày Văn hóa Việt Nam"} in told["skipped"]
    assert told["basis"] == "điểm d khoản 1 Điều 9 Nghị định 20/2008/NĐ-CP"
    assert told["certainty"] == "secondary"
    assert told["sentence"].startswith("5 ngày làm việc kể từ 20/11/2026, hạn cuối 30/11/2026")
    assert (told["rule"], told["kind"], len(told["rulebook"])) == ("L01", "regulation", 12)


def test_without_a_rule_it_is_the_answer_of_that_kind_and_what_is_due_around_it(ask: Ask) -> None:
    told = json.loads(ask("--kind", "service", "--received", "2026-11-20T09:00", "--profile", "bac_ninh")[1])

    assert (told["rule"], told["last_day"], told["profile"]) == ("L07", "2026-11-27", "bac_ninh")
    assert (told["warned_on"], told["escalated_after"]) == ("2026-11-25", "2026-12-02")
    assert told["status_update"]["last_day"] == "2026-12-04"


def test_a_limit_used_by_analogy_is_only_as_sure_as_its_use(ask: Ask) -> None:
    alone = json.loads(ask("--rule", "L04", "--received", "2026-07-06")[1])
    by_analogy = json.loads(ask("--kind", "question", "--rule", "L04", "--received", "2026-07-06")[1])

    assert (alone["certainty"], by_analogy["certainty"]) == ("verified", "inferred")
    assert alone["kind"] is None


def test_a_limit_that_the_kind_does_not_use_is_counted_and_said_to_be_none_of_its_own(ask: Ask) -> None:
    told = json.loads(ask("--kind", "denunciation", "--rule", "L01", *FRIDAY)[1])

    assert told["last_day"] == "2026-11-30"
    assert told["note"].startswith("Loại “Tố cáo” không dùng thời hạn L01")
    for rule in ("L01", "L02", "L04", "L05"):
        assert "note" not in json.loads(ask("--kind", "regulation", "--rule", rule, *FRIDAY)[1])


def test_a_profile_that_the_office_keeps_is_found(ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "home" / "profiles" / "vinh_long.yaml"
    file.parent.mkdir(parents=True)
    reply = f"reply: {{limit: L09, {SURE}}}"
    file.write_text(f"name: Vĩnh Long\nkinds: {{service: [{{from: 2026-01-01, {reply}}}]}}\n", "utf-8")

    assert json.loads(ask("--kind", "service", *FRIDAY, "--profile", "vinh_long")[1])["rule"] == "L09"
    assert "vinh_long" in ask("--kind", "service", *FRIDAY, "--profile", "hue")[2]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--kind", "noise", *FRIDAY), "Không có loại “noise”. Các loại: conduct, regulation, "),
        (("--rule", "L99", *FRIDAY), "Không có thời hạn “L99”. Các thời hạn: L01, L02, "),
        (("--kind", "conduct", *FRIDAY, "--profile", "hue"), "không có hồ sơ tỉnh “hue”; đang có: bac_ninh, "),
        (("--kind", "conduct", "--received", "20/11/2026"), "Lúc tiếp nhận “20/11/2026” không đúng dạng"),
        (("--kind", "conduct", "--received", "2026-02-30"), "Lúc tiếp nhận “2026-02-30” không đúng dạng"),
        (("--kind", "conduct"), "Xin cho biết lúc tiếp nhận"),
        (FRIDAY, "Xin cho biết --kind hoặc --rule. Các loại: conduct"),
        (("--rule", "L04", "--received", "2016-01-01"), "không có thời hạn L04 cho ngày 01/01/2016"),
        (("--rule", "L01", "--received", "2100-01-01"), "Không có lịch làm việc cho năm 2100"),
        (
            ("--rule", "L18", "--received", "9999-12-31T23:00+00:00"),
            "Lúc tiếp nhận “9999-12-31T23:00+00:00” không đúng dạng",
        ),
    ],
)
def test_what_is_not_known_is_one_sentence_and_code_2(ask: Ask, words: tuple[str, ...], sentence: str) -> None:
    code, out, err = ask(*words)

    assert (code, out) == (2, "")
    assert sentence in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("kind", CaseKind)
def test_every_kind_has_an_answer(ask: Ask, kind: CaseKind) -> None:
    assert ask("--kind", kind.value, *FRIDAY)[0] == 0


def test_it_runs_where_there_is_nothing_at_all(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from intake.entry.cli import main; main()", "deadline", "--rule", "L01", *FRIDAY]

    told = subprocess.run(
        command, capture_output=True, text=True, env={"PATH": "", "LANGNGHE_HOME": str(tmp_path / "x")}
    )

    assert json.loads(told.stdout)["last_day"] == "2026-11-30"
    assert list(tmp_path.iterdir()) == []
