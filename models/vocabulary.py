"""The words of the product: every list of values that the record, the rules and the pages share.

Each member carries the Vietnamese label people read. This module knows words only: no database, no rule,
no wording of sentences. It imports nothing of ours and no library, so anything may import it.
"""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A StrEnum whose members carry the Vietnamese words for people: ``NAME = "value", "nhãn"``."""

    label: str

    # The default lets type checkers accept CaseKind("praise"), which looks a member up and never comes here.
    def __new__(cls, value: str, label: str = "") -> Self:
        if not label:
            raise TypeError(f"{cls.__name__} {value!r} has no label")
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class CaseKind(Labelled):
    """What a message is. ND 20/2008 Điều 1 and 5 set the first two apart from all the others."""

    CONDUCT = "conduct", "Phản ánh hành vi, việc thực hiện quy định"
    REGULATION = "regulation", "Kiến nghị về nội dung quy định"
    QUESTION = "question", "Hỏi đáp, hướng dẫn"
    SERVICE = "service", "Phản ánh hiện trường, dịch vụ công ích"
    PRAISE = "praise", "Khen ngợi"
    COMPLAINT = "complaint", "Khiếu nại"
    DENUNCIATION = "denunciation", "Tố cáo"
    EMERGENCY = "emergency", "Khẩn cấp"
    SPAM = "spam", "Tin rác"
    OTHER = "other", "Khác"


VIETNAMESE_KINDS: dict[str, frozenset[CaseKind]] = {
    "phan_anh_hanh_vi": frozenset({CaseKind.CONDUCT}),
    "kien_nghi_quy_dinh": frozenset({CaseKind.REGULATION}),
    "hoi_dap": frozenset({CaseKind.QUESTION}),
    "khieu_nai": frozenset({CaseKind.COMPLAINT}),
    "to_cao": frozenset({CaseKind.DENUNCIATION}),
    "khac": frozenset({CaseKind.SERVICE, CaseKind.OTHER}),
}
"""Vietnamese spellings found in data from elsewhere, and the kinds each of them covers."""


def kinds_named(spelling: str) -> frozenset[CaseKind]:
    """The kinds a spelling covers, English or Vietnamese. Raises ValueError for an unknown one."""
    return VIETNAMESE_KINDS.get(spelling) or frozenset({CaseKind(spelling)})


class CaseStatus(Labelled):
    """Where a case stands. Overdue is derived; hidden and restricted are flags; transfer is an event."""

    RECEIVED = "received", "Đã tiếp nhận"
    TRIAGE = "triage", "Chờ phân loại"
    ASSIGNED = "assigned", "Đã chuyển cơ quan xử lý"
    ACCEPTED = "accepted", "Đang xử lý"
    AWAITING_CITIZEN = "awaiting_citizen", "Chờ người dân bổ sung"
    DRAFTING = "drafting", "Đang soạn trả lời"
    AWAITING_APPROVAL = "awaiting_approval", "Chờ phê duyệt"
    ANSWERED = "answered", "Đã trả lời"
    PUBLISHED = "published", "Đã công khai kết quả"
    REFUSED = "refused", "Không tiếp nhận"
    GUIDED = "guided", "Đã hướng dẫn"
    WITHDRAWN = "withdrawn", "Người gửi đã rút"
    MERGED = "merged", "Đã nhập vào hồ sơ khác"


class Action(Labelled):
    """What can be done to a case. Buttons, API and diagram come from the lifecycle table of these."""

    CLASSIFY = "classify", "Phân loại tự động"
    ASSIGN = "assign", "Chuyển cơ quan xử lý"
    ACCEPT = "accept", "Thụ lý"
    RETURN = "return", "Trả lại"
    TRANSFER = "transfer", "Chuyển cơ quan khác"
    ASK = "ask", "Yêu cầu bổ sung"
    ANSWER = "answer", "Bổ sung thông tin"
    ADD = "add", "Viết thêm"
    NOTE = "note", "Ghi chú nội bộ"
    DRAFT = "draft", "Soạn trả lời"
    SUBMIT = "submit", "Trình duyệt"
    SEND_BACK = "send_back", "Trả lại người soạn"
    APPROVE = "approve", "Phê duyệt và ban hành"
    PUBLISH = "publish", "Công khai kết quả"
    RATE = "rate", "Đánh giá"
    REOPEN = "reopen", "Đề nghị xem lại"
    REFUSE = "refuse", "Từ chối tiếp nhận"
    GUIDE = "guide", "Hướng dẫn"
    HIDE = "hide", "Gỡ khỏi trang công khai"
    RESTRICT = "restrict", "Chuyển sang diện hạn chế"
    RELEASE = "release", "Đưa ra khỏi diện hạn chế"
    COMPLETE = "complete", "Bổ sung thông tin người gửi"
    WITHDRAW = "withdraw", "Rút lại"
    EVALUATE = "evaluate", "Đánh giá kiến nghị"
    EXTEND = "extend", "Gia hạn"
    TELL_STATUS = "tell_status", "Báo tình hình xử lý"
    SPLIT = "split", "Tách hồ sơ"
    MERGE = "merge", "Nhập vào hồ sơ khác"
    HAND_OVER = "hand_over", "Chuyển Hệ thống phản ánh văn bản quy phạm pháp luật"
    TAKE_OVER = "take_over", "Tiếp quản từ đơn vị đã kết thúc"
    RESEND = "resend", "Gửi lại tin báo"
    HAND_TO = "hand_to", "Giao cán bộ"
    RECALL = "recall", "Lấy lại dự thảo"
    CORRECT = "correct", "Đính chính trả lời"
    ISSUE_LETTER = "issue_letter", "Ra công văn"
    TAKE_BACK = "take_back", "Lấy lại để phân loại lại"


class EventType(Labelled):
    """What has happened to a case. The timeline is made of these and they are never rewritten."""

    RECEIVED = "received", "Đã tiếp nhận"
    CLASSIFIED = "classified", "Đã phân loại"
    ROUTED = "routed", "Đã xác định cơ quan có thẩm quyền"
    DEADLINE_SET = "deadline_set", "Đã xác định thời hạn"
    ASSIGNED = "assigned", "Đã chuyển cơ quan xử lý"
    ACCEPTED = "accepted", "Đã thụ lý"
    RETURNED = "returned", "Đã trả lại"
    TRANSFERRED = "transferred", "Đã chuyển cơ quan khác"
    ASKED = "asked", "Yêu cầu bổ sung"
    ANSWERED_BY_CITIZEN = "answered_by_citizen", "Người dân đã bổ sung"
    NOTED = "noted", "Ghi chú nội bộ"
    EXTENDED = "extended", "Đã gia hạn"
    DRAFTED = "drafted", "Đã soạn trả lời"
    SUBMITTED = "submitted", "Đã trình duyệt"
    SENT_BACK = "sent_back", "Đã trả lại người soạn"
    APPROVED = "approved", "Đã phê duyệt"
    ISSUED = "issued", "Đã ban hành trả lời"
    DELIVERY_CHANGED = "delivery_changed", "Trạng thái gửi thay đổi"
    PUBLISHED = "published", "Đã công khai kết quả"
    RATED = "rated", "Người dân đã đánh giá"
    REOPENED = "reopened", "Đã mở lại"
    REFUSED = "refused", "Không tiếp nhận"
    GUIDED = "guided", "Đã hướng dẫn"
    SPLIT = "split", "Đã tách hồ sơ"
    MERGED = "merged", "Đã nhập hồ sơ"
    HIDDEN = "hidden", "Đã ẩn"
    WITHDRAWN = "withdrawn", "Người gửi đã rút"
    EVALUATED = "evaluated", "Đã đánh giá kiến nghị"
    STATUS_TOLD = "status_told", "Đã báo tình hình xử lý"
    ESCALATED = "escalated", "Đã báo cấp trên"
    HANDED_OVER = "handed_over", "Đã chuyển hệ thống khác"
    HANDED_TO = "handed_to", "Đã giao cán bộ"
    RECALLED = "recalled", "Đã lấy lại dự thảo"
    CORRECTING = "correcting", "Đính chính trả lời"
    LETTERED = "lettered", "Đã ra công văn"
    DATA_ASKED = "data_asked", "Yêu cầu về dữ liệu cá nhân"
    DATA_EXTENDED = "data_extended", "Đã gia hạn trả lời yêu cầu về dữ liệu cá nhân"
    DATA_DECIDED = "data_decided", "Đã trả lời yêu cầu về dữ liệu cá nhân"
    ERASED = "erased", "Đã xóa dữ liệu cá nhân"


class Role(Labelled):
    """Who may act. ``citizen`` is whoever holds the case's key; ``system`` is a worker of ours."""

    RECEIVING = "receiving", "Cán bộ tiếp nhận"
    HANDLING = "handling", "Cán bộ xử lý"
    LEADER = "leader", "Lãnh đạo"
    ADMINISTRATOR = "administrator", "Quản trị"
    OVERSEER = "overseer", "Giám sát"
    CITIZEN = "citizen", "Người gửi"
    SYSTEM = "system", "Hệ thống"


