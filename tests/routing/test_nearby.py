"""The communes near a point: real coordinates, borders, and points where no commune of ours is."""

import pytest

from routing.nearby import Centre, Nearby, nearby

OURS, THEIRS = "tỉnh Vĩnh Long", "tỉnh Đồng Tháp"
CENTRES = (
    Centre("xã Long Hữu", OURS, 9.70232, 106.522),
    Centre("xã Long Hữu", OURS, 9.730213, 106.552515),  # the old xã Hiệp Thạnh
    Centre("phường Duyên Hải", OURS, 9.6258, 106.497),
    Centre("xã Hiệp Mỹ", OURS, 9.7666, 106.47),
    Centre("phường Trường Long Hòa", OURS, 9.65, 106.56),
    Centre("phường Mỹ Tho", THEIRS, 10.3501, 106.375),
)


@pytest.mark.parametrize(
    ("latitude", "longitude", "first"),
    [
        (9.7023, 106.5221, "xã Long Hữu"),
        (9.7300, 106.5530, "xã Long Hữu"),  # where Hiệp Thạnh was
        (9.6300, 106.4950, "phường Duyên Hải"),
    ],
)
def test_a_commune_is_near_by_any_of_its_centres_and_named_once(latitude: float, longitude: float, first: str) -> None:
    found = nearby(CENTRES, OURS, latitude, longitude)
    assert found.communes[0] == first
    assert len(found.communes) == len(set(found.communes)) == 3
    assert not found.outside


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(10.35, 106.37), (21.03, 105.85), (9.2, 107.9), (48.85, 2.35), (-90, 180)],
    ids=["the next province", "Hà Nội", "the sea", "Paris", "the pole"],
)
def test_a_point_without_a_commune_of_ours_is_outside(latitude: float, longitude: float) -> None:
    assert nearby(CENTRES, OURS, latitude, longitude) == Nearby(outside=True)


def test_at_a_border_ours_are_offered_and_never_those_of_another_province() -> None:
    across = Centre("xã Bên Kia", THEIRS, 9.701, 106.521)
    found = nearby((*CENTRES, across), OURS, 9.701, 106.521)
    assert found.communes[0] == "xã Long Hữu"
    assert "xã Bên Kia" not in found.communes


def test_without_centres_nobody_is_near() -> None:
    assert nearby((), OURS, 9.7, 106.5).communes == ()
