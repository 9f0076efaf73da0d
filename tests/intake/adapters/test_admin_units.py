"""Old places to new ones, and never a word of it on the network."""

import socket
import sys
from typing import Any

import pytest

from intake.adapters.admin_units import AdminUnits
from routing.nearby import nearby
from routing.places import Today

ADDRESSES = (
    "xã Hiệp Thạnh, thị xã Duyên Hải, tỉnh Trà Vinh",
    "phường Bến Nghé, quận 1, TP Hồ Chí Minh",
    "số 12 đường Lê Lợi, phường Phương Liên, quận Đống Đa, Hà Nội",
    "số 5, xã Long Sơn, thành phố Vũng Tàu, Bà Rịa - Vũng Tàu",
    "12 Trần Hưng Đạo, phường 1, quận 5, Hồ Chí Minh",
    "99 Nguyễn Trãi, phường Thượng Đình, quận Thanh Xuân, Hà Nội",
    "xã Long Hữu",
    "xã Abc, huyện Xyz, tỉnh Không Có",
    "",
)


@pytest.fixture
def no_sockets(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every way to the network at its lowest level, noted instead of gone."""
    opened: list[Any] = []

    def refuse(*arguments: Any, **named: Any) -> Any:
        opened.append((arguments, named))
        raise OSError("no socket in this test")

    class NoSocket(socket.socket):
        def __init__(self, *arguments: Any, **named: Any) -> None:
            refuse(*arguments, **named)

    monkeypatch.setattr(socket, "socket", NoSocket)
    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    return opened


def test_no_address_opens_a_socket_not_even_one_with_a_street_in_a_commune_that_was_split(
    no_sockets: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [one for one in sys.modules if one.split(".")[0] in ("vietnamadminunits", "geopy")]:
        monkeypatch.delitem(sys.modules, name)
    reader = AdminUnits()
    for address in ADDRESSES:
        reader.today(address)

    package = sys.modules["vietnamadminunits"]
    utils = sys.modules["vietnamadminunits.parser.utils"]
    for address in ADDRESSES:
        for mode in package.ParseMode:
            package.parse_address(address, mode=mode)
    with pytest.raises(ValueError, match="not looked up"):
        utils.get_geo_location(ADDRESSES[0])
    assert no_sockets == []
    assert "geopy.geocoders" not in sys.modules


def test_an_old_commune_is_what_it_is_called_today() -> None:
    reader = AdminUnits()
    assert reader.today(ADDRESSES[0]) == Today("xã Long Hữu", "tỉnh Vĩnh Long")
    assert reader.today("phường 1, thị xã Duyên Hải, Trà Vinh") == Today("phường Duyên Hải", "tỉnh Vĩnh Long")


@pytest.mark.parametrize("address", ADDRESSES[-3:])
def test_what_cannot_be_read_is_not_guessed(address: str) -> None:
    assert AdminUnits().today(address) is None


def test_a_commune_that_was_split_is_not_sure() -> None:
    reader = AdminUnits()
    found = reader.today("phường Phương Liên, quận Đống Đa, Hà Nội")
    assert found is not None
    assert not found.sure


@pytest.mark.parametrize(
    ("latitude", "longitude", "commune"),
    [
        (9.730213, 106.552515, "xã Long Hữu"),  # the centre of the old xã Hiệp Thạnh
        (9.637567, 106.495107, "phường Duyên Hải"),  # of the old phường 1, thị xã Duyên Hải
        (10.2537, 105.9722, "phường Long Châu"),  # the market of the city of Vĩnh Long
    ],
)
def test_a_point_is_near_the_commune_that_the_old_one_became(
    latitude: float, longitude: float, commune: str, no_sockets: list[Any]
) -> None:
    assert nearby(AdminUnits().centres, "tỉnh Vĩnh Long", latitude, longitude).communes[0] == commune
    assert no_sockets == []


def test_every_commune_of_today_has_a_centre_and_none_a_far_one() -> None:
    centres = AdminUnits().centres
    assert len({(one.commune, one.province) for one in centres}) > 3300
    assert all(8 < one.latitude < 24 and 102 < one.longitude < 118 for one in centres)
    assert nearby(centres, "tỉnh Vĩnh Long", 10.7769, 106.7009).outside  # Thành phố Hồ Chí Minh