OFFICER_ROLES = (Role.RECEIVING, Role.HANDLING, Role.LEADER, Role.ADMINISTRATOR, Role.OVERSEER)


class ChannelKind(Labelled):
    """How a message came in, and by default how its answer goes out."""

    WEB = "web", "Trang web"
    API = "api", "Hệ thống khác"
    WEBCHAT = "webchat", "Trò chuyện trên web"
    TELEGRAM = "telegram", "Telegram"
    ZALO = "zalo", "Zalo"
    ZALO_BOT = "zalo_bot", "Zalo Bot"
    EMAIL = "email", "Thư điện tử"
    PHONE = "phone", "Điện thoại"
    COUNTER = "counter", "Trực tiếp"
    POST = "post", "Bưu điện"
    PRESS = "press", "Báo chí"
    DIALOGUE = "dialogue", "Buổi đối thoại"
    LOUDSPEAKER = "loudspeaker", "Đài truyền thanh"
    IMPORT = "import", "Nhập từ tệp"


ELECTRONIC = frozenset(
    {
        *(ChannelKind.WEB, ChannelKind.API, ChannelKind.WEBCHAT, ChannelKind.TELEGRAM),
        *(ChannelKind.ZALO, ChannelKind.ZALO_BOT, ChannelKind.EMAIL),
    }
)
"""What comes in this way is an electronic data message (*thông điệp dữ liệu*, ND 92/2017)."""


