"""What a value must be to be stored and sent."""

from typing import Any

import pytest

from desk.domain.checks import LARGEST, check
from tests.domain.toy import PARCEL

GOOD: list[tuple[str, Any]] = [
    ("no", ""),
    ("no", "十个字刚好写得下呀呀"),
    ("no", "𬭎𬭎𬭎𬭎𬭎𬭎𬭎𬭎𬭎𬭎"),
    ("note", "两\n行\t字"),
    ("count", 0),
    ("count", LARGEST),
    ("count", -LARGEST),
    ("fee_fen", 8000),
    ("came_at", 1_763_700_000_000),
    ("until_on", "2026-02-28"),
    ("fragile", False),
    ("status", "here"),
    ("labels", []),
    ("labels", ["大", "重", 3, True, None]),
    ("labels", [{"name": "阀芯", "count": 1, "parts": ["a"]}]),
    *[(name, None) for name in ("no", "count", "fee_fen", "until_on", "fragile", "status", "labels", "came_at")],
]
BAD: list[tuple[str, Any, str]] = [
    ("no", "十个字写不下了呀呀呀呀", "最多 10 个字"),
    ("no", "a\x00b", "控制字符"),
    ("no", "a\x07", "控制字符"),
    ("note", "a\rb", "控制字符"),
    ("note", "\ud800", "控制字符"),
    ("no", 5, "不是文字"),
    ("no", ["a"], "不是文字"),
    ("count", 1.0, "不是整数"),
    ("count", True, "不是整数"),
    ("count", "1", "不是整数"),
    ("count", LARGEST + 1, "不是整数"),
    ("fee_fen", -LARGEST - 1, "不是整数"),
    ("came_at", 1.5, "不是整数"),
    ("until_on", "2026-02-30", "不是日期"),
    ("until_on", "20260228", "不是日期"),
    ("until_on", "2026-2-8", "不是日期"),
    ("until_on", 20260228, "不是日期"),
    ("fragile", 1, "不是是/否"),
    ("status", "stolen", "不在可选范围内"),
    ("status", 1, "不在可选范围内"),
    ("labels", "大", "不是列表"),
    ("labels", ("大",), "不是列表"),
    ("labels", {"a": 1}, "不是列表"),
    ("labels", [1.5], "不能保存"),
    ("labels", [{"a": 1.5}], "不能保存"),
    ("labels", [{"a": [{"b": 1.5}]}], "不能保存"),
    ("labels", [LARGEST + 1], "不能保存"),
    ("labels", [{"a": {"b": LARGEST + 1}}], "不能保存"),
    ("labels", [{1: "a"}], "不能保存"),
    ("labels", [{"a\x00": 1}], "控制字符"),
    ("labels", [["长于五个字了"]], "最多 5 个字"),
    ("labels", [[[[["深"]]]]], "不能保存"),
    ("labels", [b"bytes"], "不能保存"),
]


@pytest.mark.parametrize(("name", "value"), GOOD)
def test_may_stand(name: str, value: Any) -> None:
    assert check(PARCEL.field(name), value) is None


@pytest.mark.parametrize(("name", "value", "says"), BAD)
def test_may_not_stand_and_says_why(name: str, value: Any, says: str) -> None:
    refusal = check(PARCEL.field(name), value)
    assert refusal is not None
    assert says in refusal.message
    assert refusal.message.startswith(PARCEL.field(name).label)
    assert (refusal.code, refusal.field) == ("value", name)
