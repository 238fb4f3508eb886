"""Sources, call results and words of a call as rows of the office's lists: the program's own, to be written over."""

from desk.domain import list_cells
from desk.domain.lists import YES, Cells, Layer
from desk.domain.office_lists import CALLS, FRAME, RATING, SCRIPTS, SOURCES
from desk.services.revisits.sources import CallResult, RevisitSettings, Source

NAMES = {FRAME: "整段话术", RATING: "问评价的话"}


def default_rows(settings: RevisitSettings) -> Layer:
    """The program's own rows by list and code."""
    return {
        SOURCES: {code: _source_cells(source) for code, source in settings.sources.items()},
        CALLS: {str(code): _call_cells(result) for code, result in settings.results.items()},
        SCRIPTS: {
            FRAME: {"name": NAMES[FRAME], "text": settings.script},
            RATING: {"name": NAMES[RATING], "text": settings.rating_question},
        },
    }


def _source_cells(source: Source) -> Cells:
    first, last = source.days if source.days else ("", "")
    return {
        "name": source.name,
        "questions": list_cells.join_sentences(source.questions),
        "only_paid": list_cells.join_sentences(source.only_paid),
        "rated": YES if source.rated else "",
        "by": source.by,
        "asks": source.asks,
        "said": source.said,
        "from_day": str(first),
        "to_day": str(last),
        "percent": "" if source.percent is None else str(source.percent),
    }


def _call_cells(result: CallResult) -> Cells:
    return {
        "digit": result.digit,
        "name": result.name,
        "next": str(result.next),
        "minutes": str(result.minutes or ""),
    }
