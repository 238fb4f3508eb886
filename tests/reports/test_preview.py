"""Pages as pictures."""

import pytest

from desk.domain.errors import DeskError
from reports.fonts import PaperFonts
from reports.preview import Pages
from reports.slips.paper import SlipFormat
from reports.slips.render import render_slips
from tests.reports.slip_samples import NORMAL


@pytest.mark.parametrize("dpi", [72, 97, 150])
def test_pixels_come_in_rows_without_padding(fonts: PaperFonts, dpi: int) -> None:
    with Pages(render_slips(fonts, [NORMAL, NORMAL], SlipFormat.A5, made_at=0)) as pages:
        assert len(pages) == 4
        image = pages.image(3, dpi)
    assert image.width == pytest.approx(210 / 25.4 * dpi, abs=1.5)
    assert image.height == pytest.approx(148 / 25.4 * dpi, abs=1.5)
    assert len(image.rgb) == image.width * image.height * 3
    assert image.rgb[:3] == b"\xff\xff\xff"


@pytest.mark.parametrize("broken", [b"", b"no pdf", b"%PDF-1.4\n%%EOF"])
def test_a_broken_file_is_refused_in_a_sentence(broken: bytes) -> None:
    with pytest.raises(DeskError, match="PDF"):
        Pages(broken)