class Level(Labelled):
    """The two levels of local government since 01/07/2025."""

    PROVINCE = "province", "Cấp tỉnh"
    COMMUNE = "commune", "Cấp xã"


class Department(Labelled):
    """Who may be competent in a province after the 2025 reform: a function, not yet a unit with an address."""

    PROVINCIAL_OFFICE = "provincial_office", "Văn phòng UBND tỉnh"
    HOME_AFFAIRS = "home_affairs", "Sở Nội vụ"
    JUSTICE = "justice", "Sở Tư pháp"
    FINANCE = "finance", "Sở Tài chính"
    INDUSTRY_TRADE = "industry_trade", "Sở Công Thương"
    AGRICULTURE_ENVIRONMENT = "agriculture_environment", "Sở Nông nghiệp và Môi trường"
    CONSTRUCTION = "construction", "Sở Xây dựng"
    SCIENCE_TECHNOLOGY = "science_technology", "Sở Khoa học và Công nghệ"
    CULTURE_SPORT_TOURISM = "culture_sport_tourism", "Sở Văn hóa, Thể thao và Du lịch"
    EDUCATION = "education", "Sở Giáo dục và Đào tạo"
    HEALTH = "health", "Sở Y tế"
    ETHNIC_RELIGION = "ethnic_religion", "Sở Dân tộc và Tôn giáo"
    FOREIGN_AFFAIRS = "foreign_affairs", "Sở Ngoại vụ"
    INSPECTORATE = "inspectorate", "Thanh tra tỉnh"
    ECONOMIC_ZONES = "economic_zones", "Ban Quản lý khu kinh tế/khu công nghiệp"
    POLICE = "police", "Công an tỉnh"
    TAX = "tax", "Thuế tỉnh"
    SOCIAL_INSURANCE = "social_insurance", "Bảo hiểm xã hội"
    ELECTRICITY = "electricity", "Điện lực"
    SERVICE_CENTRE = "service_centre", "Trung tâm Phục vụ hành chính công"
    COMMUNE = "commune", "UBND xã/phường"


