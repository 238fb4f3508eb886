"""When a finished matter is asked about, with which questions, and what a call may come to: the office's own data."""

from dataclasses import dataclass
from pathlib import Path

from desk.domain.list_codes import Next as Next
from desk.domain.list_codes import RevisitBy
from desk.domain.rows import Row, read_rows
from desk.services.revisits.record import CallCode


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

    `only_paid` names those of the questions that somebody is asked who had to pay. `together` are two questions asked
    in one breath and answered by one key; `together_words` are its four answers: all well, only the first is not, only
    the second is not, neither is. `said` is how the matter is called in the words: {谁}上门处理的{事项}.
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
    together: tuple[str, ...] = ()
    together_words: tuple[str, ...] = ()
    said: str = ""

    def asked(self, paid: bool) -> tuple[str, ...]:
        """The questions of one call, in order."""
        return tuple(one for one in self.questions if paid or one not in self.only_paid)

    def by_key(self, paid: bool) -> tuple[tuple[str, ...], ...]:
        """The questions of one call as they are answered, a key each."""
        asked = self.asked(paid)
        pair = self.together if self.together and set(self.together) <= set(asked) else ()
        return tuple(pair if one in pair else (one,) for one in asked if not pair or one != pair[1])


@dataclass(frozen=True, slots=True)
class RevisitSettings:
    """Questions and call results; hours, days and attempts of repairs stand in the office's settings."""

    sources: dict[str, Source]
    results: dict[CallCode, CallResult]
    script: str
    rating_question: str

    def said_of(self, source: str) -> str:
        found = self.sources.get(str(source))
        return found.said if found is not None else ""

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
        by=str(row.choice("by", RevisitBy)) if row.has("by") else "",
        asks=row.text("asks", ""),
        rated=row.flag("rated", True),
        questions=row.texts("questions"),
        only_paid=row.texts("only_paid", ()),
        together=row.texts("together", ()),
        together_words=row.texts("together_words", ()),
        said=row.text("said", ""),
    )
    if not set(source.only_paid) <= set(source.questions):
        raise row.wrong("only_paid 只能写 questions 里有的问题")
    pair = source.together
    if pair and (len(pair) != 2 or len(source.together_words) != 4 or not set(pair) <= set(source.questions)):
        raise row.wrong("together 要写 questions 里的两个问题, together_words 写四种回答")
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
