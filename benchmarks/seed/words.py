"""Composed Vietnamese texts: names, places, feedback, answers. Varied enough to be searched, and all invented.

It knows sentences; which case gets which, and everything about the record, is decided elsewhere.
"""

import re
from dataclasses import dataclass
from random import Random

from models.vocabulary import Department, Field

HOUSE = re.compile(r"Nhà tôi số \d+")
FAMILY = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Thạch", "Kim",
    "Sơn", "Lâm", "Trương", "Mai", "Cao",
)  # fmt: skip
MIDDLE = ("Văn", "Thị", "Hữu", "Ngọc", "Minh", "Thanh", "Quốc", "Kim", "Hoàng", "Thị Mỹ", "Thị Thu", "Đức")
GIVEN = (
    "An", "Bình", "Châu", "Dũng", "Đào", "Giang", "Hạnh", "Hùng", "Khánh", "Lan", "Loan", "Mai", "Nam", "Nga", "Phúc",
    "Quân", "Sương", "Tâm", "Thảo", "Trang", "Tuấn", "Út", "Vân", "Xuân", "Yến",
)  # fmt: skip
FIRST = ("Tân", "Long", "Bình", "An", "Phú", "Hòa", "Mỹ", "Vĩnh", "Thạnh", "Hiệp", "Đông", "Lương")
LAST = ("Phú", "Hưng", "Thới", "Lộc", "Quới", "Trung", "Hậu", "Đức", "Thuận")
COMMUNES = tuple(f"{first} {last}" for first in FIRST for last in LAST if first != last)[:104]
"""As many communes and wards as a merged province has."""

STREETS = ("Hùng Vương", "Lý Thường Kiệt", "Phạm Hùng", "Nguyễn Huệ", "Ba Tháng Hai", "Trần Phú", "Võ Văn Kiệt")
SPOTS = ("trước chợ", "gần trường tiểu học", "đoạn qua cầu sắt", "đầu hẻm 12", "cạnh trạm y tế", "ven kênh Mười Thước")
SINCE = (
    "hơn hai tuần nay",
    "từ đầu tháng",
    "đã ba tháng",
    "từ sau mưa lớn",
    "suốt mùa khô",
    "mấy hôm nay",
    "từ năm ngoái",
)
ASKED_BEFORE = (
    "Tôi đã báo ấp nhưng chưa thấy ai xuống xem.",
    "Bà con đã gọi đường dây nóng hai lần.",
    "Đây là lần đầu tôi phản ánh.",
    "Cán bộ hẹn trả lời rồi để đó, tôi không rõ vướng ở đâu.",
    "Tổ dân phố đã làm giấy đề nghị, chưa có hồi âm.",
)
WISHES = (
    "Kính mong cơ quan xem xét sớm cho bà con yên tâm.",
    "Đề nghị cho biết khi nào giải quyết xong.",
    "Xin được hướng dẫn phải làm gì tiếp theo.",
    "Mong được trả lời bằng văn bản.",
    "Xin cảm ơn quý cơ quan.",
)


@dataclass(frozen=True, slots=True)
class Topic:
    """What a message may be about, and which function of the province it concerns."""

    field: Field
    department: Department
    matters: tuple[str, ...]


