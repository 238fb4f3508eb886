"""What a value must be to be stored and sent: checked at the field, before a step is accepted (sync.md, Values)."""

from collections.abc import Callable
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
    wrong = _WRONG[field.kind](field, value)
    return Refusal("value", f"{field.label}{wrong}", "请改正后再保存", field.name) if wrong else None


def _wrong_words(field: Field, value: Any) -> str | None:
    return wrong_text(value, field.limit) if isinstance(value, str) else "不是文字"


def _wrong_number(_field: Field, value: Any) -> str | None:
    ok = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST
    return None if ok else "不是整数"


def _wrong_flag(_field: Field, value: Any) -> str | None:
    return None if isinstance(value, bool) else "不是是/否"


def _wrong_code(field: Field, value: Any) -> str | None:
    known = field.code is not None and isinstance(value, str) and field.code.of(value) is not None
    return None if known else "不在可选范围内"


def _wrong_day(_field: Field, value: Any) -> str | None:
    return None if _is_day(value) else "不是日期"


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _wrong_list(field: Field, value: Any) -> str | None:
    return _wrong_part(value, field.limit, DEEPEST) if isinstance(value, list) else "不是列表"


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


_WRONG: dict[Kind, Callable[[Field, Any], str | None]] = {
    Kind.TEXT: _wrong_words,
    Kind.WORDS: _wrong_words,
    Kind.REF: _wrong_words,
    Kind.NUMBER: _wrong_number,
    Kind.MONEY: _wrong_number,
    Kind.MOMENT: _wrong_number,
    Kind.FLAG: _wrong_flag,
    Kind.CODE: _wrong_code,
    Kind.DAY: _wrong_day,
    Kind.LIST: _wrong_list,
}
