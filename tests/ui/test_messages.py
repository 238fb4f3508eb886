"""An error a person can act on stands beside its field, else passes by; a bug is reported and calmly told."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desk.domain.errors import DeskError
from desk.ui.crash import CrashReporter
from desk.ui.messages import Messages


class Form(QWidget):
    """Knows one field."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[DeskError] = []

    def take_error(self, error: DeskError) -> bool:
        if error.field == "fee_fen":
            self.shown.append(error)
            return True
        return False


@pytest.fixture
def told() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def messages(qapp: object, told: list[tuple[str, str]], tmp_path: Path) -> Messages:
    return Messages(lambda words, tone: told.append((words, tone)), CrashReporter(tmp_path, lambda: 1))


def test_an_error_of_a_field_stands_there(messages: Messages, told: list[tuple[str, str]], qtbot: QtBot) -> None:
    form = Form()
    qtbot.addWidget(form)
    inner = QWidget()
    QVBoxLayout(form).addWidget(inner)
    messages.show(DeskError("有偿维修还没有约定价格", "选价目表", "fee_fen"), near=inner)
    assert len(form.shown) == 1
    assert told == []


def test_an_error_of_no_field_passes_by(messages: Messages, told: list[tuple[str, str]], qtbot: QtBot) -> None:
    form = Form()
    qtbot.addWidget(form)
    messages.show(DeskError("打印机没有纸", "放好纸再按 F8", "printer"), near=form)
    assert form.shown == []
    assert told == [("打印机没有纸: 放好纸再按 F8", "bad")]


def test_a_bug_is_reported_without_its_words(messages: Messages, told: list[tuple[str, str]], tmp_path: Path) -> None:
    messages.show(ValueError("欧阳翠花"))
    assert len(told) == 1
    assert told[0][0].startswith("程序出错了")
    assert "翠花" not in told[0][0]
    assert len(list((tmp_path / "crashes").glob("*.json"))) == 1
