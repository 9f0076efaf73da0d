"""What stood in the way of a message, in words for officers and administrators; channels give codes."""

_SMTP, _SMTP_OURS = "smtp_", "refused_us_"

_WORDS = {
    "no_channel": "hệ thống chưa có kênh gửi này",
    "interrupted": "bị ngắt giữa chừng khi đang gửi",
    "address_not_ascii": "địa chỉ thư có ký tự không dùng được",
    "restored": "chưa gửi khi sao lưu, hệ thống khôi phục từ bản sao lưu đó",
    "window_closed": "đã quá lâu người gửi không nhắn, kênh không cho nhắn nữa",
    "no_account": "tài khoản gửi không còn trong hệ thống",
    "account_off": "tài khoản gửi đang tắt",
    "no_address": "không biết gửi cho ai",
    "blocked": "người nhận đã chặn kênh này",
    "deactivated": "người nhận đã bỏ tài khoản của họ",
    "chat_not_found": "không còn cuộc trò chuyện với người nhận",
    "refused": "kênh không nhận tin này",
    "slow_down": "kênh yêu cầu gửi chậm lại",
    "server_fault": "máy chủ của kênh đang lỗi",
    "unreachable": "không kết nối được máy chủ của kênh",
    "token_refused": "kênh không nhận mã truy cập (token) của tài khoản",
    "conflict": "một hệ thống khác cũng đang nhận tin của tài khoản này",
    "no_answer": "kênh không trả lời sau khi đã nhận tin",
    "unreadable_answer": "kênh trả lời không đọc được",
    "half_sent": "tin dài mới gửi được một phần",
}


def said(fault: str) -> str:
    """A fault in words; the code of a mail server is told as it is."""
    if fault.startswith(_SMTP_OURS):
        return f"máy chủ thư không nhận hệ thống này (mã {fault.removeprefix(_SMTP_OURS)})"
    if fault.startswith(_SMTP):
        return f"máy chủ thư từ chối (mã {fault.removeprefix(_SMTP)})"
    return _WORDS.get(fault, f"đường truyền trục trặc ({fault})")
