"""The tour is played in the suite: it ends with a closed, revisited order, and the signed slip is filed."""

import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy
import pytest
import zxingcpp
from PySide6.QtWidgets import QApplication

from desk.app import touring
from desk.store.database import Database
from desk.store.keys import key_for
from desk.store.log import history
from desk.ui.theme import Theme
from reports.preview import Pages
from tests.ui.conftest import dressed, look, worn
from tests.world import KEY

__all__ = ["dressed", "look", "worn"]
ORDER = "SELECT status, signature, received_fen FROM work_order WHERE id = ?"
FRESH = "SELECT status, conclusion, tick FROM fresh_order WHERE id = ?"
POINTS = "SELECT n, points FROM points_entry WHERE order_id = ? ORDER BY COALESCE(n, 0)"
LINE = "SELECT status FROM in_hand WHERE id = ?"
PAPERS = ("slip-a5.pdf", "slip-a4-two-up.pdf", "slip-plies-241.pdf")


def test_the_tour_ends_with_a_closed_order_and_its_papers(
    sample_file: Path, tmp_path: Path, dressed: QApplication, look: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    shutil.copyfile(sample_file, tmp_path / "desk.db")
    database = Database(tmp_path / "desk.db", KEY)
    bugs: list[Exception] = []
    out = tmp_path / "out"
    page = touring.one_desk(dressed, database, out, bugs.append)

    assert bugs == []
    pictures = sorted(path.name for path in out.glob("*.png"))
    assert [name[:2] for name in pictures] == [f"{number:02d}" for number in range(1, len(pictures) + 1)]
    assert all(name in page.read_text("utf-8") for name in (*pictures, *PAPERS))
    order = database.read(
        "SELECT id, no, status, closed_by, satisfaction, signature FROM work_order "
        "WHERE problem = '11' AND \"where\" = '3-2-1801' ORDER BY id DESC LIMIT 1"
    )[0]
    assert order[2:] == ("closed", "revisit", "good", "self")
    assert database.read("SELECT kind FROM attachment WHERE about_id = ?", (order[0],)) == [("scan",)]
    assert database.read("SELECT status FROM slip WHERE order_id = ?", (order[0],)) == [("back_signed",)]
    for name in PAPERS:
        with Pages((out / name).read_bytes()) as pages:
            image = pages.image(0, 200)
        pixels = numpy.frombuffer(image.rgb, numpy.uint8).reshape(image.height, image.width, 3)
        assert [code.text for code in zxingcpp.read_barcodes(pixels)][:1] == [order[1]]
    database.close()


def test_two_desks_apart_and_together_again_then_the_rooms_with_a_shop(
    sample_file: Path, tmp_path: Path, dressed: QApplication, look: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real server beside two real windows: one order dispatched twice, one of them signed and paid, then decided.

    Then one of the windows with a shop beside the server: issue 5's stories; the rooms check themselves as they go.
    """
    monkeypatch.setenv("HOME", str(tmp_path))
    sample = Database(sample_file, KEY)
    bugs: list[Exception] = []
    out = tmp_path / "out"
    played = touring.beside_a_server(dressed, sample, tmp_path, out, bugs.append)
    sample.close()

    assert bugs == []
    for page, least in ((played.page, 10), (played.rooms_page, 25)):
        pictures = sorted(path.name for path in page.parent.glob("*.png"))
        assert len(pictures) >= least
        assert all(name in page.read_text("utf-8") for name in pictures)
    told = []
    for name in ("pc1", "pc2"):
        with closing(Database(tmp_path / name / "desk.db", key_for(tmp_path / name))) as database:
            told.append(side(database, played.two_desks.order))
            assert database.read("SELECT COUNT(*) FROM outbox") == [(0,)]
    assert told[0] == told[1]
    order, taken, steps, branches = told[0]
    assert order == ("slip_back", "self", 8_000)
    assert taken == [(8_000,)], "the money of the side that was kept, once"
    assert ("resolve", "ok") in steps
    assert "contested" in {verdict for _, verdict in steps}
    assert {status for (status,) in branches} <= {"kept", "dropped"}
    with closing(Database(tmp_path / "pc1" / "desk.db", key_for(tmp_path / "pc1"))) as database:
        assert database.read(FRESH, (played.rooms.order,)) == [("delivered", "exchange", "good")]
        assert database.read(POINTS, (played.rooms.order,)) == [(None, 58), (4, 29)], "each signature once"
        assert database.read(LINE, (played.rooms.line,)) == [("closed",)]
        assert database.read("SELECT COUNT(*) FROM complaint") == [(0,)], "no complaint outside its own file"


def side(database: Database, order: str) -> tuple[Any, ...]:
    """What one of the two desks knows of an order: itself, its money, its steps, its branches."""
    return (
        database.read(ORDER, (order,))[0],
        database.read("SELECT SUM(amount_fen) FROM taking WHERE order_id=? AND status='taken'", (order,)),
        [(entry.step, str(entry.did.verdict)) for entry in history(database, order)],
        database.read("SELECT status FROM branch"),
    )
