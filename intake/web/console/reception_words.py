"""What the forms for taking a feedback down say: the name of each way in, what the law demands of it, and the hints.

It knows words only; which fields a form has is in ``intake.cases.reception.sources``.
"""

from dataclasses import dataclass

from models.languages import N_
from models.vocabulary import ChannelKind


@dataclass(frozen=True, slots=True)
class Words:
    """``door`` is the line on the choice of ways, ``law`` stands above the form, the rest beside its fields."""

    slug: str
    title: str
    door: str
    law: str
    content: str
    day: str
    time: str
    sender: str
    read_back: str = ""


_WRITTEN = N_(
    "Phản ánh bằng văn bản phải bằng tiếng Việt, rõ nội dung, có họ tên, địa chỉ, số điện thoại hoặc địa chỉ thư của "
    "người gửi (khoản 1 Điều 7 Nghị định 20/2008/NĐ-CP). Thiếu vẫn nhập được; người gửi bổ sung sau."
)
_UNNAMED = N_(
    "Nghị định 20/2008/NĐ-CP không quy định riêng cách này. Xin ghi rõ nguồn và chép đúng nội dung, để hồ sơ được "
    "phân loại, xử lý như mọi phản ánh khác."
)

WORDS: dict[ChannelKind, Words] = {
    ChannelKind.PHONE: Words(
        "dien-thoai",
        N_("Nhập phản ánh qua điện thoại"),
        N_("Người gửi gọi đến số chuyên dùng"),
        N_(
            "Chỉ nhận qua số điện thoại chuyên dùng đã công khai; người gọi cho biết họ tên, địa chỉ, số điện thoại "
            "hoặc địa chỉ thư; cán bộ thể hiện trung thực nội dung bằng văn bản (khoản 2 Điều 7 Nghị định "
            "20/2008/NĐ-CP)."
        ),
        N_("Ghi đúng lời người gọi, không thêm bớt: chuyện gì, ở đâu, từ bao giờ, cơ quan nào."),
        N_("Ngày gọi"),
        N_("Giờ gọi"),
        N_("Theo lời người gọi."),
        N_("Nhờ vậy nội dung ghi lại đúng lời người gọi."),
    ),
    ChannelKind.COUNTER: Words(
        "truc-tiep",
        N_("Nhập phản ánh nộp trực tiếp"),
        N_("Người gửi đến tận nơi, nộp giấy hoặc nói"),
        _WRITTEN,
        N_("Chép đúng đơn; người gửi nói thì ghi đúng lời họ rồi đọc lại cho họ nghe."),
        N_("Ngày đến"),
        N_("Giờ đến"),
        N_("Theo đơn hoặc lời người gửi."),
        N_("Khi người gửi nói và cán bộ ghi giúp."),
    ),
    ChannelKind.POST: Words(
        "buu-dien",
        N_("Nhập phản ánh qua bưu điện"),
        N_("Thư giấy gửi qua bưu điện"),
        _WRITTEN,
        N_("Chép đúng nội dung thư; bản chụp thư và phong bì gửi kèm bên dưới."),
        N_("Ngày thư đến"),
        N_("Giờ thư đến"),
        N_("Theo phong bì; thư ghi khác phong bì thì nêu ở ô ghi chú."),
    ),
    ChannelKind.EMAIL: Words(
        "thu-dien-tu",
        N_("Nhập phản ánh qua thư điện tử"),
        N_("Thư gửi đến hộp thư của cơ quan"),
        N_(
            "Gửi đến địa chỉ thư điện tử đã công khai, bằng tiếng Việt, rõ nội dung, có họ tên, địa chỉ, cách liên hệ "
            "của người gửi (khoản 4 Điều 7 Nghị định 20/2008/NĐ-CP, do Nghị định 92/2017/NĐ-CP bổ sung)."
        ),
        N_("Chép đúng nội dung thư; tệp của thư gửi kèm bên dưới."),
        N_("Ngày thư đến"),
        N_("Giờ thư đến"),
        N_("Theo thư; mã hồ sơ được gửi về địa chỉ thư điện tử này nếu hệ thống có gửi thư."),
    ),
    ChannelKind.PRESS: Words(
        "bao-chi",
        N_("Nhập phản ánh qua báo chí"),
        N_("Chuyên mục bạn đọc, thư tòa soạn chuyển"),
        _UNNAMED,
        N_("Chép đúng điều báo đăng; bản chụp bài báo gửi kèm bên dưới."),
        N_("Ngày cơ quan nhận"),
        N_("Giờ cơ quan nhận"),
        N_("Theo bài báo hoặc công văn của tòa soạn."),
    ),
    ChannelKind.DIALOGUE: Words(
        "doi-thoai",
        N_("Nhập phản ánh tại buổi đối thoại"),
        N_("Ý kiến nêu ở buổi đối thoại, tiếp xúc"),
        _UNNAMED,
        N_("Ghi đúng lời người phát biểu; mỗi người, mỗi việc một hồ sơ."),
        N_("Ngày phát biểu"),
        N_("Giờ phát biểu"),
        N_("Theo lời người phát biểu."),
        N_("Đọc lại ngay tại buổi đối thoại, trước khi chuyển sang ý kiến khác."),
    ),
    ChannelKind.LOUDSPEAKER: Words(
        "dai-truyen-thanh",
        N_("Nhập phản ánh qua đài truyền thanh"),
        N_("Thư, điện thoại gửi đến đài cơ sở"),
        _UNNAMED,
        N_("Chép đúng điều đài chuyển đến."),
        N_("Ngày đài chuyển đến"),
        N_("Giờ đài chuyển đến"),
        N_("Theo đài cung cấp."),
        N_("Khi người phản ánh nói qua điện thoại của đài; thư gửi đài thì để trống."),
    ),
}
