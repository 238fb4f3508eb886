"""The document camera's folder: a page is taken when it is whole, by the place that is open, else it waits."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desk.ui.special.camera import CameraFolder


class Place:
    """A place for pictures that only remembers."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    def take_files(self, paths: list[Path]) -> None:
        self.taken += [path.name for path in paths]


@pytest.fixture
def camera(qapp: object, tmp_path: Path) -> CameraFolder:
    (tmp_path / "old.jpg").write_bytes(b"old")
    found = CameraFolder()
    found.watch(tmp_path)
    return found


def looks(camera: CameraFolder, times: int = 2) -> None:
    for _ in range(times):
        camera.look()


def test_a_new_page_goes_to_the_open_place(camera: CameraFolder, tmp_path: Path) -> None:
    place = Place()
    camera.open(place)
    (tmp_path / "a.JPG").write_bytes(b"page")
    (tmp_path / "notes.txt").write_bytes(b"no page")
    looks(camera)
    assert place.taken == ["a.JPG"]
    looks(camera)
    assert place.taken == ["a.JPG"]


def test_a_page_that_still_grows_is_not_taken(camera: CameraFolder, tmp_path: Path) -> None:
    place = Place()
    camera.open(place)
    page = tmp_path / "a.png"
    for written in (b"", b"half", b"half and whole"):
        page.write_bytes(written)
        camera.look()
        assert place.taken == []
    camera.look()
    assert place.taken == ["a.png"]


def test_the_place_opened_last_gets_it_and_a_closed_one_nothing(camera: CameraFolder, tmp_path: Path) -> None:
    below, above = Place(), Place()
    camera.open(below)
    camera.open(above)
    (tmp_path / "a.jpg").write_bytes(b"1")
    looks(camera)
    camera.shut(above)
    (tmp_path / "b.jpg").write_bytes(b"2")
    looks(camera)
    assert above.taken == ["a.jpg"]
    assert below.taken == ["b.jpg"]


def test_where_no_place_is_open_pages_wait_and_are_told(camera: CameraFolder, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "a.jpg").write_bytes(b"1")
    (tmp_path / "b.pdf").write_bytes(b"2")
    with qtbot.waitSignal(camera.arrived) as told:
        looks(camera)
    assert told.args == [2]
    assert camera.waiting == 2
    assert [page.name for page in camera.take_waiting()] == ["a.jpg", "b.pdf"]
    assert camera.waiting == 0


def test_the_same_name_written_again_is_another_page(camera: CameraFolder, tmp_path: Path) -> None:
    place = Place()
    camera.open(place)
    for content in (b"first", b"second page"):
        (tmp_path / "scan.jpg").write_bytes(content)
        looks(camera)
    assert place.taken == ["scan.jpg", "scan.jpg"]


def test_the_folder_itself_says_that_something_is_new(camera: CameraFolder, tmp_path: Path, qtbot: QtBot) -> None:
    place = Place()
    camera.open(place)
    (tmp_path / "a.jpg").write_bytes(b"1")
    qtbot.waitUntil(lambda: place.taken == ["a.jpg"], timeout=10_000)


def test_a_folder_that_is_gone_is_no_folder(camera: CameraFolder, tmp_path: Path) -> None:
    camera.watch(tmp_path / "stick")
    assert camera.folder is None
    looks(camera)
    assert camera.waiting == 0