class Field(Labelled):
    """What a message is about (lĩnh vực), as citizens and the portals name it."""

    LAND = "land", "Đất đai"
    ENVIRONMENT = "environment", "Môi trường"
    AGRICULTURE = "agriculture", "Nông nghiệp, thủy lợi, thủy sản"
    CONSTRUCTION = "construction", "Xây dựng, nhà ở, quy hoạch"
    TRANSPORT = "transport", "Giao thông"
    UTILITIES = "utilities", "Hạ tầng, cấp thoát nước, chiếu sáng"
    BUSINESS = "business", "Đầu tư, doanh nghiệp, đấu thầu"
    TAX = "tax", "Thuế"
    TRADE = "trade", "Thị trường, thương mại, tiêu dùng"
    ELECTRICITY = "electricity", "Điện"
    HEALTH = "health", "Y tế, an toàn thực phẩm"
    SOCIAL_PROTECTION = "social_protection", "Bảo trợ xã hội, trẻ em"
    SOCIAL_INSURANCE = "social_insurance", "Bảo hiểm xã hội, bảo hiểm y tế"
    EDUCATION = "education", "Giáo dục, đào tạo nghề"
    LABOUR = "labour", "Lao động, việc làm, tiền lương"
    MERIT = "merit", "Người có công, thi đua, khen thưởng"
    CIVIL_SERVICE = "civil_service", "Công vụ, cán bộ, tổ chức bộ máy"
    CIVIL_STATUS = "civil_status", "Hộ tịch, chứng thực, công chứng"
    RESIDENCE = "residence", "Cư trú, căn cước"
    SECURITY = "security", "An ninh trật tự, phòng cháy"
    DRIVING_LICENCE = "driving_licence", "Giấy phép lái xe, đăng ký xe"
    CULTURE = "culture", "Văn hóa, thể thao, du lịch, báo chí"
    DIGITAL = "digital", "Viễn thông, chuyển đổi số, khoa học công nghệ"
    ETHNIC_RELIGION = "ethnic_religion", "Dân tộc, tôn giáo"
    FOREIGN_AFFAIRS = "foreign_affairs", "Đối ngoại, biên giới"
    INSPECTION = "inspection", "Thanh tra, phòng chống tham nhũng"
    PROCEDURES = "procedures", "Thủ tục hành chính, một cửa"
    OTHER = "other", "Khác"


class ConsentPurpose(Labelled):
    """What a citizen may agree to. Taking in and answering a message needs no consent (Luật 91/2025/QH15, Điều 19)."""

    PUBLICATION = "publication", "Công khai nội dung và kết quả, sau khi che thông tin cá nhân"


class Certainty(Labelled):
    """How sure we are of a legal value: the marks of the project's legal digest."""

    VERIFIED = "verified", "đã đối chiếu văn bản"
    SECONDARY = "secondary", "theo nguồn thứ cấp"
    RECALLED = "recalled", "chưa kiểm chứng"
    INFERRED = "inferred", "suy luận, cần xác nhận"


class Audience(Labelled):
    """Who may read a message in a case's thread. Internal is the default everywhere."""

    INTERNAL = "internal", "Nội bộ"
    CITIZEN = "citizen", "Người gửi đọc được"


class ReplyState(Labelled):
    """The life of one reply. Issued text never changes; a correction is a new reply."""

    DRAFT = "draft", "Đang soạn"
    SUBMITTED = "submitted", "Chờ phê duyệt"
    SENT_BACK = "sent_back", "Bị trả lại để sửa"
    ISSUED = "issued", "Đã ban hành"


class JobKind(Labelled):
    """What an outbox row asks a worker to do."""

    CLASSIFY = "classify", "Phân loại"
    NOTICE = "notice", "Gửi tin báo"
    ANCHOR = "anchor", "Neo chuỗi lịch sử"
    SWEEP = "sweep", "Dọn dữ liệu tạm hết hạn"
    WATCH = "watch", "Canh thời hạn"
    RECOUNT = "recount", "Tính lại thời hạn"
    SCAN = "scan", "Quét tệp đính kèm"
    INBOUND = "inbound", "Xử lý tin đến"
    EXPORT = "export", "Lập tệp danh sách"
    SPEAK = "speak", "Nói trong trò chuyện"


