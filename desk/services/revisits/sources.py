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
    """`days` (first and last after the finish) and `percent` are None where the settings decide: for repairs.

    `only_paid` names those of the questions that somebody is asked who had to pay.
    """

    code: str
    name: str
    days: tuple[int, int] | None
    percent: int | None
    by: str
    asks: str
    rated: bool
    questions: tuple[str, ...]
    only_paid: tuple[str, ...] = ()

    def asked(self, paid: bool) -> tuple[str, ...]:
        """The questions of one call, in order."""
        return tuple(one for one in self.questions if paid or one not in self.only_paid)


@dataclass(frozen=True, slots=True)
class RevisitSettings:
    """Questions and call results; hours, days and attempts of repairs stand in the office's settings."""

    sources: dict[str, Source]
    results: dict[CallCode, CallResult]
    script: str
    rating_question: str

    def by_digit(self, digit: str) -> CallResult | None:
        return next((each for each in self.results.values() if each.digit == digit), None)


def load_revisit_settings(folder: Path) -> RevisitSettings:
    """Read revisits.toml of `folder`; DeskError names the file and the row."""
    file = read_rows(folder / "revisits.toml")
    settings = RevisitSettings(
        sources={source.code: source for source in map(_source, file.rows("source", at_least=1))},
        results={result.code: result for result in map(_result, file.rows("call_result", at_least=1))},
        script=file.text("script"),
        rating_question=file.text("rating_question"),
    )
    file.done()
    return settings


def _source(row: Row) -> Source:
    days, percent = None, None
    if row.has("from_day"):
        days, percent = (row.number("from_day"), row.number("to_day")), row.number("percent")
        if not 0 <= days[0] <= days[1]:
            raise row.wrong("from_day 应不晚于 to_day")
        if not 0 < percent <= 100:
            raise row.wrong("percent 应在 1 到 100 之间")
    source = Source(
        code=row.text("code"),
        name=row.text("name"),
        days=days,
        percent=percent,
        by=row.text("by", ""),
        asks=row.text("asks", ""),
        rated=row.flag("rated", True),
        questions=row.texts("questions"),
        only_paid=row.texts("only_paid") if row.has("only_paid") else (),
    )
    if not set(source.only_paid) <= set(source.questions):
        raise row.wrong("only_paid 只能写 questions 里有的问题")
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
