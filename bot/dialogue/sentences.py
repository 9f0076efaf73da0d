"""Everything the bot says, in one place: short, kind, and translated where it is said."""

from models.languages import N_

# ---------------------------------------------------------------------------------------------- beginning

HELLO = N_("Chào ông/bà. Tôi là trợ lý tự động tiếp nhận phản ánh, kiến nghị. Bà con cứ kể chuyện gì đã xảy ra, ở đâu.")
TELL = N_("Bà con cứ kể chuyện gì đã xảy ra: việc gì, ở đâu, từ bao giờ. Viết không dấu cũng được.")
TELL_WITH_FILES = N_("Tôi đã nhận tệp. Bà con kể giúp chuyện gì đã xảy ra, ở đâu?")
TELL_MORE = N_("Bà con cứ viết thêm. Muốn kể lại từ đầu xin viết “sửa nội dung”.")
ENOUGH_TOLD = N_("Đủ rồi")
ADDED = N_("Tôi đã ghi thêm vào nội dung.")
GOT_FILES = N_("Tôi đã nhận {count} tệp.")
GOT_VOICE = N_("Tôi đã giữ lời nói kèm theo cho cán bộ nghe. Nếu được, xin ông/bà viết thêm vài chữ để gửi đúng nơi.")
GOT_LOCATION = N_("Tôi đã ghi vị trí ông/bà gửi.")
NEAR = N_("Vị trí này gần {commune}, đúng không? Tôi chỉ đoán theo bản đồ.")
NEAR_ELSEWHERE = N_("Nơi khác")
OUTSIDE = N_("Vị trí này có vẻ ở ngoài tỉnh. Ông/bà vẫn gửi được; xin cho biết nơi xảy ra.")
GOT_CONTACT = N_("Tôi đã ghi số điện thoại ông/bà gửi.")
GOT_NAME = N_("Tôi đã ghi họ tên ông/bà.")
CARD = N_("Số {phone} trên danh thiếp có phải của ông/bà không?")
CARD_OF_ANOTHER = N_("Tôi không ghi số trên danh thiếp này.")
STICKER = N_("Cảm ơn ông/bà. Xin viết bằng chữ để tôi hiểu đúng.")
EDITED = N_("Tôi đã sửa theo tin mới của ông/bà.")
EDITED_ELSEWHERE = N_("Tin ông/bà vừa sửa không nằm trong nội dung. Muốn sửa mục khác xin viết “sửa”.")
EDITED_TOO_LATE = N_("Phản ánh này đã gửi nên không sửa được nữa. Ông/bà có thể viết tin mới để gửi thêm.")
NOT_UNDERSTOOD = N_("Tôi chưa hiểu ý ông/bà. Xin chọn một mục, hoặc viết rõ hơn một chút.")
TOO_SHORT = N_("Xin kể rõ hơn một chút: việc gì, ở đâu? Một hai câu là đủ.")
SWITCHED = N_("Từ giờ tôi nói tiếng Việt.")

# ---------------------------------------------------------------------------------------------- the form

