"""The tour is played in the suite: it ends with a closed, revisited order, and the signed slip is filed."""

import shutil
from pathlib import Path

import numpy
import pytest
import zxingcpp
from PySide6.QtWidgets import QApplication

from desk.app import compose
from desk.sample.pins import sample_pin
from desk.store.database import Database
from desk.ui.tasks import Tasks
from desk.ui.theme import Theme
from desk.ui.tour.journey import START, Journey, MovableClock
from reports.preview import Pages
from tests.ui.conftest import dressed, look, worn
from tests.world import KEY

__all__ = ["dressed", "look", "worn"]
PAPERS = ("slip-a5.pdf", "slip-a4-two-up.pdf", "slip-plies-241.pdf")


def test_the_tour_ends_with_a_closed_order_and_its_papers(
    sample_file: Path, tmp_path: Path, dressed: QApplication, look: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    shutil.copyfile(sample_file, tmp_path / "desk.db")
    database, clock = Database(tmp_path / "desk.db", KEY), MovableClock(START)
    lanes = {"db": Tasks(1), "work": Tasks(2)}
    bugs: list[Exception] = []
    for lane in lanes.values():
        lane.failed.connect(bugs.append)

    def settle() -> None:
        for lane in lanes.values():
            lane.wait()

    desk = compose(dressed, database, clock, lanes, sample=True)
    out = tmp_path / "out"
    page = Journey(desk, clock, out, settle, sample_pin("03")).play()
    desk.window.close()
    desk.close()

    assert bugs == []
    pictures = sorted(path.name for path in out.glob("*.png"))
    assert [name[:2] for name in pictures] == [f"{number:02d}" for number in range(1, len(pictures) + 1)]
    assert all(name in page.read_text("utf-8") for name in (*pictures, *PAPERS))
    order = database.read(
        "SELECT id, no, status, closed_by, satisfaction, signature FROM work_order "
        "WHERE problem = '11' AND \"where\" = '3-2-1801' ORDER BY id DESC LIMIT 1"
    )[0]
    assert order[2:] == ("closed", "revisit", "good", "self")
    assert database.read("SELECT kind FROM attachment WHERE order_id = ?", (order[0],)) == [("scan",)]
    assert database.read("SELECT status FROM slip WHERE order_id = ?", (order[0],)) == [("back_signed",)]
    for name in PAPERS:
        with Pages((out / name).read_bytes()) as pages:
            image = pages.image(0, 200)
        pixels = numpy.frombuffer(image.rgb, numpy.uint8).reshape(image.height, image.width, 3)
        assert [code.text for code in zxingcpp.read_barcodes(pixels)][:1] == [order[1]]
    database.close()
