"""What a text may hold to be stored, sent and printed (never normalised); and how it is folded for search."""

import unicodedata

from desk.domain.errors import DeskError


def wrong_text(value: str, limit: int) -> str | None:
    """Why this text may not be stored, as words that follow the field's label, or None. `limit` is in characters."""
    for place, char in enumerate(value):
        if _forbidden(char):
            return f"第 {place + 1} 个字是不能保存的控制字符 (U+{ord(char):04X})"
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
    return "".join(char for char in value if not _forbidden(char))


def fold(value: str) -> str:
    """For comparing in search only: full width and compatibility signs to plain ones, lower case."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", value).lower())


def _forbidden(char: str) -> bool:
    # By number, not by unicodedata: C0, DEL and C1 controls, and halves of surrogate pairs.
    code = ord(char)
    if code < 0x20:
        return char not in "\n\t"
    return 0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF
