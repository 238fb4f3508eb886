"""The window changes between light and dark while it is open: nothing keeps the colours of before."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.ui.kit.gallery import HEIGHT, WIDTH
from desk.ui.kit.gallery_scenes import SCENES
from desk.ui.theme import Theme


# "controls" has a blinking cursor.
@pytest.mark.parametrize("scene", [name for name in SCENES if name != "controls"])
def test_a_turned_window_equals_one_made_dark(look: Theme, dressed: QApplication, scene: str, qtbot: QtBot) -> None:
    pictures = []
    for begin_dark in (False, True):
        look.wear(dressed, dark=begin_dark)
        window = SCENES[scene]()
        qtbot.addWidget(window)
        window.resize(WIDTH, HEIGHT)
        window.show()
        QApplication.processEvents()
        look.wear(dressed, dark=True)
        QApplication.processEvents()
        pictures.append(window.grab().toImage())
        window.close()
    turned, made = pictures
    for y in range(HEIGHT):
        # Images are compared, not their bits: those of a copy that nobody holds are gone at once.
        assert turned.copy(0, y, WIDTH, 1) == made.copy(0, y, WIDTH, 1), f"differs on line {y}"
