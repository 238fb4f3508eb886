"""Attachments: known by content, made small in a child, kept in the encrypted file, seen through a record."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from desk.domain.errors import DeskError
from desk.domain.roles import Role
from desk.services.slips import files
from desk.services.slips.record import FileKind
from tests.world import World


def jpeg(size: tuple[int, int] = (800, 600), turned: int = 1) -> bytes:
    picture = Image.new("RGB", size, "white")
    picture.paste("red", (0, 0, size[0] // 2, size[1] // 4))
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x010F] = "相机厂".encode().hex()
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def png_bomb() -> bytes:
    """A few hundred bytes that say they are 60,000 pixels square."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def pdf(pages: int = 1) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    for number in range(pages):
        canvas.drawString(100, 100, f"page {number}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_a_photo_is_turned_made_small_and_says_nothing_of_its_camera() -> None:
    kept = files.take_in(jpeg((4000, 1000), turned=6), "现场.jpg")
    picture = Image.open(io.BytesIO(kept.data))
    assert picture.format == "JPEG"
    assert picture.size == (512, 2048)
    assert not dict(picture.getexif())
    red, _, blue = picture.convert("RGB").getpixel((500, 10))
    assert red > 200
    assert blue < 80  # the red corner stands at the top right once the picture is upright


def test_a_png_stays_one_and_a_pdf_is_kept_as_it_is() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (60, 40), (0, 0, 0, 0)).save(out, "PNG")
    kept = files.take_in(out.getvalue())
    assert kept.media == "image/png"
    assert Image.open(io.BytesIO(kept.data)).getpixel((5, 5)) == (255, 255, 255)
    scan = pdf(2)
    assert files.take_in(scan).data == scan


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "文件是空的"),
        (b"MZ\x90\x00program", "这种文件不能附上"),
        (b"GIF89a....", "这种文件不能附上"),
        (b"\xff\xd8\xff" + b"x" * 200, "文件坏了"),
        (b"%PDF-1.7 nothing behind it", "文件坏了"),
        (b"\xff\xd8\xff" + bytes(files.MOST_BYTES), "文件太大"),
        (png_bomb(), "图片太大"),
        (pdf(60), "页数"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_in_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(DeskError) as refused:
        files.take_in(data)
    assert words in refused.value.message
    assert refused.value.advice


def test_a_jpeg_that_is_called_pdf_is_a_jpeg(tmp_path: Path) -> None:
    path = tmp_path / "扫描.pdf"
    path.write_bytes(jpeg())
    assert files.read(path).media == "image/jpeg"
    with pytest.raises(DeskError, match="打不开"):
        files.read(tmp_path / "没有.jpg")


def test_a_file_is_kept_once_and_seen_through_its_record(world: World) -> None:
    order = world.finished()
    kept = files.take_in(jpeg(), "回单.jpg")
    files.keep(world.database, kept)
    files.keep(world.database, kept)
    made = world.take(Role.CLERK, "attachment.add", **kept.values(order, FileKind.SCAN))
    actor = world.office.actor(world.database, world.scope, world.people[Role.CLERK].id)
    assert [one["id"] for one in files.of_order(world.database, actor, world.scope, order)] == [made]
    assert files.content(world.database, actor, world.scope, made) == kept
    assert world.database.read("SELECT COUNT(*) FROM blob") == [(1,)]
    assert kept.data[:200] not in world.database.path.read_bytes()
    with pytest.raises(DeskError):
        files.content(world.database, actor, world.scope, "nothing")
    world.take(Role.CLERK, "attachment.void", made)
    assert files.of_order(world.database, actor, world.scope, order) == []