UNDERSTOOD = N_("Đây là {kind}, gửi {unit}, đúng không?")
UNDERSTOOD_NO_UNIT = N_("Đây là {kind}; cán bộ tiếp nhận sẽ chọn cơ quan giải quyết. Đúng không?")
UNDERSTOOD_UNIT = N_("Việc này gửi {unit}, đúng không?")
UNDERSTOOD_NOTHING = N_("Cán bộ tiếp nhận sẽ đọc và chọn cơ quan giải quyết, được không?")
WHICH_KIND = N_("Vậy việc này là loại nào? Cán bộ sẽ xem lại trước khi chuyển.")
RESTRICTED = N_(
    "Nội dung này có thể là khiếu nại hoặc tố cáo. Luật có trình tự riêng cho việc đó, gửi ở đây chưa thay được:\n"
    "{sentence}\n\nNếu ông/bà vẫn gửi ở đây, hồ sơ được giữ ở diện hạn chế, chỉ bộ phận được giao mới đọc được. "
    "Ông/bà có gửi không?"
)
RESTRICTED_AGAIN = N_("Hồ sơ được giữ ở diện hạn chế, chỉ bộ phận được giao mới đọc được. Ông/bà có gửi không?")
NOT_ACCUSING = N_("Nếu không phải khiếu nại hay tố cáo, ông/bà cứ chọn “Vẫn gửi”: cán bộ đọc rồi chuyển đúng nơi.")
MATTERS = N_(
    "Tôi thấy ông/bà kể những việc khác nhau. Gửi riêng thì mỗi việc đến đúng cơ quan và có trả lời riêng, "
    "ông/bà không phải khai lại tên hay số điện thoại:"
)
MATTER = N_("{number}. “{text}” – gửi {unit}")
PLACE = N_("Việc xảy ra ở đâu? Xin ghi ấp, khu phố, xã hoặc phường.")
NAME = N_("Xin cho biết họ tên. Tên được giữ kín, chỉ cán bộ giải quyết biết.")
CONTACT = N_("Xin cho số điện thoại hoặc địa chỉ để cán bộ liên hệ khi cần.")
PHONE_WRONG = N_("{why} Xin gõ lại, hoặc ghi địa chỉ.")
FILES = N_("Ông/bà có ảnh hay giấy tờ kèm theo thì gửi ngay bây giờ.")
CONSENT = N_("Khi có trả lời, ông/bà có đồng ý cho đăng công khai nội dung (đã che tên và số điện thoại) không?")
MORE_FILES = N_("Đã có {count} tệp. Ông/bà gửi thêm ngay bây giờ, hoặc bấm “Xong”.")
DROP_FILES = N_("Bỏ hết các tệp")
CONSENT_FIRST = N_("Còn một câu nữa là gửi được. Không đồng ý đăng thì vẫn được xử lý như thường.")
SUMMARY = N_("Xin xem lại trước khi gửi:")
SUMMARY_ASK = N_("Gửi đi được chưa?")
DIRECTED = N_(
    "Cán bộ tiếp nhận xem lại rồi mới chuyển. Nếu loại việc hay cơ quan tôi nêu chưa đúng, xin chọn “Không phải” "
    "hoặc “Sửa”."
)
WAYS = N_("Có tin mới về hồ sơ, ông/bà muốn nhận bằng cách nào?")
EMAIL = N_("Xin cho địa chỉ thư điện tử. Ví dụ: ten@example.com.")
WHICH_FIELD = N_("Ông/bà muốn sửa mục nào?")

# ---------------------------------------------------------------------------------------------- filed

