"""Every scene of the gallery: painted, all words with room at every scale, every control with a name."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desk.ui.kit.gallery import HEIGHT, WIDTH, paint_all
from desk.ui.kit.gallery_scenes import SCENES
from desk.ui.theme import Theme
from tests.ui.fit import SCALES, cramped
from tests.ui.kit.stage import on_stage
from tests.ui.tree import nameless


@pytest.mark.parametrize("scale", SCALES)
def test_all_words_have_room(look: Theme, dressed: QApplication, scale: float, qtbot: QtBot) -> None:
    look.wear(dressed, scale=scale)
    for name, scene in SCENES.items():
        window = scene()
        qtbot.addWidget(window)
        window.resize(look.px(WIDTH), look.px(HEIGHT))
        window.show()
        QApplication.processEvents()
        assert cramped(window) == [], name
        window.close()


@pytest.mark.parametrize("scene", SCENES)
def test_every_control_has_a_name(look: Theme, scene: str, qtbot: QtBot) -> None:
    window = SCENES[scene]()
    qtbot.addWidget(window)
    window.show()
    QApplication.processEvents()
    assert nameless(window) == []
    window.close()


def test_the_measures_find_what_they_look_for(look: Theme, qtbot: QtBot) -> None:
    """A nameless field and a label without room are found, else the tests above prove nothing."""
    from desk.ui.kit.labels import label

    field, words = QLineEdit(), label("厨房水龙头一直滴水")
    words.setFixedWidth(40)
    window = on_stage(qtbot, field, words)
    assert len(nameless(window)) == 1
    assert len(cramped(window)) == 1


@pytest.mark.parametrize("dark", [False, True])
def test_every_scene_is_painted(look: Theme, dressed: QApplication, dark: bool, tmp_path: Path) -> None:
    from PySide6.QtGui import QImage

    look.wear(dressed, dark=dark)
    paths = paint_all(tmp_path)
    assert len(paths) == len(SCENES)
    for path in paths:
        image = QImage(str(path))
        assert (image.width(), image.height()) == (WIDTH, HEIGHT)
        colours = {image.pixelColor(x, y).rgb() for x in range(0, WIDTH, 19) for y in range(0, HEIGHT, 5)}
        assert len(colours) > 15, path.name
