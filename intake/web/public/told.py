"""The words for every status on both paths: what happened, what is next, until when.

One row for every status, so that none ever reaches a page without its sentences. A restricted case is spoken of
discreetly: no kind and no unit before a person has decided. This is a catalogue; it knows no case.
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
    tone: str
    icon: str


DEADLINE = ""
_CLOSED = "Hồ sơ đã khép lại, không còn thời hạn nào đang tính."
_RATING = "Không có hạn cho việc đánh giá. Đề nghị xem lại được một lần."
_DRAFTING = Told(
    "{unit} đang giải quyết và soạn văn bản trả lời.",
    "Lãnh đạo {unit} duyệt, rồi câu trả lời hiện ngay trên trang này.",
    DEADLINE,
    "going",
    "file-text",
)

ORDINARY: dict[CaseStatus, Told] = {
    _S.RECEIVED: Told(
        "Đã nhận phản ánh của ông/bà.",
        "Phản ánh đang được xem thuộc lĩnh vực nào, cơ quan nào có thẩm quyền; thường chỉ trong ít phút.",
        DEADLINE,
        "going",
        "inbox",
    ),
    _S.TRIAGE: Told(
        "Phản ánh đã ở bàn tiếp nhận của tỉnh.",
        "Cán bộ tiếp nhận đọc và chuyển đến cơ quan có thẩm quyền.",
        DEADLINE,
        "going",
        "user-question",
    ),
    _S.ASSIGNED: Told(
        "Đã chuyển {unit} ngày {day}.",
        "{unit} nhận hồ sơ, xem xét và trả lời ông/bà.",
        DEADLINE,
        "going",
        "building-community",
    ),
    _S.ACCEPTED: Told(
        "{unit} đã nhận giải quyết ngày {day}.",
        "{unit} xem xét, có thể hỏi thêm ông/bà ngay trên trang này, rồi trả lời.",
        DEADLINE,
        "going",
        "building-community",
    ),
    _S.AWAITING_CITIZEN: Told(
        "Cán bộ cần ông/bà cho biết thêm.",
        "Xin ông/bà trả lời ngay bên dưới. Cán bộ đọc được liền và giải quyết tiếp.",
        DEADLINE,
        "waiting",
        "user-question",
    ),
    _S.DRAFTING: _DRAFTING,
    _S.AWAITING_APPROVAL: Told(
        "{unit} đã soạn xong câu trả lời.",
        "Lãnh đạo {unit} đang duyệt. Duyệt xong, câu trả lời hiện ngay trên trang này.",
        DEADLINE,
        "going",
        "file-text",
    ),
    _S.ANSWERED: Told(
        "{unit} đã trả lời ông/bà.",
        "Xin đọc câu trả lời bên dưới và cho biết ông/bà hài lòng đến đâu. Nếu chưa thỏa đáng, "
        "ông/bà được đề nghị xem lại.",
        _RATING,
        "done",
        "circle-check",
    ),
    _S.PUBLISHED: Told(
        "{unit} đã trả lời. Kết quả đã được công khai, thông tin cá nhân đã che.",
        "Xin đọc câu trả lời bên dưới và cho biết ông/bà hài lòng đến đâu. Nếu chưa thỏa đáng, "
        "ông/bà được đề nghị xem lại.",
        _RATING,
        "done",
        "circle-check",
    ),
    _S.REFUSED: Told(
        "Cơ quan không tiếp nhận phản ánh này vì {reason}.",
        "Ông/bà có thể gửi phản ánh mới sau khi bổ sung, hoặc gọi cơ quan tiếp nhận để hỏi rõ.",
        _CLOSED,
        "ended",
        "info-circle",
    ),
    _S.GUIDED: Told(
        "Việc này có nơi khác giải quyết. Chúng tôi hướng dẫn ông/bà như sau.",
        "Xin làm theo hướng dẫn. Cần hỏi thêm, ông/bà gọi hoặc đến cơ quan tiếp nhận.",
        _CLOSED,
        "ended",
        "info-circle",
    ),
    _S.WITHDRAWN: Told(
        "Ông/bà đã rút lại phản ánh ngày {day}.",
        "Cơ quan đã dừng xem xét. Ông/bà có thể gửi phản ánh mới bất cứ lúc nào.",
        _CLOSED,
        "ended",
        "arrow-back-up",
    ),
    _S.MERGED: Told(
        "Phản ánh này cùng nội dung với một hồ sơ khác và đã được nhập vào hồ sơ đó.",
        "Hai hồ sơ được giải quyết chung; câu trả lời chung sẽ được gửi cho ông/bà.",
        "Thời hạn tính theo hồ sơ chung.",
        "ended",
        "info-circle",
    ),
}

_KEPT_CLOSE = "Nội dung ông/bà viết được giữ kín, chỉ người được giao xem xét đọc được."
_CAREFUL = Told(
    f"Đã nhận thư của ông/bà. {_KEPT_CLOSE}",
    "Người có thẩm quyền đang xem đây là loại việc gì, rồi giải quyết hoặc hướng dẫn ông/bà cách gửi theo luật.",
    DEADLINE,
    "going",
    "lock",
)
_CAREFUL_ANSWER = Told(
    f"Đã có văn bản trả lời ông/bà. {_KEPT_CLOSE}",
    "Xin đọc câu trả lời bên dưới và cho biết ông/bà hài lòng đến đâu.",
    "Không có hạn cho việc đánh giá.",
    "done",
    "lock",
)

RESTRICTED: dict[CaseStatus, Told] = {
    _S.RECEIVED: _CAREFUL,
    _S.TRIAGE: _CAREFUL,
    _S.ASSIGNED: _CAREFUL,
    _S.ACCEPTED: Told(
        f"Việc của ông/bà đã được nhận xem xét ngày {{day}}. {_KEPT_CLOSE}",
        "Người được giao có thể hỏi thêm ông/bà ngay trên trang này, rồi trả lời hoặc hướng dẫn.",
        DEADLINE,
        "going",
        "lock",
    ),
    _S.AWAITING_CITIZEN: Told(
        f"Người được giao xem xét cần ông/bà cho biết thêm. {_KEPT_CLOSE}",
        "Xin ông/bà trả lời ngay bên dưới.",
        DEADLINE,
        "waiting",
        "lock",
    ),
    _S.DRAFTING: Told(
        f"Việc của ông/bà đang được xem xét, văn bản trả lời đang được soạn. {_KEPT_CLOSE}",
        "Câu trả lời được duyệt xong sẽ hiện ngay trên trang này.",
        DEADLINE,
        "going",
        "lock",
    ),
    _S.AWAITING_APPROVAL: Told(
        f"Văn bản trả lời đã soạn xong, đang chờ duyệt. {_KEPT_CLOSE}",
        "Câu trả lời được duyệt xong sẽ hiện ngay trên trang này.",
        DEADLINE,
        "going",
        "lock",
    ),
    _S.ANSWERED: _CAREFUL_ANSWER,
    _S.PUBLISHED: _CAREFUL_ANSWER,
    _S.REFUSED: Told(
        f"Nội dung này không được tiếp nhận vì {{reason}}. {_KEPT_CLOSE}",
        "Xin xem lý do ngay bên dưới. Ông/bà có thể đến nơi tiếp công dân để được hướng dẫn trực tiếp.",
        _CLOSED,
        "ended",
        "lock",
    ),
    _S.GUIDED: Told(
        "Nội dung này là khiếu nại hoặc tố cáo, theo luật phải gửi bằng đơn có chữ ký hoặc trình bày trực tiếp. "
        "Chúng tôi giữ kín nội dung ông/bà đã viết và hướng dẫn như sau.",
        "Xin gửi đơn hoặc đến trình bày theo hướng dẫn. Trang này không thay cho đơn.",
        "Hồ sơ trên trang này đã khép lại. Thời hạn giải quyết đơn tính từ khi cơ quan nhận đơn của ông/bà.",
        "ended",
        "lock",
    ),
    _S.WITHDRAWN: Told(
        f"Ông/bà đã rút lại nội dung đã gửi ngày {{day}}. {_KEPT_CLOSE}",
        "Không còn ai xem xét nữa. Ông/bà có thể gửi lại bất cứ lúc nào.",
        _CLOSED,
        "ended",
        "lock",
    ),
    _S.MERGED: Told(
        f"Nội dung này đã được nhập vào một hồ sơ khác của cùng sự việc. {_KEPT_CLOSE}",
        "Người được giao xem xét hai hồ sơ cùng một lúc.",
        "Thời hạn tính theo hồ sơ chung.",
        "ended",
        "lock",
    ),
}

TOLD: dict[Path, dict[CaseStatus, Told]] = {Path.ORDINARY: ORDINARY, Path.RESTRICTED: RESTRICTED}