class ExportState(Labelled):
    """How far a list that is being made into a file has come."""

    WAITING = "waiting", "Chờ lập"
    RUNNING = "running", "Đang lập"
    DONE = "done", "Đã xong"
    CANCELLED = "cancelled", "Đã hủy"
    FAILED = "failed", "Không lập được"


class WorkQueue(Labelled):
    """The broker's queues. Every one has a worker in docker-compose.yml; a test compares."""

    CLASSIFY = "classify", "Phân loại"
    NOTICES = "notices", "Tin báo"
    CLOCK = "clock", "Việc theo giờ"
    INBOUND = "inbound", "Tin đến"


class NoticeKind(Labelled):
    """What a citizen is told on their own channel; ``alert`` alone goes to an office."""

    RECEIVED = "received", "Đã tiếp nhận"
    ROUTED = "routed", "Đã chuyển cơ quan xử lý"
    ASKED = "asked", "Cần bổ sung thông tin"
    ANSWERED = "answered", "Đã có trả lời"
    CORRECTED = "corrected", "Đã đính chính trả lời"
    REFUSED = "refused", "Không tiếp nhận"
    GUIDED = "guided", "Đã hướng dẫn"
    STATUS = "status", "Tình hình xử lý"
    EXTENDED = "extended", "Đã gia hạn"
    SPLIT = "split", "Đã tách hồ sơ"
    MERGED = "merged", "Đã nhập hồ sơ"
    DATA_RECEIVED = "data_received", "Đã nhận yêu cầu về dữ liệu cá nhân"
    DATA_EXTENDED = "data_extended", "Đã gia hạn trả lời yêu cầu về dữ liệu cá nhân"
    DATA_DECIDED = "data_decided", "Đã trả lời yêu cầu về dữ liệu cá nhân"
    ALERT = "alert", "Nhắc việc cho cơ quan"
    REMINDED = "reminded", "Nhắc trả lời câu hỏi của cán bộ"
    WRITTEN = "written", "Cán bộ viết trong cuộc trò chuyện"


class ToldBy(Labelled):
    """How the sender of a case wants to be told of it: in which order ways are tried."""

    CHAT_FIRST = "chat_email", "Nhắn trong cuộc trò chuyện; không được thì gửi thư điện tử"
    CHAT_ONLY = "chat", "Chỉ nhắn trong cuộc trò chuyện"
    EMAIL_FIRST = "email_chat", "Gửi thư điện tử; không được thì nhắn trong cuộc trò chuyện"
    EMAIL_ONLY = "email", "Chỉ gửi thư điện tử"
    PAGE = "page", "Không gửi tin, tự xem ở trang hồ sơ"


class JobState(Labelled):
    """The life of an outbox row. ``uncertain`` is the honest word after a crash between doing and recording."""

    CREATED = "created", "Chờ"
    SENDING = "sending", "Đang thực hiện"
    DELIVERED = "delivered", "Xong"
    TEMPORARY = "temporary", "Lỗi tạm thời"
    PERMANENT = "permanent", "Lỗi hẳn"
    UNCERTAIN = "uncertain", "Chưa rõ"


class Receipt(Labelled):
    """What a channel told of a message of ours after it had taken it; whoever has seen it has it."""

    ARRIVED = "arrived", "Đã tới máy người nhận"
    SEEN = "seen", "Người nhận đã xem"


class Speaker(Labelled):
    """Who said a line of a conversation."""

    CITIZEN = "citizen", "Người gửi"
    BOT = "bot", "Trợ lý tự động"
    OFFICER = "officer", "Cán bộ"


