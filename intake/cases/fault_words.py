"""What stood in the way of a message, in words for officers and administrators; channels give codes."""

_CODED = {
    "refused_us_": "máy chủ thư không nhận hệ thống này (mã {code})",
    "smtp_": "máy chủ thư từ chối (mã {code})",
    "zalo_bot_": "Zalo Bot từ chối (mã {code})",
    "zalo_": "Zalo từ chối (mã {code})",
    "refresh_token_": "Zalo không nhận refresh token nữa (mã {code})",
    "quota_": "đã hết lượt nhắn của tài khoản (mã {code})",
    "unknown_error_": "kênh báo một mã lỗi lạ ({code})",
}
"""Faults that end in a code of the other side's, which is told as it is."""

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
    "on_page": "tệp xem ở trang hồ sơ",
    "file_waiting": "tệp chưa quét xong mã độc",
    "file_infected": "tệp có mã độc",
    "file_lost": "tệp không còn trên máy chủ",
    "file_not_carried": "kênh không chuyển loại tệp này hoặc tệp lớn như vậy",
}


def said(fault: str) -> str:
    """A fault in words."""
    for start, words in _CODED.items():
        if fault.startswith(start):
            return words.format(code=fault.removeprefix(start))
    return _WORDS.get(fault, f"đường truyền trục trặc ({fault})")
