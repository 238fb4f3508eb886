"""When a finished matter is asked about, with which questions, and what a call may come to: the office's own data."""

from dataclasses import dataclass
from pathlib import Path

from desk.domain.code import Code
from desk.domain.rows import Row, read_rows
from desk.services.revisits.record import CallCode


class Next(Code):
    """What a call that did not end the matter asks for."""

    DONE = "done", "已问到"
    NEXT_PART = "next_part", "下个时段再打"
    MINUTES = "minutes", "过几分钟再打"
    CHECK_PHONE = "check_phone", "核对电话"
    CLOSED = "closed", "到此为止"
    ASKED = "asked", "按业主说的时间"


@dataclass(frozen=True, slots=True)
class CallResult:
    digit: str
    code: CallCode
    name: str
    next: Next
    minutes: int


@dataclass(frozen=True, slots=True)
class Source:
    """Days count from the finish; `also_day` 0 means one window only, `over_fen` 0 means any amount."""

    code: str
    name: str
    from_day: int
    to_day: int
    also_day: int
    percent: int
    percent_min: int
    over_fen: int
    by: str
    asks: str
    rated: bool
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RevisitSettings:
    """`good_hours` are pairs of "HH:MM"; attempts in all, spread over at least `attempt_days` days."""

    sources: dict[str, Source]
    results: dict[CallCode, CallResult]
    good_hours: tuple[tuple[str, str], ...]
    script: str
    rating_question: str
    attempts: int
    attempt_days: int
    short_call_seconds: int
    second_call_percent: int

    def by_digit(self, digit: str) -> CallResult | None:
        return next((each for each in self.results.values() if each.digit == digit), None)


def load_revisit_settings(folder: Path) -> RevisitSettings:
    """Read revisits.toml of `folder`; DeskError names the file and the row."""
    file = read_rows(folder / "revisits.toml")
    settings = RevisitSettings(
        sources={source.code: source for source in map(_source, file.rows("source", at_least=1))},
        results={result.code: result for result in map(_result, file.rows("call_result", at_least=1))},
        good_hours=tuple(map(_hours, file.rows("good_hours", at_least=1))),
        script=file.text("script"),
        rating_question=file.text("rating_question"),
        attempts=file.number("attempts"),
        attempt_days=file.number("attempt_days"),
        short_call_seconds=file.number("short_call_seconds"),
        second_call_percent=file.number("second_call_percent"),
    )
    file.done()
    return settings


def _source(row: Row) -> Source:
    source = Source(
        code=row.text("code"),
        name=row.text("name"),
        from_day=row.number("from_day"),
        to_day=row.number("to_day"),
        also_day=row.number("also_day", 0),
        percent=row.number("percent"),
        percent_min=row.number("percent_min", 0),
        over_fen=row.number("over_fen", 0),
        by=row.text("by", ""),
        asks=row.text("asks", ""),
        rated=row.flag("rated", True),
        questions=row.texts("questions"),
    )
    if not 0 <= source.from_day <= source.to_day:
        raise row.wrong("from_day 应不晚于 to_day")
    if not 0 <= source.percent_min <= source.percent <= 100:
        raise row.wrong("percent 应在 percent_min 与 100 之间")
    row.done()
    return source


def _result(row: Row) -> CallResult:
    result = CallResult(
        digit=row.text("digit"),
        code=row.choice("code", CallCode),
        name=row.text("name"),
        next=row.choice("next", Next),
        minutes=row.number("minutes", 0),
    )
    if (result.next == Next.MINUTES) != bool(result.minutes):
        raise row.wrong("只有 next 为 minutes 时才写 minutes")
    row.done()
    return result


def _hours(row: Row) -> tuple[str, str]:
    hours = row.text("starts"), row.text("ends")
    if not hours[0] < hours[1]:
        raise row.wrong("starts 应早于 ends")
    row.done()
    return hours
