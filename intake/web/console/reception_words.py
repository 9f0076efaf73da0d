"""What the forms for taking a feedback down say: the name of each way in, what the law demands of it, and the hints.

It knows words only; which fields a form has is in ``intake.cases.reception.sources``.
"""

from dataclasses import dataclass

from models.vocabulary import ChannelKind


@dataclass(frozen=True, slots=True)
class Words:
    """``door`` is the line on the choice of ways, ``law`` stands above the form, the rest beside its fields."""

    slug: str
    title: str
    door: str
    law: str
    content: str
    moment: str
    sender: str


_WRITTEN = (
    "Phản ánh bằng văn bản phải bằng tiếng Việt, rõ nội dung, có họ tên, địa chỉ, số điện thoại hoặc địa chỉ thư của "
    "người gửi (khoản 1 Điều 7 Nghị định 20/2008/NĐ-CP). Thiếu vẫn nhập được; người gửi bổ sung sau."
)
_UNNAMED = (
    "Nghị định 20/2008/NĐ-CP không quy định riêng cách này. Xin ghi rõ nguồn và chép đúng nội dung, để hồ sơ được "
    "phân loại, xử lý như mọi phản ánh khác."
)

WORDS: dict[ChannelKind, Words] = {
    ChannelKind.PHONE: Words(
        "dien-thoai",
        "Nhập phản ánh qua điện thoại",
        "Người gửi gọi đến số chuyên dùng",
        "Chỉ nhận qua số điện thoại chuyên dùng đã công khai; người gọi cho biết họ tên, địa chỉ, số điện thoại hoặc "
        "địa chỉ thư; cán bộ thể hiện trung thực nội dung bằng văn bản (khoản 2 Điều 7 Nghị định 20/2008/NĐ-CP).",
        "Ghi đúng lời người gọi, không thêm bớt: chuyện gì, ở đâu, từ bao giờ, cơ quan nào.",
        "gọi",
        "Theo lời người gọi.",
    ),
    ChannelKind.COUNTER: Words(
        "truc-tiep",
        "Nhập phản ánh nộp trực tiếp",
        "Người gửi đến tận nơi, nộp giấy hoặc nói",
        _WRITTEN,
        "Chép đúng đơn; người gửi nói thì ghi đúng lời họ rồi đọc lại cho họ nghe.",
        "đến",
        "Theo đơn hoặc lời người gửi.",
    ),
    ChannelKind.POST: Words(
        "buu-dien",
        "Nhập phản ánh qua bưu điện",
        "Thư giấy gửi qua bưu điện",
        _WRITTEN,
        "Chép đúng nội dung thư; bản chụp thư và phong bì gửi kèm bên dưới.",
        "thư đến",
        "Theo phong bì; thư ghi khác phong bì thì nêu ở ô ghi chú.",
    ),
    ChannelKind.EMAIL: Words(
        "thu-dien-tu",
        "Nhập phản ánh qua thư điện tử",
        "Thư gửi đến hộp thư của cơ quan",
        "Gửi đến địa chỉ thư điện tử đã công khai, bằng tiếng Việt, rõ nội dung, có họ tên, địa chỉ, cách liên hệ của "
        "người gửi (khoản 4 Điều 7 Nghị định 20/2008/NĐ-CP, do Nghị định 92/2017/NĐ-CP bổ sung).",
        "Chép đúng nội dung thư; tệp của thư gửi kèm bên dưới.",
        "thư đến",
        "Theo thư; mã hồ sơ được gửi về địa chỉ thư điện tử này nếu hệ thống có gửi thư.",
    ),
    ChannelKind.PRESS: Words(
        "bao-chi",
        "Nhập phản ánh qua báo chí",
        "Chuyên mục bạn đọc, thư tòa soạn chuyển",
        _UNNAMED,
        "Chép đúng điều báo đăng; bản chụp bài báo gửi kèm bên dưới.",
        "cơ quan nhận",
        "Theo bài báo hoặc công văn của tòa soạn.",
    ),
    ChannelKind.DIALOGUE: Words(
        "doi-thoai",
        "Nhập phản ánh tại buổi đối thoại",
        "Ý kiến nêu ở buổi đối thoại, tiếp xúc",
        _UNNAMED,
        "Ghi đúng lời người phát biểu; mỗi người, mỗi việc một hồ sơ.",
        "phát biểu",
        "Theo lời người phát biểu.",
    ),
    ChannelKind.LOUDSPEAKER: Words(
        "dai-truyen-thanh",
        "Nhập phản ánh qua đài truyền thanh",
        "Thư, điện thoại gửi đến đài cơ sở",
        _UNNAMED,
        "Chép đúng điều đài chuyển đến.",
        "đài chuyển đến",
        "Theo đài cung cấp.",
    ),
}
