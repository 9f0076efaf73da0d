"""Who is competent in the province today."""

from fastapi import APIRouter

from intake.cases.organisation import units_today
from intake.web.api.answers import DepartmentAnswer, DepartmentsAnswer
from intake.web.api.problems import refused
from intake.web.reach import DeskHere

router = APIRouter(tags=["departments"])


@router.get(
    "/departments",
    operation_id="list_departments",
    summary="Các cơ quan, đơn vị hôm nay và cách liên hệ",
    responses=refused(),
)
def list_departments(desk: DeskHere) -> DepartmentsAnswer:
    with desk.look() as work:
        return DepartmentsAnswer(departments=[DepartmentAnswer.of(unit) for unit in units_today(work)])
