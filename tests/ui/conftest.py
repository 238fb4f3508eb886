"""What the window's tests share: no display needed, our fonts, the theme worn."""

import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from desk.paths import RESOURCES
from desk.ui.theme import Theme, load_fonts


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """The one application, with fonts loaded; made once because fonts stay."""
    qapp.setStyle("Fusion")
    load_fonts(RESOURCES)
    return qapp


@pytest.fixture
def look(dressed: QApplication) -> Iterator[Theme]:
    """The light theme at 100 %; a test may turn it dark or larger, afterwards all is as before."""
    worn = Theme(RESOURCES)
    worn.apply(dressed)
    yield worn
    Theme(RESOURCES).apply(dressed)
