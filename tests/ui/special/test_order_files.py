"""Photos of a repair: added by file and by Ctrl+V, shown small, opened large, each only of its own order."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from desk.services.slips import files
from desk.services.slips.record import FileKind
from desk.store import device
from desk.ui.special.pictures import Thumb
from desk.ui.theme import Theme
from sync.client import kept
from sync.client.behind import PHOTOS
from sync.wire.devices import Pack, Peer
from tests.services.slips.test_files import jpeg, pdf
from tests.ui.special.order_hands import Hands, out
from tests.ui.tree import nameless
from tests.world import World


@pytest.fixture
def hands(world: World, look: Theme) -> Iterator[Hands]:
    out(world, "3-2-1801")
    out(world, "3-2-1802")
    hands = Hands(world)
    hands.detail.tabs.choose("photos")
    yield hands
    hands.leave()


def thumbs(hands: Hands) -> list[str]:
    QApplication.processEvents()
    return [one.text() for one in hands.detail.files.findChildren(Thumb) if one.isVisible()]


def test_a_photo_by_file_is_kept_and_counted(hands: Hands, tmp_path: Path) -> None:
    ent = hands.body.chosen_id()
    path = tmp_path / "漏水处.jpg"
    path.write_bytes(jpeg())
    hands.detail.files.drop.take_files([path])
    assert thumbs(hands) == ["漏水处.jpg"]
    assert hands.detail.tabs.count("photos") == 1
    assert hands.desk.said[-1] == "照片已附上"
    (row,) = hands.world.rows("attachment")
    assert (row["about_id"], row["kind"], row["media"]) == (ent, FileKind.PHOTO, "image/jpeg")
    assert nameless(hands.page) == []


def test_a_picture_is_pasted_onto_the_tab(hands: Hands) -> None:
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    QGuiApplication.clipboard().setImage(image)
    QTest.keyClick(hands.detail.files, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert thumbs(hands) == ["粘贴的照片.png"]


def test_each_order_shows_its_own(hands: Hands, tmp_path: Path) -> None:
    path = tmp_path / "单.pdf"
    path.write_bytes(pdf(2))
    hands.detail.files.drop.take_files([path])
    assert thumbs(hands) == ["单.pdf"]
    hands.press(Qt.Key.Key_Down)
    assert thumbs(hands) == []
    assert hands.detail.tabs.count("photos") is None
    hands.press(Qt.Key.Key_Up)
    assert thumbs(hands) == ["单.pdf"]


def test_the_large_picture_slides_over_and_esc_puts_it_away(hands: Hands, tmp_path: Path) -> None:
    path = tmp_path / "单.pdf"
    path.write_bytes(pdf())
    hands.detail.files.drop.take_files([path])
    thumbs(hands)
    thumb = next(one for one in hands.detail.files.findChildren(Thumb) if one.isVisible())
    thumb.setFocus()
    hands.press(Qt.Key.Key_Return)
    QApplication.processEvents()
    large = next(one for one in hands.page.findChildren(QLabel) if one.accessibleName() == "照片 单.pdf")
    assert large.isVisible()
    assert large.pixmap().width() > 500
    hands.press(Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert not any(one.isVisible() for one in hands.page.findChildren(QLabel) if one.accessibleName() == "照片 单.pdf")


def test_a_photo_that_is_not_here_yet_says_so(hands: Hands) -> None:
    ent = hands.body.chosen_id()
    picture = files.take_in(jpeg(), "别的前台.jpg")  # its record came, its bytes have not
    request = hands.counter.request("attachment", "add", picture.values(ent, FileKind.PHOTO))
    hands.counter.take(hands.page, [request])
    QApplication.processEvents()
    assert any("还没有传到本机" in one.text() for one in hands.detail.files.findChildren(QLabel) if one.isVisible())


def enrol(world: World) -> None:
    """This PC has a server, and the other desk's name came with the pack."""
    peer = Peer("d2", "前台2", "active", 0, "W9", "A", ["zzzz2222"])
    pack = Pack(world.company, "d1", [], [], [], [], [peer])
    with world.database.write() as connection:
        kept.put(connection, {kept.DEVICE: "d1", kept.PACK: msgspec.json.encode(pack).decode()})


def marks(hands: Hands) -> list[str]:
    QApplication.processEvents()
    return [one.mark for one in hands.detail.files.findChildren(Thumb) if one.isVisible()]


def stored(world: World, state: str) -> None:
    with world.database.write() as connection:
        connection.exec_driver_sql("UPDATE blob SET state=?", (state,))


def test_alone_nothing_is_said_of_sending(hands: Hands, tmp_path: Path) -> None:
    path = tmp_path / "漏水处.jpg"
    path.write_bytes(jpeg())
    hands.detail.files.drop.take_files([path])
    assert marks(hands) == [""]


def test_a_photo_says_that_it_waits_until_the_server_has_it(hands: Hands, tmp_path: Path) -> None:
    enrol(hands.world)
    path = tmp_path / "漏水处.jpg"
    path.write_bytes(jpeg())
    hands.detail.files.drop.take_files([path])
    assert marks(hands) == ["照片待传, 只在本机"]
    stored(hands.world, files.THERE)
    hands.counter.changed.emit(PHOTOS)
    assert marks(hands) == [""]
    stored(hands.world, files.REFUSED)
    hands.counter.changed.emit(PHOTOS)
    assert marks(hands) == ["服务器不收, 只在本机"]


def test_a_photo_of_another_desk_says_where_it_waits_and_comes(hands: Hands) -> None:
    enrol(hands.world)
    ent = hands.body.chosen_id()
    picture = files.take_in(jpeg(), "别的前台.jpg")
    own = hands.world.database.read("SELECT value FROM device WHERE name='id'")[0][0]
    with hands.world.database.write() as connection:
        device.put(connection, device.ID, "zzzz2222")
    hands.counter.take(hands.page, [hands.counter.request("attachment", "add", picture.values(ent, FileKind.PHOTO))])
    with hands.world.database.write() as connection:
        device.put(connection, device.ID, own)
    QApplication.processEvents()
    said = [one.text() for one in hands.detail.files.findChildren(QLabel) if one.isVisible()]
    assert "别的前台.jpg\n照片待传, 前台2\n联网后自动传来" in said
    files.keep(hands.world.database, picture)
    stored(hands.world, files.THERE)
    hands.counter.changed.emit(PHOTOS)
    assert marks(hands) == [""]
