"""The revisit questions, call results and words in force: the program's own, with the office's rows laid over them."""

from collections.abc import Mapping
from dataclasses import replace

from desk.domain.list_cells import sentences_of
from desk.domain.list_codes import Next
from desk.domain.lists import YES, Lists
from desk.domain.office_lists import CALLS, FRAME, RATING, SCRIPTS, SOURCES
from desk.services.revisits.sources import CallResult, RevisitSettings, Source

Cells = Mapping[str, str]


def in_force(table: RevisitSettings, lists: Lists) -> RevisitSettings:
    """The table with the rows of the lists in the place of its own; rows of codes it does not know are passed over."""
    sources, calls, scripts = lists.every(SOURCES), lists.every(CALLS), lists.every(SCRIPTS)
    return replace(
        table,
        sources={code: _source(own, sources.get(code)) for code, own in table.sources.items()},
        results={code: _result(own, calls.get(str(code))) for code, own in table.results.items()},
        script=(scripts.get(FRAME) or {}).get("text") or table.script,
        rating_question=(scripts.get(RATING) or {}).get("text") or table.rating_question,
    )


def _source(own: Source, cells: Cells | None) -> Source:
    """A row says all of its columns; the pair asked in one breath stays together while both are asked."""
    if cells is None:
        return own
    questions = sentences_of(cells.get("questions", "")) or own.questions
    first, last, percent = (cells.get(name, "") for name in ("from_day", "to_day", "percent"))
    whole = set(own.together) <= set(questions)
    return replace(
        own,
        name=cells.get("name") or own.name,
        questions=questions,
        only_paid=tuple(one for one in sentences_of(cells.get("only_paid", "")) if one in questions),
        rated=cells.get("rated") == YES,
        by=cells.get("by", ""),
        asks=cells.get("asks", ""),
        said=cells.get("said") or own.said,
        days=(int(first), int(last)) if first and last else own.days,
        percent=int(percent) if percent else own.percent,
        together=own.together if whole else (),
        together_words=own.together_words if whole else (),
    )


def _result(own: CallResult, cells: Cells | None) -> CallResult:
    if cells is None:
        return own
    following = Next.of(cells.get("next", "")) or own.next
    return replace(
        own,
        digit=cells.get("digit") or own.digit,
        name=cells.get("name") or own.name,
        next=following,
        minutes=int(cells.get("minutes") or 0) if following is Next.MINUTES else 0,
    )
