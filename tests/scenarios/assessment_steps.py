"""Steps of the assessment: what happened in October, what the sheet in front stands at, the workbook that was saved."""

from pathlib import Path

from openpyxl import load_workbook
from pytest_bdd import parsers, then, when

from desk.domain.calendar import at
from desk.services.assessment.record import AssessmentState
from desk.ui.special.assessment.page import AssessmentPage
from tests.scenarios.counter_scene import Scene

OCTOBER = (at("2026-10-01", "0:00"), at("2026-11-01", "0:00"))
TOLD = """SELECT id FROM work_order WHERE scope = ? AND reported_at BETWEEN ? AND ? AND informed_at <= response_due_at
          AND status = 'closed' AND kind <> 'enquiry' ORDER BY no LIMIT 1"""


def page_of(scene: Scene) -> AssessmentPage:
    frame = scene.desk.frame
    assert frame is not None
    assert isinstance(frame.page, AssessmentPage)
    return frame.page


def _one_of_october(scene: Scene) -> tuple[str, str]:
    counter = scene.desk.counter
    assert counter is not None
    return counter.scope, str(counter.database.read(TOLD, (counter.scope, *OCTOBER))[0][0])


@when("10 月有一单待裁定")
def _undecided(scene: Scene) -> None:
    """As the log left it: two desks went on from the same place."""
    assert scene.desk.database is not None
    scope, order = _one_of_october(scene)
    with scene.desk.database.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO branch (scope, id, record, ent, status) VALUES (?, 'b1', 'work_order', ?, 'to_be_decided')",
            (scope, order),
        )


@when("10 月有一单的告知时间改掉了")
def _changed_since(scene: Scene) -> None:
    """What came from another desk after the freeze: nobody had told the resident."""
    assert scene.desk.database is not None
    _, order = _one_of_october(scene)
    with scene.desk.database.write() as connection:
        connection.exec_driver_sql("UPDATE work_order SET informed_at = NULL WHERE id = ?", (order,))


@then(parsers.re(r"考核的状态是“(?P<words>[^”]+)”"))
def _stands_at(scene: Scene, words: str) -> None:
    seen = page_of(scene).seen
    assert seen is not None
    assert AssessmentState.label_of(seen.status) == words
    assert scene.sees(words)


@then(parsers.re(r"提示里有“(?P<words>[^”]+)”"))
def _passing_word(scene: Scene, words: str) -> None:
    assert words in scene.said[-1]


@then(parsers.re(r"存下的考核表和屏幕上一样是“(?P<state>[^”]+)”"))
def _saved(scene: Scene, state: str) -> None:
    """The file named in the passing word: the total of the screen stands in it."""
    book = load_workbook(Path(scene.said[-1].partition("存在 ")[2]))
    words = " ".join(str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value)
    assert state in words
    assert len(book.sheetnames) > 2, "evidence stands behind it"