FILED = N_("Đã gửi. Mã hồ sơ: {code}\nMã bí mật: {key}\n{due}\n\nXem hồ sơ tại: {link}\nXin giữ hai mã này.")
DUE = N_("Trả lời chậm nhất {day}.")
RESTRICTED_DUE = N_("Bộ phận được giao đọc rồi báo ông/bà việc này được giải quyết thế nào, theo luật nào.")
FILED_APART = N_("Đã gửi thành các hồ sơ riêng, mỗi hồ sơ có mã và hạn trả lời của mình:")
FILED_MATTER = N_("{number}. “{text}”\nMã hồ sơ: {code}\nMã bí mật: {key}\n{due}\nXem hồ sơ tại: {link}")
FILED_KEEP = N_("Xin giữ các mã này.")
_HERE = N_("Có tin mới tôi sẽ báo ngay tại đây. Muốn nhận tin cách khác, xin viết “cách báo tin”.")
NEWS = {
    "": _HERE,
    "chat": _HERE,
    "chat_email": N_("Có tin mới tôi sẽ báo ngay tại đây; không báo được thì gửi vào thư điện tử của ông/bà."),
    "email_chat": N_("Có tin mới tôi sẽ gửi vào thư điện tử của ông/bà."),
    "page": N_("Tôi sẽ không gửi tin. Ông/bà xem tin mới ở trang hồ sơ."),
}
ANSWERED = N_("Đã chuyển câu trả lời của ông/bà vào hồ sơ {code} cho cán bộ.")
ADD_OR_NEW = N_("Ông/bà muốn thêm vào hồ sơ đã gửi, hay đây là việc khác?")
ADD_WHAT = N_("Xin viết, hoặc gửi tệp muốn thêm vào hồ sơ {code}.")
ADD_TO = N_("Thêm vào {code}")
ADD_WHICH = N_("{code}: “{about}”")
ADD_NOT = N_("Là việc khác")
ADDED_TO = N_("Đã thêm vào hồ sơ {code} cho cán bộ xem.")
FILES_ALONE = "(Tệp gửi kèm)"
WAY_CHOSEN = {
    "chat": N_("Đã ghi: có tin mới tôi báo ngay tại đây."),
    "chat_email": N_("Đã ghi: có tin mới tôi báo ngay tại đây; không báo được thì gửi thư điện tử."),
    "email_chat": N_("Đã ghi: có tin mới tôi gửi thư điện tử; không gửi được thì báo tại đây."),
    "page": N_("Đã ghi: tôi sẽ không gửi tin nữa. Ông/bà xem tin mới ở trang hồ sơ bằng mã và mã bí mật."),
}
WAY_KEPT = N_("Vẫn giữ cách báo tin như trước.")
NO_CASE_YET = N_("Ông/bà chưa gửi hồ sơ nào tại đây. Khi gửi, ông/bà chọn được cách nhận tin ở bước xem lại.")
RATED = N_("Cảm ơn ông/bà đã đánh giá.")
REFUSED = N_("Chưa làm được: {why}")

# ---------------------------------------------------------------------------------------------- at every step

CANCEL_ASK = N_("Ông/bà muốn bỏ phản ánh đang viết? Những gì đã viết sẽ bị xóa.")
CANCELLED = N_("Đã bỏ, không gửi gì cả. Khi cần ông/bà cứ viết cho tôi.")
NOTHING_TO_CANCEL = N_("Hiện không có gì đang viết dở.")
AT_EASE = N_("Dạ vâng. Khi cần ông/bà cứ viết cho tôi.")
GO_ON = N_("Ta tiếp tục.")
WAIT = N_("Dạ, ông/bà cứ từ từ. Những gì đã viết vẫn còn đây.")
NOT_PUBLISHED = N_("Vâng, hồ sơ này sẽ không được đăng công khai.")
HOW_IT_GOES = N_(
    "Gửi xong, ông/bà nhận được mã hồ sơ. Cơ quan giải quyết xem và trả lời ngay tại đây; chưa bấm gửi thì chưa có "
    "hồ sơ nào."
)
NOT_ALONE = N_(
    "Đọc tin của ông/bà, tôi rất lo. Ông/bà không phải chịu một mình: xin gọi ngay cho người thân hoặc các số dưới "
    "đây, sẽ có người giúp. Nếu là người khác, xin đừng để họ ở một mình."
)
UNFINISHED = N_(
    "Ông/bà đang kể dở “{story}”, chưa gửi đến cơ quan. Ông/bà cứ viết tiếp để gửi, hoặc viết “hủy” để bỏ. "
    "Tôi chỉ nhắc một lần này."
)
NO_WAY_BACK = N_("Đây là bước đầu tiên rồi.")
SENT_ALREADY = N_("Hồ sơ đã gửi thì không sửa được nữa, nhưng thêm vào được.")
NOTHING_TO_EDIT = N_("Chưa có gì để sửa. Bà con cứ kể chuyện gì đã xảy ra.")
HELP = N_(
    "Ông/bà kể chuyện, tôi hỏi thêm những gì còn thiếu rồi gửi đến đúng cơ quan. Lúc nào cũng có thể viết:\n"
    "• “hủy” để bỏ, “quay lại” để về bước trước, “sửa” để sửa\n"
    "• “tra cứu” để xem hồ sơ đã gửi\n"
    "• “gặp cán bộ” để nói chuyện với người\n"
    "• “cách báo tin” để chọn nhận tin tại đây, qua thư điện tử, hay tự xem\n"
    "• “English” to speak English"
)
PERSON = N_(
    "Tôi đã báo cán bộ là ông/bà muốn nói chuyện. Cán bộ trả lời ngay tại đây trong giờ làm việc; "
    "ông/bà cứ viết tiếp nếu muốn."
)
PERSON_NOW = N_("Cần gặp người ngay thì xin liên hệ:")
THANKS = N_("Không có gì ạ. Khi cần ông/bà cứ viết cho tôi.")
CONTACTS_UNKNOWN = N_("Tôi chưa có địa chỉ và số điện thoại của cơ quan trong danh mục.")
PRIVATE = N_(
    "Tên và cách liên hệ của ông/bà được giữ kín, chỉ cán bộ giải quyết đọc được; ông/bà cũng có thể không nêu tên."
)
PRIVATE_RESTRICTED = N_(
    "Hồ sơ này được giữ ở diện hạn chế: chỉ bộ phận được giao đọc được, người và cơ quan bị nói đến không thấy."
)
BOT = N_("Tôi là trợ lý tự động. Muốn nói chuyện với người, xin viết “gặp cán bộ”.")
WITHDRAW = N_("Muốn rút lại hồ sơ {code}, xin mở trang hồ sơ và chọn “Rút lại phản ánh”: {link}")
PROCEDURE_UNKNOWN = N_("Tôi chưa có thủ tục này trong danh mục. Ông/bà có thể gửi câu hỏi tại đây, cán bộ sẽ trả lời.")
ASK_CODE = N_("Xin gửi mã hồ sơ (dạng PA-…), kèm mã bí mật trên biên nhận.")
ASK_KEY = N_("Xin gửi mã bí mật của hồ sơ {code}.")
WRONG_KEY = N_("Mã hồ sơ hoặc mã bí mật chưa đúng. Xin xem lại biên nhận rồi gửi lại, hoặc viết “thôi”.")