TOPICS = (
    Topic(
        Field.TRANSPORT, Department.CONSTRUCTION,
        ("mặt đường nhiều ổ gà", "đèn đường không sáng", "cống thoát nước bị nghẹt"),
    ),
    Topic(Field.LAND, Department.AGRICULTURE_ENVIRONMENT, ("hồ sơ cấp giấy chứng nhận quá hẹn", "đo đạc sai ranh đất")),
    Topic(
        Field.ENVIRONMENT, Department.AGRICULTURE_ENVIRONMENT,
        ("bãi rác bốc mùi hôi", "trại heo xả nước thải ra kênh"),
    ),
    Topic(Field.CIVIL_STATUS, Department.COMMUNE, ("giấy khai sinh ghi sai họ tên", "chờ trích lục kết hôn quá lâu")),
    Topic(Field.PROCEDURES, Department.COMMUNE, ("một cửa bắt bổ túc giấy tờ nhiều lần", "không thấy niêm yết lệ phí")),
    Topic(Field.HEALTH, Department.HEALTH, ("trạm y tế hết thuốc thông thường", "quán ăn có dấu hiệu mất vệ sinh")),
    Topic(Field.EDUCATION, Department.EDUCATION, ("trường thu thêm tiền ngoài quy định", "lớp học dột khi mưa")),
    Topic(
        Field.ELECTRICITY, Department.ELECTRICITY,
        ("điện chập chờn vào buổi tối", "trụ điện nghiêng về phía nhà dân"),
    ),
    Topic(Field.SECURITY, Department.POLICE, ("hát karaoke quá khuya", "xe tải chạy giờ cấm", "trộm vặt liên tục")),
    Topic(Field.TRADE, Department.INDUSTRY_TRADE, ("cân thiếu ở chợ", "bán xăng không niêm yết giá")),
    Topic(
        Field.SOCIAL_INSURANCE, Department.SOCIAL_INSURANCE,
        ("thẻ bảo hiểm y tế sai ngày sinh", "chậm trả chế độ thai sản"),
    ),
    Topic(Field.MERIT, Department.HOME_AFFAIRS, ("chưa nhận trợ cấp người có công", "hồ sơ liệt sĩ thất lạc")),
    Topic(Field.TAX, Department.TAX, ("thông báo thuế đất ghi nhầm diện tích", "chưa hoàn thuế thu nhập")),
    Topic(Field.DIGITAL, Department.SCIENCE_TECHNOLOGY, ("sóng điện thoại yếu cả ấp", "nộp hồ sơ trên mạng bị lỗi")),
    Topic(Field.CULTURE, Department.CULTURE_SPORT_TOURISM, ("nhà văn hóa bỏ hoang", "bảng quảng cáo che tầm nhìn")),
)  # fmt: skip
DEEDS = (
    "kiểm tra thực tế và cho khắc phục",
    "làm việc với đơn vị thi công",
    "rà soát hồ sơ và trả kết quả",
    "chấn chỉnh bộ phận có liên quan",
    "xử lý theo thẩm quyền và nhắc nhở",
)


def person(rng: Random) -> str:
    return f"{rng.choice(FAMILY)} {rng.choice(MIDDLE)} {rng.choice(GIVEN)}"


def place(rng: Random) -> str:
    return f"ấp {rng.randint(1, 12)}, xã {rng.choice(COMMUNES)}"


def feedback(rng: Random, topic: Topic, where: str) -> str:
    """What a citizen writes: 40 to 100 words."""
    street = f"đường {rng.choice(STREETS)}, {rng.choice(SPOTS)}, {where}"
    first = f"Ở {street} {rng.choice(topic.matters)}, {rng.choice(SINCE)}."
    more = f"Nhà tôi số {rng.randint(1, 900)}, ảnh hưởng khoảng {rng.randint(3, 80)} hộ."
    return " ".join((first, more, rng.choice(ASKED_BEFORE), rng.choice(WISHES)))


def without_house(text: str) -> str:
    """The public form of a feedback: the house number is the only personal word these sentences hold.

    The machine's redaction would say the same, at fifty milliseconds of language analysis for each text.
    """
    return HOUSE.sub("Nhà tôi số […]", text)


def answer(rng: Random, topic: Topic, unit: str) -> str:
    """What a unit answers."""
    return (
        f"{unit} đã nhận phản ánh về việc {rng.choice(topic.matters)}. Ngày {rng.randint(1, 28)}/{rng.randint(1, 12)}, "
        f"đơn vị đã {rng.choice(DEEDS)}. Việc còn lại sẽ xong trong {rng.randint(5, 40)} ngày. {rng.choice(WISHES)}"
    )
