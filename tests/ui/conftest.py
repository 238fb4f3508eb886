"""What the window's tests share: no display needed, our fonts, the theme worn."""

import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from desk.paths import RESOURCES
from desk.ui.theme import PROPERTY, Theme, load_fonts


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """The one application, with fonts loaded; made once because fonts stay."""
    qapp.setStyle("Fusion")
    load_fonts(RESOURCES)
    return qapp


@pytest.fixture(scope="session")
def worn(dressed: QApplication) -> Theme:
    """The theme put on once: dressing every widget alive anew in every test would cost minutes."""
    made = Theme(RESOURCES)
    made.apply(dressed)
    return made


@pytest.fixture
def look(worn: Theme, dressed: QApplication) -> Iterator[Theme]:
    """The light theme at 100 %; a test may turn it dark or larger, afterwards all is as before."""
    yield worn
    if worn.dark or worn.scale != 1.0 or dressed.property(PROPERTY) is not worn:
        worn.wear(dressed, dark=False, scale=1.0)


@pytest.fixture(scope="module")
def bared(worn: Theme, dressed: QApplication) -> Iterator[None]:
    """No style sheet for this module: eyes read words there, and borders and colours cost a third of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Theme, "style", lambda _theme: "")
        worn.apply(dressed)
        yield
    worn.apply(dressed)


@pytest.fixture
def bare(bared: None, look: Theme) -> Theme:
    """As `look`, without the style sheet."""
    return look