class RefusalReason(Labelled):
    """Grounds not to receive a message: the union list R1-R12 of the project's legal digest, section 3.4."""

    R1 = "R1", "Không đúng yêu cầu về hình thức (ngôn ngữ, thông tin người gửi)"
    R2 = "R2", "Là khiếu nại hoặc tố cáo, phải theo trình tự riêng"
    R3 = "R3", "Là hỏi đáp pháp luật, đề nghị hướng dẫn"
    R4 = "R4", "Nội dung không rõ ràng"
    R5 = "R5", "Thông tin người gửi không đầy đủ"
    R6 = "R6", "Trùng với phản ánh đã gửi"
    R7 = "R7", "Đã được trả lời thỏa đáng, không có tình tiết mới"
    R8 = "R8", "Xúc phạm, kích động, trái pháp luật hoặc lộ bí mật"
    R9 = "R9", "Tranh chấp mua bán hàng hóa, dịch vụ"
    R10 = "R10", "Đã có bản án hoặc đang được cơ quan khác giải quyết"
    R11 = "R11", "Việc khẩn cấp, cần gọi đường dây nóng"
    R12 = "R12", "Không thuộc phạm vi cơ quan hành chính"


class Criterion(Labelled):
    """The six criteria by which a proposal about a regulation is examined (ND 20/2008 Điều 14.2.c)."""

    NECESSITY = "necessity", "Sự cần thiết"
    REASONABLE_LAWFUL = "reasonable_lawful", "Tính hợp lý, hợp pháp"
    SIMPLE = "simple", "Tính đơn giản, dễ hiểu"
    FEASIBLE = "feasible", "Tính khả thi"
    CONSISTENT = "consistent", "Sự thống nhất, đồng bộ"
    TREATIES = "treaties", "Sự phù hợp với điều ước quốc tế"


class Finding(Labelled):
    """Whether a proposal can be examined now (ND 20/2008 Điều 14.2.b)."""

    COLLECTING = "collecting", "Chưa đủ cơ sở, tiếp tục tập hợp"
    ENOUGH = "enough", "Đủ cơ sở xem xét"


class Outcome(Labelled):
    """What an examined proposal leads to (ND 20/2008 Điều 15), or that the rule stays as it is."""

    AMEND = "amend", "Sửa đổi, bổ sung, thay thế hoặc hủy bỏ theo thẩm quyền"
    RECOMMEND = "recommend", "Kiến nghị cơ quan có thẩm quyền sửa đổi, bổ sung, thay thế hoặc hủy bỏ"
    NEW_RULE = "new_rule", "Ban hành hoặc kiến nghị ban hành quy định mới"
    KEEP = "keep", "Giữ nguyên quy định"


class LinkKind(Labelled):
    """How one case belongs to another."""

    SPLIT_FROM = "split_from", "Tách từ hồ sơ"
    MERGED_INTO = "merged_into", "Đã nhập vào hồ sơ"


class DeadlineCause(Labelled):
    """Why a deadline was computed."""

    FILED = "filed", "Tiếp nhận"
    CLASSIFIED = "classified", "Đã rõ loại hồ sơ"
    EXTENDED = "extended", "Gia hạn"
    CALENDAR = "calendar", "Lịch làm việc thay đổi"
    PAUSE = "pause", "Chờ người gửi bổ sung"
    REOPENED = "reopened", "Mở lại"


class LessonVerdict(Labelled):
    """What a person made of the machine's proposal."""

    CONFIRMED = "confirmed", "Đúng như máy đề xuất"
    CORRECTED = "corrected", "Đã sửa"
    NOT_OURS = "not_ours", "Cơ quan báo không thuộc mình"


class AlertKind(Labelled):
    """What the deadline watch tells an office about one case, once per deadline and turn."""

    UNOWNED = "unowned", "Chưa có người nhận"
    DUE_SOON = "due_soon", "Sắp đến hạn"
    OVERDUE = "overdue", "Quá hạn"
    STATUS_DUTY = "status_duty", "Phải báo tình hình xử lý"
    RESULT_DUTY = "result_duty", "Phải cập nhật kết quả"
    TRANSFER_DUTY = "transfer_duty", "Phải chuyển cơ quan có thẩm quyền"
    ESCALATION = "escalation", "Báo cấp trên"


