"""The table fetches a page at a time, survives refusals and reloads, and never loses its way."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QTableView
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desk.domain.errors import DeskError
from desk.ui.kit.table_model import Column, TableModel
from desk.ui.tasks import InlineTasks, Tasks
from desk.ui.theme import Theme

COLUMNS = [Column("number", "单号"), Column("fee_fen", "金额", figures=True, words=lambda fen: f"¥{fen / 100:.2f}")]


@dataclass
class Some:
    rows: Sequence[dict[str, Any]]
    next: object | None


class Query:
    """A hundred rows, thirty at a time."""

    def __init__(self, total: int = 100) -> None:
        self.total = total
        self.asked: list[object | None] = []
        self.broken = False

    def __call__(self, cursor: object | None) -> Some:
        self.asked.append(cursor)
        if self.broken:
            raise DeskError("读不出来", "再试一次")
        first = int(str(cursor)) if cursor is not None else 0
        last = min(first + 30, self.total)
        rows = [{"number": f"W3-{n:04d}", "fee_fen": n * 100 if n else None} for n in range(first, last)]
        return Some(rows, last if last < self.total else None)


def all_rows(model: TableModel) -> list[str]:
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_the_model_is_sound(qtmodeltester: ModelTester, qapp: object) -> None:
    model = TableModel(COLUMNS, Query(), InlineTasks())
    qtmodeltester.check(model)


def test_pages_join_without_gap_or_repeat(qapp: object) -> None:
    query = Query()
    model = TableModel(COLUMNS, query, InlineTasks())
    assert model.rowCount() == 30
    assert all_rows(model) == [f"W3-{n:04d}" for n in range(100)]
    assert query.asked == [None, 30, 60, 90]
    assert model.complete


def test_values_are_said_by_their_column(qapp: object) -> None:
    model = TableModel(COLUMNS, Query(), InlineTasks())
    assert model.index(5, 1).data() == "¥5.00"
    assert model.index(0, 1).data() == ""
    assert model.headerData(1, Qt.Orientation.Horizontal) == "金额"
    assert model.index(5, 1).data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert model.row(5) == {"number": "W3-0005", "fee_fen": 500}
    assert model.row(999) is None


def test_a_refused_page_is_told_and_can_be_asked_for_again(qapp: object) -> None:
    query, failed = Query(), []
    model = TableModel(COLUMNS, query, InlineTasks())
    model.failed.connect(failed.append)
    query.broken = True
    model.fetchMore(QModelIndex())
    assert (len(failed), model.rowCount()) == (1, 30)
    query.broken = False
    assert len(all_rows(model)) == 100


def test_a_reload_keeps_the_rows_until_new_ones_are_here(qapp: object, qtbot: QtBot) -> None:
    tasks, gate, query = Tasks(1), threading.Event(), Query()
    model = TableModel(COLUMNS, query, tasks)
    qtbot.waitUntil(lambda: model.rowCount() == 30)

    def slow(cursor: object | None) -> Some:
        gate.wait(10)
        return Query(7)(cursor)

    model.reload(slow)
    assert model.rowCount() == 30
    assert not model.canFetchMore(QModelIndex())
    gate.set()
    qtbot.waitUntil(lambda: model.rowCount() == 7)
    assert model.complete


def test_a_page_of_a_query_left_behind_is_dropped(qapp: object, qtbot: QtBot) -> None:
    tasks, gate = Tasks(1), threading.Event()

    def slow(cursor: object | None) -> Some:
        gate.wait(10)
        return Some([{"number": "old"}], None)

    model = TableModel(COLUMNS, slow, tasks)
    model.reload(Query(3))
    gate.set()
    qtbot.waitUntil(lambda: model.rowCount() == 3)
    tasks.wait()
    assert all_rows(model) == ["W3-0000", "W3-0001", "W3-0002"]


def test_a_view_that_asks_while_rows_go_in_is_turned_away(look: Theme, qtbot: QtBot) -> None:
    model = TableModel(COLUMNS, Query(), InlineTasks())
    asked: list[bool] = []
    model.rowsAboutToBeInserted.connect(lambda *_: asked.append(model.canFetchMore(QModelIndex())))
    model.rowsInserted.connect(lambda *_: asked.append(model.canFetchMore(QModelIndex())))
    view = QTableView()
    view.setModel(model)
    qtbot.addWidget(view)
    view.show()
    model.fetchMore(QModelIndex())
    assert asked
    assert not any(asked)
    assert view.verticalScrollBar() is not None


@pytest.mark.parametrize("index", [(0, 5), (500, 0)])
def test_strange_places_hold_nothing(qapp: object, index: tuple[int, int]) -> None:
    model = TableModel(COLUMNS, Query(), InlineTasks())
    assert model.data(model.createIndex(*index)) is None
