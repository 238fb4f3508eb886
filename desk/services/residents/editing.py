"""What a form of a resident may hold: telephones in the form they are kept, days, and what was changed."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.domain.phones import read_phone
from desk.domain.text import clean
from desk.services.residents.record import RESIDENT

_DAY = re.compile(r"(\d{4})[-./年]?(\d{1,2})[-./月]?(\d{1,2})日?")


def day(text: str, field: str) -> str | None:
    """The ISO day of 2026-11-21, 20261121, 2026.11.21 or 2026年11月21日; None where nothing was typed."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("。", ".")
    if not plain:
        return None
    match = re.fullmatch(r"(\d{4})(\d{2})(\d{2})", plain) or _DAY.fullmatch(plain)
    try:
        if match is None:
            raise ValueError
        return date(*(int(part) for part in match.groups())).isoformat()
    except ValueError:
        raise DeskError(f"看不懂日期“{text.strip()}”", "请写成 2026-11-21", field) from None


def phones(rows: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """(number, note) as they are kept, each number once; a strange number is kept too (先记下)."""
    found: dict[str, dict[str, str]] = {}
    for typed, note in rows:
        number = read_phone(typed).number
        if number:
            found.setdefault(number, {"number": clean(number, "电话", 40), "note": clean(note.strip(), "电话备注", 20)})
    return list(found.values())


def text(value: str, name: str) -> str:
    """One field's text as it may be stored; DeskError names the field."""
    field = RESIDENT.field(name)
    try:
        return clean(value.strip(), field.label, field.limit)
    except DeskError as error:
        raise DeskError(error.message, error.advice, name) from None


def named(value: str) -> str:
    """A person has a name, if only 王女士."""
    name = text(value, "name")
    if not name:
        raise DeskError("还没有填姓名", "不知道全名可以先写“王女士”", "name")
    return name


def changes(before: Mapping[str, Any], after: Values) -> Values:
    """Only what was changed, with what the clerk saw before; empty where nothing was."""
    changed = {name: value for name, value in after.items() if (before.get(name) or None) != (value or None)}
    if not changed:
        return {}
    return {**changed, "was": {name: before[name] for name in changed if before.get(name) is not None}}
