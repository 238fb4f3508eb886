"""Steps about paper: the shift's slips in one job, blank ones from the drawer, registers."""

from pathlib import Path

from openpyxl import load_workbook
from pytest_bdd import given, parsers, then, when

from desk.domain.calendar import DAY, start_of_day
from desk.services.slips import ledger
from desk.ui.special.preview import PreviewPane
from tests.scenarios.counter_scene import Scene


def waiting(scene: Scene) -> list[str]:
    counter, database = scene.desk.counter, scene.desk.database
    assert counter is not None
    assert database is not None
    return ledger.to_print(database, counter.actor, counter.scope)


@given(parsers.re(r"有 (?P<count>\d+) 单派了工还没有纸"))
def _no_paper(scene: Scene, count: str) -> None:
    """As after a morning of dispatching without a printer: everything else has its slip."""
    counter, database = scene.desk.counter, scene.desk.database
    assert counter is not None
    assert database is not None
    assert waiting(scene) == []
    crew, name = database.read("SELECT id, name FROM crew WHERE scope = ? ORDER BY name", (counter.scope,))[0]
    home = scene.find_order("home_id IS NOT NULL")
    for number in range(int(count)):
        told = {name: home[name] for name in ("home_id", "where", "reporter", "reporter_phone")}
        told |= {"matter": f"第 {number + 1} 件: 换灯", "charge": "free"}
        taken = scene.take(counter.request("work_order", "intake", told))
        scene.take(counter.request("work_order", "dispatch", {"crew_id": crew, "crew": name}, taken))
    scene.noted |= {f"第{place}张": ent for place, ent in enumerate(waiting(scene), start=1)}
    assert len(waiting(scene)) == int(count)


@then(parsers.re(r"还有 (?P<count>\d+) 单没有纸(?:, 是“(?P<name>[^”]+)”)?"))
def _still_without(scene: Scene, count: str, name: str | None) -> None:
    left = waiting(scene)
    assert len(left) == int(count)
    assert name is None or left == [scene.noted[name]]


@given(parsers.re(r"抽屉里放了 (?P<count>\d+) 张空白派工单"))
def _laid_by(scene: Scene, count: str) -> None:
    """Printed on an earlier day."""
    counter = scene.desk.counter
    assert counter is not None
    for _ in range(int(count)):
        made = scene.take(counter.request("slip", "issue", {"copy_no": 1}))
        scene.take(counter.request("slip", "lay_by", {}, made))


@then(parsers.re(r"抽屉里有 (?P<count>\d+) 张空白派工单"))
def _in_the_drawer(scene: Scene, count: str) -> None:
    counter, database = scene.desk.counter, scene.desk.database
    assert counter is not None
    assert database is not None
    assert ledger.drawer(database, counter.actor, counter.scope) == int(count)


@when(parsers.re(r"扫空白派工单第 (?P<place>\d+) 张的码"))
def _scan_blank(scene: Scene, place: str) -> None:
    """The gun types the number and Enter."""
    database = scene.desk.database
    assert database is not None
    rows = database.read("SELECT no FROM slip WHERE blank = 1 ORDER BY no")
    keys = scene.hands.keys
    scene.hands.press(*str(rows[int(place) - 1][0]), "Enter")
    scene.hands.keys = keys + 1  # one pull of the trigger


@then(parsers.re(r"存下的“(?P<title>[^”]+)”和数据里的一样: 单数、作废、实收"))
def _the_book_agrees(scene: Scene, title: str) -> None:
    """Counted anew from the rows of the file, by day and by money, not by the program's own sums."""
    (path,) = Path(scene.folder).rglob(f"{title}-*.xlsx")
    sheet = load_workbook(path).active
    assert sheet is not None
    lines = [row for row in sheet.iter_rows(min_row=4, values_only=True) if isinstance(row[0], int)]
    counter, database = scene.desk.counter, scene.desk.database
    assert counter is not None
    assert database is not None
    since, until = start_of_day("2026-11-01"), start_of_day("2026-11-20") + DAY
    told = database.read(
        "SELECT no, status, received_fen FROM work_order WHERE scope = ? AND reported_at >= ? AND reported_at < ?",
        (counter.scope, since, until),
    )
    assert len(lines) > 50
    assert sorted(str(row[1]) for row in lines) == sorted(str(row[0]) for row in told)
    void = sum(row[1] == "void" for row in told)
    assert sum(row[11] == "作废" for row in lines) == void
    fen = sum(row[2] or 0 for row in told if row[1] != "void")
    received = [row[13] for row in lines if isinstance(row[13], int | float)]
    assert sum(round(one * 100) for one in received) == fen
    foot = " ".join(str(row[0]) for row in sheet.iter_rows(min_row=4 + len(lines), values_only=True))
    assert f"合计 {len(told)} 单" in foot
    assert f"实收 ¥{fen // 100:,}.{fen % 100:02d}" in foot
    assert all("****" in str(row[4]) for row in lines if row[4] and str(row[4]).startswith("1"))


@when("打印机打完")
def _printed(scene: Scene) -> None:
    """Until every page was handed over; a person looks at the tray meanwhile."""
    pane = next(iter(scene.visible(PreviewPane)), None)
    scene.hands.wait(lambda: pane is None or pane._run is None, "the printer")
