"""Telephone numbers as typed, kept, masked and searched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.phones import PhoneKind, find_phones, mask, read_phone, tail4

M, L, S, O = PhoneKind.MOBILE, PhoneKind.LANDLINE, PhoneKind.SERVICE, PhoneKind.OTHER  # noqa: E741


@pytest.mark.parametrize(
    ("text", "kind", "number", "masked", "tail"),
    [
        ("13800006621", M, "13800006621", "138****6621", "6621"),
        ("138 0000 6621", M, "13800006621", "138****6621", "6621"),
        ("138-0000-6621", M, "13800006621", "138****6621", "6621"),
        ("１３８００００６６２１", M, "13800006621", "138****6621", "6621"),
        ("138－0000－6621", M, "13800006621", "138****6621", "6621"),
        ("+8613800006621", M, "13800006621", "138****6621", "6621"),
        ("+86 138 0000 6621", M, "13800006621", "138****6621", "6621"),
        ("＋86-138-0000-6621", M, "13800006621", "138****6621", "6621"),
        ("008613800006621", M, "13800006621", "138****6621", "6621"),
        ("8613800006621", M, "13800006621", "138****6621", "6621"),
        ("(+86)13800006621", M, "13800006621", "138****6621", "6621"),
        ("013800006621", M, "13800006621", "138****6621", "6621"),
        ("19912345678", M, "19912345678", "199****5678", "5678"),
        ("0591-88016000", L, "0591-88016000", "0591-****6000", "6000"),
        ("059188016000", L, "0591-88016000", "0591-****6000", "6000"),
        ("0591 8801 6000", L, "0591-88016000", "0591-****6000", "6000"),
        ("(0591)88016000", L, "0591-88016000", "0591-****6000", "6000"),
        ("（0591）88016000", L, "0591-88016000", "0591-****6000", "6000"),
        ("0591—88016000", L, "0591-88016000", "0591-****6000", "6000"),
        ("0591-88016000转802", L, "0591-88016000-802", "0591-****6000-802", "6000"),
        ("0591-88016000 转 802", L, "0591-88016000-802", "0591-****6000-802", "6000"),
        ("0591-88016000-802", L, "0591-88016000-802", "0591-****6000-802", "6000"),
        ("0591-88016000分机802", L, "0591-88016000-802", "0591-****6000-802", "6000"),
        ("88016000-802", L, "88016000-802", "****6000-802", "6000"),
        ("88016000", L, "88016000", "****6000", "6000"),
        ("8801 6000", L, "88016000", "****6000", "6000"),
        ("8801-6000", L, "88016000", "****6000", "6000"),
        ("6016000", L, "6016000", "****6000", "6000"),
        ("010-62345678", L, "010-62345678", "010-****5678", "5678"),
        ("01062345678", L, "010-62345678", "010-****5678", "5678"),
        ("021 6234 5678", L, "021-62345678", "021-****5678", "5678"),
        ("95598", S, "95598", "95598", "5598"),
        ("12345", S, "12345", "12345", "2345"),
        ("110", S, "110", "110", "110"),
        ("802", S, "802", "802", "802"),
        ("400-810-1234", S, "400-810-1234", "400-810-1234", "1234"),
        ("4008101234", S, "400-810-1234", "400-810-1234", "1234"),
        ("1380000662", O, "1380000662", "****662", "0662"),
        ("138000066211", O, "138000066211", "****6211", "6211"),
        ("+85291234567", O, "+85291234567", "****4567", "4567"),
        ("老王家", O, "老王家", "****家", ""),
        ("", O, "", "****", ""),
    ],
)
def test_read_kept_masked(text: str, kind: PhoneKind, number: str, masked: str, tail: str) -> None:
    phone = read_phone(text)
    assert (phone.kind, phone.number, phone.masked, phone.tail) == (kind, number, masked, tail)
    assert read_phone(phone.number).number == phone.number, "kept in one form"
    assert mask(text) == masked
    assert tail4(text) == tail
    assert bool(phone.hint) == (kind is O), "a strange number is kept, with a word about it"


def test_hints_say_what_to_do() -> None:
    assert read_phone("1380000662").hint == "手机号应为 11 位, 现在 10 位: 可以先记下, 回头核对"
    assert "先记下" in read_phone("老王家").hint
    assert "先记下" in read_phone("+85291234567").hint


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("王强13800006621", ["13800006621"]),
        ("301室15801691123 收", ["15801691123"]),
        ("30115801691123", ["15801691123"]),
        ("138 0000 6621,139-0000-1234", ["13800006621", "13900001234"]),
        ("电话0591-88016000转802", ["0591-88016000-802"]),
        ("打 88016000-802", ["88016000-802"]),
        ("单号 W3-0457, 2026-11-21 14:30, 3-2-1801", []),
        ("邮编 253600", []),
        ("138000066211", []),
    ],
)
def test_found_in_running_text(text: str, numbers: list[str]) -> None:
    hits = list(find_phones(text))
    assert [phone.number for phone, _, _ in hits] == numbers
    assert all(0 <= begin < end <= len(text) for _, begin, end in hits)


@given(st.text(alphabet="0123456789+-() 转abc王", max_size=24))
def test_reading_settles_and_masks_never_show_all(text: str) -> None:
    phone = read_phone(text)
    assert read_phone(phone.number).number == phone.number
    if phone.kind is not PhoneKind.SERVICE and phone.number:
        assert phone.number not in phone.masked


@given(st.from_regex(r"1[3-9]\d{9}", fullmatch=True))
def test_a_mask_hides_the_middle(number: str) -> None:
    plain = "".join(str(int(char)) for char in number)
    assert mask(plain) == f"{plain[:3]}****{plain[7:]}"
