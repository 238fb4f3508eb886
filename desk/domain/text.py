"""What a text may hold to be stored, sent and printed (never normalised); and how it is folded for search."""

import re
import unicodedata

from desk.domain.errors import DeskError

# By number, not by unicodedata: C0 (but for line end and tab), DEL and C1 controls, and halves of surrogate pairs.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def wrong_text(value: str, limit: int) -> str | None:
    """Why this text may not be stored, as words that follow the field's label, or None. `limit` is in characters."""
    if len(value) <= limit and value.isprintable():  # nearly always, and every text of every op is asked
        return None
    found = _FORBIDDEN.search(value)
    if found:
        return f"第 {found.start() + 1} 个字是不能保存的控制字符 (U+{ord(found[0]):04X})"
    if len(value) > limit:
        return f"最多 {limit} 个字, 现在 {len(value)} 个字"
    return None


def clean(value: str, label: str, limit: int) -> str:
    """The text as it may be stored, line ends as `\\n` and nothing else changed; DeskError says what to do."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    wrong = wrong_text(value, limit)
    if wrong is None:
        return value
    over = len(value) - limit
    advice = "请删掉它, 或重新输入这一段" if "控制字符" in wrong else f"请删减 {over} 个字, 或把多出的写进备注"
    raise DeskError(f"“{label}”{wrong}", advice)


def without_controls(value: str) -> str:
    """The same text without what may not be stored: for a paste, where nobody can see such a character."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return _FORBIDDEN.sub("", value)


def fold(value: str) -> str:
    """For comparing in search only: full width and compatibility signs to plain ones, lower case."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", value).lower())
