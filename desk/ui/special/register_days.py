"""Days and months as they are chosen or typed in the pane of the registers."""

from desk.domain.calendar import add_days, at
from desk.domain.errors import DeskError

THIS_MONTH, LAST_MONTH, TODAY, OWN = "month", "last", "today", "own"


def days_of(word: str, today: str) -> tuple[str, str]:
    """From and to of a word, both included; a month that runs ends today."""
    if word == LAST_MONTH:
        end = add_days(f"{today[:7]}-01", -1)
        return f"{end[:7]}-01", end
    return (today, today) if word == TODAY else (f"{today[:7]}-01", today)


def day_typed(text: str, today: str) -> str:
    """2026-11-03, 20261103, 11-3 or 1103 of this year; a DeskError where it is no day."""
    parts = text.strip().replace("。", "-").replace(".", "-").replace("/", "-").split("-")
    if len(parts) == 1 and parts[0].isdigit() and len(parts[0]) in (4, 8):
        plain = parts[0]
        parts = [plain[:4], plain[4:6], plain[6:]] if len(plain) == 8 else [plain[:2], plain[2:]]
    if len(parts) == 2:
        parts = [today[:4], *parts]
    try:
        day = "-".join(f"{int(part):0{width}d}" for part, width in zip(parts, (4, 2, 2), strict=True))
        at(day, "0:00")
    except ValueError as error:
        raise DeskError(f"看不懂日期“{text.strip()}”", "请写成 11-03 或 2026-11-03") from error
    return day


def month_typed(text: str, today: str) -> str:
    """2026-11, 202611, 11 of this year; a DeskError where it is no month, or one that has not begun."""
    plain = text.strip().replace("。", "-").replace(".", "-").replace("/", "-")
    plain = f"{plain[:4]}-{plain[4:]}" if plain.isdigit() and len(plain) == 6 else plain
    plain = f"{today[:4]}-{int(plain):02d}" if plain.isdigit() and len(plain) < 3 else plain
    day = day_typed(f"{plain}-01", today)
    if day > today:
        raise DeskError(f"{day[:7]} 还没有到", "请写已经开始的月份")
    return day[:7]
