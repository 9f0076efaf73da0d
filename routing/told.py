"""The citizen's sentences for every status on both paths: what happened, what is next, until when.

One row for every status, so that none ever reaches a page, the API or the documentation without its sentences. A
restricted case is spoken of discreetly: no kind and no unit before a person has decided. This is a catalogue; it
knows no case.
"""

from dataclasses import dataclass

from models.vocabulary import CaseStatus
from routing.lifecycle import Path

_S = CaseStatus


@dataclass(frozen=True, slots=True)
class Told:
    """The sentences of one status; ``{unit}`` and ``{day}`` are filled in. An empty ``until`` means the deadline."""

    happened: str
    next: str
    until: str


DEADLINE = ""
_CLOSED = "Hồ sơ đã khép lại, không còn thời hạn nào đang tính."
_RATING = "Không có hạn cho việc đánh giá. Đề nghị xem lại được một lần."
_DRAFTING = Told(
    "{unit} đang giải quyết và soạn văn bản trả lời.",
    "Lãnh đạo {unit} duyệt, rồi câu trả lời hiện ngay trên trang này.",
    DEADLINE,
)

ORDINARY: dict[CaseStatus, Told] = {
    _S.RECEIVED: Told(
        "Đã nhận phản ánh của ông/bà.",
        "Phản ánh đang được xem thuộc lĩnh vực nào, cơ quan nào có thẩm quyền; thường chỉ trong ít phút.",
        DEADLINE,
    ),
    _S.TRIAGE: Told(
        "Phản ánh đã ở bàn tiếp nhận của tỉnh.",
        "Cán bộ tiếp nhận đọc và chuyển đến cơ quan có thẩm quyền.",
        DEADLINE,
    ),
    _S.ASSIGNED: Told(
        "Đã chuyển {unit} ngày {day}.",
        "{unit} nhận hồ sơ, xem xét và trả lời ông/bà.",
        DEADLINE,
    ),
    _S.ACCEPTED: Told(
        "{unit} đã nhận giải quyết ngày {day}.",
        "{unit} xem xét, có thể hỏi thêm ông/bà ngay trên trang này, rồi trả lời.",
        DEADLINE,
    ),
    _S.AWAITING_CITIZEN: Told(
        "Cán bộ cần ông/bà cho biết thêm.",
        "Xin ông/bà trả lời ngay bên dưới. Cán bộ đọc được liền và giải quyết tiếp.",
        DEADLINE,
    ),
    _S.DRAFTING: _DRAFTING,
    _S.AWAITING_APPROVAL: Told(
        "{unit} đã soạn xong câu trả lời.",
        "Lãnh đạo {unit} đang duyệt. Duyệt xong, câu trả lời hiện ngay trên trang này.",
        DEADLINE,
    ),
    _S.ANSWERED: Told(
        "{unit} đã trả lời ông/bà.",
        "Xin đọc câu trả lời bên dưới và cho biết ông/bà hài lòng đến đâu. Nếu chưa thỏa đáng, "
        "ông/bà được đề nghị xem lại.",
        _RATING,
    ),
    _S.PUBLISHED: Told(
        "{unit} đã trả lời. Kết quả đã được công khai, thông tin cá nhân đã che.",
        "Xin đọc câu trả lời bên dưới và cho biết ông/bà hài lòng đến đâu. Nếu chưa thỏa đáng, "
        "ông/bà được đề nghị xem lại.",
        _RATING,
    ),
    _S.REFUSED: Told(
        "Cơ quan không tiếp nhận phản ánh này vì {reason}.",
        "Ông/bà có thể gửi phản ánh mới sau khi bổ sung, hoặc gọi cơ quan tiếp nhận để hỏi rõ.",
        _CLOSED,
    ),
    _S.GUIDED: Told(
        "Việc này có nơi khác giải quyết. Chúng tôi hướng dẫn ông/bà như sau.",
        "Xin làm theo hướng dẫn. Cần hỏi thêm, ông/bà gọi hoặc đến cơ quan tiếp nhận.",
        _CLOSED,
    ),
    _S.WITHDRAWN: Told(
        "Ông/bà đã rút lại phản ánh ngày {day}.",
        "Cơ quan đã dừng xem xét. Ông/bà có thể gửi phản ánh mới bất cứ lúc nào.",
        _CLOSED,
    ),
    _S.MERGED: Told(
        "Phản ánh này đã nhập vào một hồ sơ cùng nội dung.",
        "Các hồ sơ được giải quyết chung; có câu trả lời thì ông/bà đọc ngay trên trang này.",
        "Thời hạn tính theo hồ sơ chung.",
    ),
}

_KEPT_CLOSE = "Nội dung ông/bà viết được giữ kín, chỉ người được giao xem xét đọc được."
_CAREFUL = Told(
    f"Đã nhận thư của ông/bà. {_KEPT_CLOSE}",
    "Người có thẩm quyền đang xem đây là loại việc gì, rồi giải quyết hoặc hướng dẫn ông/bà cách gửi theo luật.",
    DEADLINE,
)
_CAREFUL_ANSWER = Told(
    f"Đã có văn bản trả lời ông/bà. {_KEPT_CLOSE}",
    "Xin đọc câu trả lời bên dưới và cho biết ông/bà hài lòng đến đâu.",
    "Không có hạn cho việc đánh giá.",
)

RESTRICTED: dict[CaseStatus, Told] = {
    _S.RECEIVED: _CAREFUL,
    _S.TRIAGE: _CAREFUL,
    _S.ASSIGNED: _CAREFUL,
    _S.ACCEPTED: Told(
        f"Việc của ông/bà đã được nhận xem xét ngày {{day}}. {_KEPT_CLOSE}",
        "Người được giao có thể hỏi thêm ông/bà ngay trên trang này, rồi trả lời hoặc hướng dẫn.",
        DEADLINE,
    ),
    _S.AWAITING_CITIZEN: Told(
        f"Người được giao xem xét cần ông/bà cho biết thêm. {_KEPT_CLOSE}",
        "Xin ông/bà trả lời ngay bên dưới.",
        DEADLINE,
    ),
    _S.DRAFTING: Told(
        f"Việc của ông/bà đang được xem xét, văn bản trả lời đang được soạn. {_KEPT_CLOSE}",
        "Câu trả lời được duyệt xong sẽ hiện ngay trên trang này.",
        DEADLINE,
    ),
    _S.AWAITING_APPROVAL: Told(
        f"Văn bản trả lời đã soạn xong, đang chờ duyệt. {_KEPT_CLOSE}",
        "Câu trả lời được duyệt xong sẽ hiện ngay trên trang này.",
        DEADLINE,
    ),
    _S.ANSWERED: _CAREFUL_ANSWER,
    _S.PUBLISHED: _CAREFUL_ANSWER,
    _S.REFUSED: Told(
        f"Nội dung này không được tiếp nhận vì {{reason}}. {_KEPT_CLOSE}",
        "Xin xem lý do ngay bên dưới. Ông/bà có thể đến nơi tiếp công dân để được hướng dẫn trực tiếp.",
        _CLOSED,
    ),
    _S.GUIDED: Told(
        "Nội dung này là khiếu nại hoặc tố cáo, theo luật phải gửi bằng đơn có chữ ký hoặc trình bày trực tiếp. "
        "Chúng tôi giữ kín nội dung ông/bà đã viết và hướng dẫn như sau.",
        "Xin gửi đơn hoặc đến trình bày theo hướng dẫn. Trang này không thay cho đơn.",
        "Hồ sơ trên trang này đã khép lại. Thời hạn giải quyết đơn tính từ khi cơ quan nhận đơn của ông/bà.",
    ),
    _S.WITHDRAWN: Told(
        f"Ông/bà đã rút lại nội dung đã gửi ngày {{day}}. {_KEPT_CLOSE}",
        "Không còn ai xem xét nữa. Ông/bà có thể gửi lại bất cứ lúc nào.",
        _CLOSED,
    ),
    _S.MERGED: Told(
        f"Nội dung này đã được nhập vào một hồ sơ khác của cùng sự việc. {_KEPT_CLOSE}",
        "Người được giao xem xét hai hồ sơ cùng một lúc.",
        "Thời hạn tính theo hồ sơ chung.",
    ),
}

TOLD: dict[Path, dict[CaseStatus, Told]] = {Path.ORDINARY: ORDINARY, Path.RESTRICTED: RESTRICTED}

REOPENED = "Hồ sơ trở lại {unit} ngày {day} theo đề nghị xem lại của ông/bà."
"""What happened, when a case waits at its unit because the citizen asked for another look."""

COLLECTING = "{unit} đã xem kiến nghị: chưa đủ cơ sở để xem xét, tiếp tục tập hợp ý kiến về quy định này."
"""What happened, while a proposal about a regulation is kept for more of its kind (ND 20/2008 Điều 14.2.b)."""

HANDED_OVER = "Xin theo dõi và nhận trả lời ở hệ thống đó bằng mã hồ sơ ghi trên đây."
"""What is next, once a case is in the feedback system for legal documents (QĐ 48/2025/QĐ-TTg)."""

SHARED_ANSWER = Told(
    "Phản ánh này đã nhập vào một hồ sơ cùng nội dung và đã có câu trả lời chung.",
    "Xin đọc câu trả lời bên dưới. Thông tin riêng của người gửi khác đã được che.",
    _CLOSED,
)
"""A merged case once the case it was merged into has been answered."""