# ---------------------------------------------------------------------------------------------- choices

YES = N_("Đúng")
NO = N_("Không phải")
SEND = N_("Gửi")
EDIT = N_("Sửa")
CANCEL = N_("Hủy")
KEEP = N_("Giữ lại, tiếp tục")
DROP = N_("Bỏ")
STILL_SEND = N_("Vẫn gửi")
SEND_APART = {2: N_("Gửi thành hai hồ sơ"), 3: N_("Gửi thành ba hồ sơ"), 4: N_("Gửi thành bốn hồ sơ")}
SEND_TOGETHER = N_("Gửi chung một hồ sơ")
DO_NOT_SEND = N_("Không gửi nữa")
SKIP = N_("Bỏ qua")
ANONYMOUS = N_("Không nêu tên")
NO_FILES = N_("Không có")
NO_CODE = N_("Không có mã")
ENOUGH_FILES = N_("Xong")
AGREE = N_("Đồng ý")
DISAGREE = N_("Không đồng ý")
BACK_TO_SUMMARY = N_("Không sửa nữa")

WAY_CHOICES = {
    "chat_email": N_("Nhắn tại đây; không được thì gửi thư điện tử"),
    "chat": N_("Chỉ nhắn tại đây"),
    "email_chat": N_("Gửi thư điện tử; không được thì nhắn tại đây"),
    "page": N_("Không gửi tin, tôi tự xem ở trang hồ sơ"),
}

FIELD_NAMES = {
    "story": N_("Nội dung"),
    "kind": N_("Loại"),
    "unit": N_("Gửi đến"),
    "place": N_("Nơi xảy ra"),
    "name": N_("Họ tên"),
    "contact": N_("Liên hệ"),
    "files": N_("Tệp kèm theo"),
    "matter": N_("Hồ sơ {number}"),
    "files_first": N_("Tệp kèm theo (đi cùng hồ sơ 1)"),
    "files_each": N_("Tệp kèm theo (đi cùng mỗi hồ sơ)"),
    "consent": N_("Đăng công khai"),
    "ways": N_("Cách báo tin"),
}
NOT_GIVEN = N_("không nêu")
