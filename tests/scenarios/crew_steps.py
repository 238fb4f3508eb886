"""Steps about crews and their windows."""

from pytest_bdd import given, parsers, then, when

from desk.services.work_orders.record import CallAnswer, Informed
from desk.ui.kit.rows import RowList
from tests.scenarios.counter_scene import Scene


@given(parsers.re(r"“(?P<crew>[^”]+)”一个时段只接 (?P<count>\d+) 单"))
def _small_crew(scene: Scene, crew: str, count: str) -> None:
    """Settled on an earlier day, by somebody who may."""
    database = scene.desk.database
    assert database is not None
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE crew SET capacity=? WHERE name=?", (int(count), crew))


@given(parsers.re(r"记住选中的单是“(?P<name>[^”]+)”"))
@when(parsers.re(r"记住选中的单是“(?P<name>[^”]+)”"))
def _note_chosen(scene: Scene, name: str) -> None:
    """The order whose row is lit, in the list the hands are on."""
    assert isinstance(scene.focus, RowList)
    row = scene.focus.chosen()
    assert row is not None
    scene.noted[name] = row.id


@then("这一单有人同去")
def _two_go(scene: Scene) -> None:
    order = scene.order()
    assert order["second_technician"]
    assert order["second_technician"] != order["technician"]


@then(parsers.re(r"有一张单的告知方式是“(?P<words>[^”]+)”"))
def _somebody_told(scene: Scene, words: str) -> None:
    how = next(str(one) for one in Informed if one.label == words)
    found = scene.find_order("informed_how=? AND informed_at=?", how, scene.clock())
    assert found["no"]


@then(parsers.re(r"新单的(?P<label>升级答复)是“(?P<words>[^”]+)”"))
def _answered(scene: Scene, label: str, words: str) -> None:
    assert CallAnswer.label_of(scene.new_orders()[0]["call_answer"]) == words
