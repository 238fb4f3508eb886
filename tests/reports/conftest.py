"""What every test of paper needs: the fonts, once."""

from pathlib import Path

import pytest

from reports.fonts import PaperFonts

FOLDER = Path(__file__).parents[2] / "resources" / "fonts"


@pytest.fixture(scope="session")
def fonts() -> PaperFonts:
    return PaperFonts.load(FOLDER)
