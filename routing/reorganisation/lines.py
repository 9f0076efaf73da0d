"""What became of provinces, districts and departments as lines to check, beside those of the rule book."""

from collections.abc import Iterator

from models.languages import N_
from routing.dates import say_day
from routing.reorganisation.entries import Reorganisation
from routing.rulebook.lines import Line


def lines_of(found: Reorganisation) -> Iterator[Line]:
    """One line for each entry, with the grounds it stands on."""
    for province in found.provinces:
        text, value = province.full_name, f"gồm {', '.join(province.merged)}"
        yield Line(N_("Tỉnh, thành phố từ năm 2025"), "provinces", text, value, province.grounds, province.since)
    for level in found.levels:
        value = f"kết thúc hết ngày {say_day(level.last_day)}; việc thuộc {level.instead}"
        yield Line(N_("Cấp hành chính đã kết thúc"), "levels", level.name, value, level.grounds)
    for district in found.districts:
        text, value = f"{district.name}, {district.of}", f"nay là {', '.join(district.communes)}"
        yield Line(N_("Đơn vị cấp huyện cũ"), "districts", text, value, district.grounds, None, district.last_day)
    for office in found.district_offices:
        value = f"nay là {office.part or office.department.label}"
        yield Line(N_("Cơ quan cấp huyện cũ"), "district_offices", office.former, value, office.grounds, office.since)
    for merger in found.mergers:
        value = f"nay là {merger.department.label}"
        yield Line(N_("Sở, ban cũ"), "mergers", merger.former, value, merger.grounds, merger.since)
    for moved in found.moved:
        value = f"của {moved.former}, nay thuộc {moved.department.label}"
        yield Line(N_("Việc không đi theo sở cũ"), "moved", moved.matter, value, moved.grounds, moved.since)
