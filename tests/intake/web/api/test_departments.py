"""The departments of today."""

from starlette.testclient import TestClient

from models.vocabulary import Department
from tests.world import World


def test_departments_are_todays_units_with_the_names_of_the_reform(api: TestClient, world: World) -> None:
    units = api.get("/api/v1/departments").json()["departments"]

    assert {unit["department"] for unit in units} <= {department.label for department in Department}
    assert units[-1]["name"] == "UBND xã Long Hữu"
    assert (units[-1]["level"], units[-1]["commune"]) == ("commune", "Long Hữu")
