"""Reading a catalogue: every fault has its file, its line and a sentence, and the lines without one are used."""

import pytest

from routing.procedures_file import CatalogueInvalid, read_procedures

HEAD = "ma_thu_tuc,ten,linh_vuc\n"


def faults(content: str | bytes) -> list[str]:
    raw = content if isinstance(content, bytes) else content.encode()
    with pytest.raises(CatalogueInvalid) as refused:
        read_procedures("tt.csv", raw)
    return list(refused.value.faults)


def test_a_file_as_it_is_passed_around_is_read_with_or_without_a_mark_at_its_start() -> None:
    content = HEAD + '1.001193,"Đăng ký  khai sinh, lưu động",Hộ tịch\n1.014064.000.00.00.H61,Cấp lại thẻ căn cước,\n'
    for raw in (content.encode(), content.encode("utf-8-sig")):
        first, second = read_procedures("tt.csv", raw).rows
        assert (first.code, first.name, first.field) == ("1.001193", "Đăng ký khai sinh, lưu động", "Hộ tịch")
        assert second.code == "1.014064.000.00.00.H61"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ((HEAD + "1.001193,Đăng ký\n").encode("utf-16"), "tt.csv, dòng 1: tệp không phải UTF-8."),
        (HEAD.encode() + "1.001193,Đăng ký".encode("cp1258", "replace") + b"\xd0\n", "tt.csv, dòng 2: tệp không phải"),
        ("ma;ten\n1.1;x\n", "tt.csv, dòng 1: thiếu cột ma_thu_tuc, ten."),
        ("ma_thu_tuc,ten,ten\n1.001193,a,b\n", "tt.csv, dòng 1: cột ten được ghi hai lần."),
        (HEAD, "tt.csv: tệp không có thủ tục nào."),
        ("", "tt.csv, dòng 1: thiếu cột ma_thu_tuc, ten."),
        (HEAD + "1.001193, ,\n", "tt.csv, dòng 2: thiếu tên thủ tục."),
        (HEAD + "1193,Đăng ký,\n", "tt.csv, dòng 2: mã thủ tục “1193” không đúng dạng, ví dụ 1.001193."),
        (HEAD + f"1.001193,{'a' * 1001},\n", "tt.csv, dòng 2: tên thủ tục dài quá 1000 ký tự."),
        (HEAD + f"1.001193,a,{'b' * 201}\n", "tt.csv, dòng 2: cột linh_vuc dài quá 200 ký tự."),
        (HEAD + "1.001193,Cấp, đổi,Thẻ\n", "tt.csv, dòng 2: có nhiều ô hơn số cột"),
        (HEAD + '1.001193,"Cấp,\n', "tt.csv, từ dòng 2: dấu ngoặc kép không khớp nhau"),
    ],
)
def test_a_fault_is_told_with_its_line(content: str | bytes, sentence: str) -> None:
    assert faults(content)[0].startswith(sentence)


def test_all_faults_are_told_at_once_up_to_twenty() -> None:
    told = faults(HEAD + "".join(f"{number},,\n" for number in range(15)))
    assert len(told) == 21
    assert told[-1] == "Còn 10 lỗi nữa."


def test_a_line_with_a_fault_is_left_out_and_named_and_the_others_are_read() -> None:
    lines = f"1.000001,Khai sinh,\n1.000002,{'a' * 1001},\n1.000001,Lần nữa,\n1.000003,Khai tử,\n"
    read = read_procedures("tt.csv", (HEAD + lines).encode())

    assert [(row.code, row.name) for row in read.rows] == [("1.000001", "Khai sinh"), ("1.000003", "Khai tử")]
    assert read.left_out == (
        "tt.csv, dòng 3: tên thủ tục dài quá 1000 ký tự.",
        "tt.csv, dòng 4: mã 1.000001 đã có ở dòng 2.",
    )
    assert read.unread == {"1.000002"}
