"""What a value must be to be stored and sent: checked at the field, before a step is accepted (sync.md, Values)."""

from datetime import date
from typing import Any

from desk.domain.field import Field, Kind
from desk.domain.flow import Refusal
from desk.domain.text import wrong_text

LARGEST = 2**53
DEEPEST = 3  # a list of objects with a list in them


def check(field: Field, value: Any) -> Refusal | None:
    """Why this value may not stand in this field, or None."""
    if value is None:
        return None
    match field.kind:
        case Kind.TEXT | Kind.WORDS | Kind.REF:
            wrong = wrong_text(value, field.limit) if isinstance(value, str) else "不是文字"
        case Kind.NUMBER | Kind.MONEY | Kind.MOMENT:
            ok = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST
            wrong = None if ok else "不是整数"
        case Kind.FLAG:
            wrong = None if isinstance(value, bool) else "不是是/否"
        case Kind.CODE:
            known = field.code is not None and isinstance(value, str) and field.code.of(value) is not None
            wrong = None if known else "不在可选范围内"
        case Kind.DAY:
            wrong = None if _is_day(value) else "不是日期"
        case Kind.LIST:
            wrong = _wrong_list(value, field.limit)
        case _:
            raise AssertionError(field.kind)
    return Refusal("value", f"{field.label}{wrong}", "请改正后再保存", field.name) if wrong else None


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _wrong_list(value: Any, limit: int) -> str | None:
    return _wrong_part(value, limit, DEEPEST) if isinstance(value, list) else "不是列表"


def _wrong_part(part: Any, limit: int, depth: int) -> str | None:
    """Lists and objects of text, whole numbers and yes or no; names of an object are texts too."""
    if part is None or isinstance(part, bool):
        return None
    if isinstance(part, str):
        return wrong_text(part, limit)
    if isinstance(part, int):
        return None if abs(part) <= LARGEST else "里有不能保存的数"
    if not isinstance(part, list | dict) or depth == 0:
        return "里有不能保存的内容"
    inside = [*part, *part.values()] if isinstance(part, dict) else part
    if isinstance(part, dict) and not all(isinstance(name, str) for name in part):
        return "里有不能保存的内容"
    return next((wrong for item in inside if (wrong := _wrong_part(item, limit, depth - 1))), None)
