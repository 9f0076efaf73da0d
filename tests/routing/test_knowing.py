"""A decision completed with what an office knows: procedure, places, and the thresholds somebody has set."""

from dataclasses import replace

import pytest

from models.vocabulary import Department
from routing.knowing import Knowledge, completed
from routing.places import Today
from routing.procedures import Catalogue, Listed
from tests.world import SURE

CARD = Listed("1.014064", "Cấp lại thẻ căn cước")


def test_a_named_procedure_is_told_with_its_reason_and_changes_no_department() -> None:
    known = Knowledge(procedures=Catalogue.of([CARD, Listed("1.001193", "Đăng ký khai sinh")]))
    decision = completed(SURE, "Tôi làm lại căn cước ở UBND xã Long Hữu mà chờ mãi", known)
    assert decision.procedure is not None
    assert (decision.procedure.code, decision.procedure.name) == (CARD.code, CARD.name)
    assert "Thủ tục được nhắc đến: Cấp lại thẻ căn cước (1.014064)" in decision.reasons
    assert decision.departments == SURE.departments
    assert decision.place == "xã Long Hữu"
    assert decision.as_record()["procedure"]["code"] == CARD.code


def test_with_an_empty_catalogue_everything_else_is_decided() -> None:
    decision = completed(SURE, "Tôi làm lại căn cước", Knowledge())
    assert (decision.procedure, decision.auto) == (None, SURE.auto)


@pytest.mark.parametrize(
    ("confidence", "sendable", "threshold", "auto"),
    [(0.90, True, 0.85, True), (0.90, True, 0.95, False), (0.99, False, 0.85, False), (0.85, True, 0.85, True)],
)
def test_a_threshold_of_the_department_decides_before_the_models_own(
    confidence: float, sendable: bool, threshold: float, auto: bool
) -> None:
    first = replace(SURE.departments[0], confidence=confidence)
    decision = replace(SURE, departments=(first,), sendable=sendable, auto=not auto)
    known = Knowledge(thresholds={Department.CONSTRUCTION: threshold})
    assert completed(decision, "ổ gà", known).auto is auto
    assert completed(decision, "ổ gà", Knowledge(thresholds={Department.POLICE: threshold})).auto is not auto


def test_the_offices_own_commune_is_never_renamed_and_an_old_one_is_when_it_is_sure() -> None:
    def today(address: str) -> Today:
        return Today("xã Long Hữu", "tỉnh Vĩnh Long", sure="Trà Vinh" in address)

    known = Knowledge(communes=["Ngũ Lạc"], today=today)

    def named(text: str) -> str:
        place = completed(SURE, text, known).places.scene
        assert place is not None
        return place.today

    assert named("Rác tại xã Hiệp Thạnh, thị xã Duyên Hải, tỉnh Trà Vinh") == "xã Long Hữu"
    assert named("Rác tại xã Ngũ Lạc, huyện Duyên Hải, tỉnh Trà Vinh") == ""
    assert named("Rác tại xã Hiệp Thạnh, huyện Cầu Ngang") == ""
    assert named("Rác tại xã Hiệp Thạnh") == ""