class ScanState(Labelled):
    """What is known of an attached file. Only ``safe`` and, after a warning, ``unscanned`` can be opened."""

    WAITING = "waiting", "Đang chờ quét"
    SAFE = "safe", "Đã kiểm tra, an toàn"
    INFECTED = "infected", "Có mã độc, đã chặn"
    UNSCANNED = "unscanned", "Chưa được quét"


class FileUse(Labelled):
    """What a file is for, and so who is given it: a citizen's own, one that goes with an answer, or the office's."""

    SENT = "sent", "Người dân gửi"
    REPLY = "reply", "Kèm văn bản trả lời"
    TOLD = "told", "Kèm câu hỏi, tin nhắn của cán bộ"
    LETTER = "letter", "Công văn"
    FORM = "form", "Mẫu công văn"


class Intent(Labelled):
    """What a message in a chat wants. One file of examples for each in ``bot/rasa/data/nlu``."""

    AFFIRM = "affirm", "Đồng ý, xác nhận"
    ASK_CONTACT = "ask_contact", "Hỏi số điện thoại, địa chỉ, giờ làm việc"
    ASK_PROCEDURE = "ask_procedure", "Hỏi về thủ tục, giấy tờ"
    BACK = "back", "Quay lại bước trước"
    CANCEL = "cancel", "Hủy, không gửi nữa"
    DENY = "deny", "Không, không phải"
    EDIT = "edit", "Sửa điều đã nói"
    FILE = "file", "Phản ánh, kể sự việc"
    GOODBYE = "goodbye", "Chào tạm biệt"
    GREET = "greet", "Chào hỏi"
    HELP = "help", "Hỏi cách dùng"
    INFORM = "inform", "Cho biết tên, số điện thoại, địa chỉ …"
    OTHER_LANGUAGE = "other_language", "Viết bằng tiếng khác"
    OUT_OF_SCOPE = "out_of_scope", "Chuyện khác, không rõ"
    PERSON = "person", "Muốn gặp cán bộ"
    RATE = "rate", "Đánh giá mức độ hài lòng"
    SKIP = "skip", "Bỏ qua câu hỏi"
    STATUS = "status", "Hỏi hồ sơ đến đâu"
    THANKS = "thanks", "Cảm ơn"
    WITHDRAW = "withdraw", "Rút hồ sơ đã gửi"


class Engine(Labelled):
    """What understood a message in a chat."""

    RASA = "rasa", "Rasa"
    EMBEDDED = "embedded", "Bộ hiểu có sẵn"
    KEYWORDS = "keywords", "Câu quen thuộc"


class EngineFault(Labelled):
    """Why the first engine gave no answer that could be used, so that the embedded one answered."""

    AWAY = "away", "Không kết nối được"
    SLOW = "slow", "Trả lời quá chậm"
    FAILED = "failed", "Báo lỗi"
    TOKEN = "token", "Không nhận mã truy cập"
    MODEL = "model", "Chạy mô hình khác"
    NONSENSE = "nonsense", "Trả lời vô nghĩa"
    RESTING = "resting", "Không hỏi, vì vừa hỏng"


class DataRight(Labelled):
    """What a person may ask about their own data (Luật 91/2025/QH15 Điều 4; terms in NĐ 356/2025/NĐ-CP Điều 5)."""

    COPY = "copy", "Xin bản sao dữ liệu"
    CORRECT = "correct", "Chỉnh sửa dữ liệu"
    ERASE = "erase", "Xóa dữ liệu"
    RESTRICT = "restrict", "Hạn chế xử lý dữ liệu"
    OBJECT = "object", "Phản đối xử lý dữ liệu"
    WITHDRAW = "withdraw", "Rút lại đồng ý công khai"


class DataRequestState(Labelled):
    """How far a request about personal data is; only a person refuses one."""

    WAITING = "waiting", "Chờ quyết định"
    GRANTED = "granted", "Đã chấp thuận"
    REFUSED = "refused", "Không chấp thuận"
    LIFTED = "lifted", "Đã bỏ hạn chế"


class ErasureGround(Labelled):
    """Why the personal data of a case was erased."""

    REQUEST = "request", "Theo yêu cầu của người gửi"
    RETENTION = "retention", "Đã hết thời hạn lưu trữ"
