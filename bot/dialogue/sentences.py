"""Everything the bot says, in one place: short, kind, and translated where it is said."""

from models.languages import N_

# ---------------------------------------------------------------------------------------------- beginning

HELLO = N_("Chào ông/bà. Tôi là trợ lý tự động tiếp nhận phản ánh, kiến nghị. Bà con cứ kể chuyện gì đã xảy ra, ở đâu.")
TELL = N_("Bà con cứ kể chuyện gì đã xảy ra: việc gì, ở đâu, từ bao giờ. Viết không dấu cũng được.")
TELL_WITH_FILES = N_("Tôi đã nhận tệp. Bà con kể giúp chuyện gì đã xảy ra, ở đâu?")
ADDED = N_("Tôi đã ghi thêm vào nội dung.")
GOT_FILES = N_("Tôi đã nhận {count} tệp.")
GOT_VOICE = N_("Tôi đã giữ lời nói kèm theo cho cán bộ nghe. Nếu được, xin ông/bà viết thêm vài chữ để gửi đúng nơi.")
GOT_LOCATION = N_("Tôi đã ghi vị trí ông/bà gửi.")
GOT_CONTACT = N_("Tôi đã ghi số điện thoại ông/bà gửi.")
STICKER = N_("Cảm ơn ông/bà. Xin viết bằng chữ để tôi hiểu đúng.")
EDITED = N_("Tôi đã sửa theo tin mới của ông/bà.")
EDITED_TOO_LATE = N_("Phản ánh này đã gửi nên không sửa được nữa. Ông/bà có thể viết tin mới để gửi thêm.")
NOT_UNDERSTOOD = N_("Tôi chưa hiểu ý ông/bà. Xin chọn một mục, hoặc viết rõ hơn một chút.")
TOO_SHORT = N_("Xin kể rõ hơn một chút: việc gì, ở đâu? Một hai câu là đủ.")
SWITCHED = N_("Từ giờ tôi nói tiếng Việt.")

# ---------------------------------------------------------------------------------------------- the form

UNDERSTOOD = N_("Đây là {kind}, gửi {unit}, đúng không?")
UNDERSTOOD_NO_UNIT = N_("Đây là {kind}; cán bộ tiếp nhận sẽ chọn cơ quan giải quyết. Đúng không?")
WHICH_KIND = N_("Vậy việc này là loại nào? Cán bộ sẽ xem lại trước khi chuyển.")
RESTRICTED = N_(
    "Nội dung này có thể là khiếu nại hoặc tố cáo. Luật có trình tự riêng cho việc đó, gửi ở đây chưa thay được:\n"
    "{sentence}\n\nNếu ông/bà vẫn gửi ở đây, hồ sơ được giữ ở diện hạn chế, chỉ bộ phận được giao mới đọc được. "
    "Ông/bà có gửi không?"
)
PLACE = N_("Việc xảy ra ở đâu? Xin ghi ấp, khu phố, xã hoặc phường.")
NAME = N_("Xin cho biết họ tên. Tên được giữ kín, chỉ cán bộ giải quyết biết.")
CONTACT = N_("Xin cho số điện thoại hoặc địa chỉ để cán bộ liên hệ khi cần.")
PHONE_WRONG = N_("{why} Xin gõ lại, hoặc ghi địa chỉ.")
FILES = N_("Ông/bà có ảnh hay giấy tờ kèm theo thì gửi ngay bây giờ.")
CONSENT = N_("Khi có trả lời, ông/bà có đồng ý cho đăng công khai nội dung (đã che tên và số điện thoại) không?")
SUMMARY = N_("Xin xem lại trước khi gửi:")
SUMMARY_ASK = N_("Gửi đi được chưa?")
WHICH_FIELD = N_("Ông/bà muốn sửa mục nào?")

# ---------------------------------------------------------------------------------------------- filed

FILED = N_(
    "Đã gửi. Mã hồ sơ: {code}\nMã bí mật: {key}\n{due}\n\n"
    "Xem hồ sơ tại: {link}\nXin giữ hai mã này. Có tin mới tôi sẽ báo ngay tại đây."
)
DUE = N_("Trả lời chậm nhất {day}.")
ANSWERED = N_("Đã chuyển câu trả lời của ông/bà vào hồ sơ {code} cho cán bộ.")
RATED = N_("Cảm ơn ông/bà đã đánh giá.")
REFUSED = N_("Chưa làm được: {why}")

# ---------------------------------------------------------------------------------------------- at every step

CANCEL_ASK = N_("Ông/bà muốn bỏ phản ánh đang viết? Những gì đã viết sẽ bị xóa.")
CANCELLED = N_("Đã bỏ, không gửi gì cả. Khi cần ông/bà cứ viết cho tôi.")
NOTHING_TO_CANCEL = N_("Hiện không có gì đang viết dở.")
GO_ON = N_("Ta tiếp tục.")
NO_WAY_BACK = N_("Đây là bước đầu tiên rồi.")
NOTHING_TO_EDIT = N_("Chưa có gì để sửa. Bà con cứ kể chuyện gì đã xảy ra.")
HELP = N_(
    "Ông/bà kể chuyện, tôi hỏi thêm những gì còn thiếu rồi gửi đến đúng cơ quan. Lúc nào cũng có thể viết:\n"
    "• “hủy” để bỏ, “quay lại” để về bước trước, “sửa” để sửa\n"
    "• “tra cứu” để xem hồ sơ đã gửi\n"
    "• “gặp cán bộ” để nói chuyện với người\n"
    "• “English” to speak English"
)
PERSON = N_(
    "Tôi đã báo cán bộ là ông/bà muốn nói chuyện. Cán bộ trả lời ngay tại đây trong giờ làm việc; "
    "ông/bà cứ viết tiếp nếu muốn."
)
PERSON_NOW = N_("Cần gặp người ngay thì xin liên hệ:")
THANKS = N_("Không có gì ạ. Khi cần ông/bà cứ viết cho tôi.")
CONTACTS_UNKNOWN = N_("Tôi chưa có địa chỉ và số điện thoại của cơ quan trong danh mục.")
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
DO_NOT_SEND = N_("Không gửi nữa")
SKIP = N_("Bỏ qua")
ANONYMOUS = N_("Không nêu tên")
NO_FILES = N_("Không có")
ENOUGH_FILES = N_("Xong")
AGREE = N_("Đồng ý")
DISAGREE = N_("Không đồng ý")
BACK_TO_SUMMARY = N_("Không sửa nữa")

FIELD_NAMES = {
    "story": N_("Nội dung"),
    "kind": N_("Loại"),
    "unit": N_("Gửi đến"),
    "place": N_("Nơi xảy ra"),
    "name": N_("Họ tên"),
    "contact": N_("Liên hệ"),
    "files": N_("Tệp kèm theo"),
    "consent": N_("Đăng công khai"),
}
NOT_GIVEN = N_("không nêu")
