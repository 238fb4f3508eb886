"""Scans and photos at any record: known by their content, opened in a child process, kept inside the encrypted file."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.domain.errors import DeskError
from desk.domain.roles import Actor
from desk.services.slips.record import ATTACHMENT, FileKind
from desk.store.query import ListQuery, all_of, visible_to
from desk.store.steps import StepRequest

if TYPE_CHECKING:
    from desk.store.database import Database

ORDER = "work_order"
MOST_BYTES = 10 * 1024 * 1024
SECONDS = 20
HEADS = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"%PDF-", "application/pdf"))
ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}
KEPT, THERE, REFUSED = "kept", "there", "refused"  # to be sent; the server has it; the server does not want it
AWAY = "away"  # not here yet: on the PC that added it, or at the server
AT_ONCE = 200
WRONG = {
    "large": ("图片太大, 打不开", "请用 4000 万像素以内的照片"),
    "damaged": ("文件坏了, 打不开", "请重新拍照或扫描"),
    "locked": ("PDF 有密码, 打不开", "请去掉密码后再附上"),
    "not_plain": ("图片里还有别的内容", "请重新附上这张照片"),
    "pages": ("PDF 的页数不对", "请附 50 页以内的 PDF"),
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A file ready to be kept: turned upright, small enough, without what the camera wrote into it."""

    media: str
    data: bytes
    title: str = ""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    def told(self, kind: FileKind) -> dict[str, Any]:
        """What the step `attachment.add` asks, but what it belongs to."""
        told: dict[str, Any] = {"kind": str(kind), "sha256": self.sha256, "media": self.media, "size": len(self.data)}
        return told | ({"title": self.title[:200]} if self.title else {})

    def values(self, about_id: str, kind: FileKind, about: str = ORDER) -> dict[str, Any]:
        """What the step `attachment.add` asks."""
        return {"about": about, "about_id": about_id} | self.told(kind)


def sniff(data: bytes) -> str:
    """What a file is by its first bytes; nothing where it is none of ours."""
    return next((media for head, media in HEADS if data.startswith(head)), "")


def read(path: Path) -> Picture:
    """A file from the disk, as `take_in` takes it."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise DeskError(f"打不开“{path.name}”", "请看它是否还在、是否正被别的程序占用") from error
    return take_in(data, path.name)


def take_in(data: bytes, title: str = "") -> Picture:
    """Look into a file and make what is kept of it; a DeskError says why it cannot be."""
    if not data:
        raise DeskError("文件是空的", "请重新拍照或扫描")
    if len(data) > MOST_BYTES:
        raise DeskError("文件太大, 没有附上", "请附 10 MB 以内的照片、扫描件")
    media = sniff(data)
    if not media:
        raise DeskError("这种文件不能附上", "请用 JPEG、PNG 照片或 PDF 扫描件")
    head, kept = _child(media, data)
    wrong = head.get("wrong")
    if wrong:
        raise DeskError(*WRONG.get(str(wrong), WRONG["damaged"]))
    if len(kept) > MOST_BYTES:
        raise DeskError("文件太大, 没有附上", "请附 10 MB 以内的照片、扫描件")
    return Picture(media, kept, title)


def look_at(data: bytes) -> str:
    """What a file is that is kept already: looked into as it is, never altered. A DeskError says why it may not be."""
    media = sniff(data)
    if not media:
        raise DeskError("这种文件不能附上", "请用 JPEG、PNG 照片或 PDF 扫描件")
    head, _ = _child(media, data, "as_is")
    if wrong := head.get("wrong"):
        raise DeskError(*WRONG.get(str(wrong), WRONG["damaged"]))
    return media


def _child(media: str, data: bytes, *how: str) -> tuple[Mapping[str, object], bytes]:
    program = Path(__file__).with_name("picture.py")
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(program), media, *how],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise DeskError("文件太复杂, 打不开", "请重新拍照或扫描") from None
    line, _, kept = done.stdout.partition(b"\n")
    if done.returncode or not line:  # the child died of the file
        return {"wrong": "damaged"}, b""
    head = json.loads(line)
    assert isinstance(head, dict)
    return head, kept


def keep(database: "Database", picture: Picture) -> None:
    """Put the file's bytes away before the step names it. The same file twice is kept once, and offered once more."""
    with database.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO blob (sha256, media, size, state, data) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (sha256) DO UPDATE SET state=excluded.state",
            (picture.sha256, picture.media, len(picture.data), KEPT, picture.data),
        )


def kept(database: "Database", sha256: str) -> Picture:
    """Bytes that were put away and that no record names yet: those of a call that is not saved."""
    rows = database.read("SELECT media, data FROM blob WHERE sha256 = ?", (sha256,))
    if not rows:
        raise DeskError("照片已经不在本机", "请重新粘贴或拍照")
    return Picture(str(rows[0][0]), bytes(rows[0][1]))


def of_order(database: "Database", actor: Actor, scope: str, about_id: str) -> list[dict[str, Any]]:
    """The attachments of an order, or of another record, that were not taken off, oldest first."""
    return all_of(database, actor, ListQuery(scope, ATTACHMENT, ("active",), "added_at", {"about_id": about_id}))


def additions(scope: str, about: str, about_id: str, photos: Iterable[Mapping[str, Any]]) -> list[StepRequest]:
    """The steps that put photos, as `Picture.told` says them, at a record. "@0" is the one that step 0 makes."""
    at = {"about": about, "about_id": about_id}
    return [StepRequest(scope, "attachment", "add", {**photo, **at}) for photo in photos]


def whereabouts(database: "Database", shown: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """By the id of each of these attachments where its bytes are: KEPT, THERE or REFUSED as above, or AWAY."""
    hashes = list(dict.fromkeys(str(one["sha256"]) for one in shown))
    found: dict[str, str] = {}
    for start in range(0, len(hashes), AT_ONCE):
        some = hashes[start : start + AT_ONCE]
        marks = ", ".join("?" * len(some))
        rows = database.read(f"SELECT sha256, state FROM blob WHERE sha256 IN ({marks})", some)
        found |= {str(sha256): str(state) for sha256, state in rows}
    return {str(one["id"]): found.get(str(one["sha256"]), AWAY) for one in shown}


def content(database: "Database", actor: Actor, scope: str, attachment_id: str) -> Picture:
    """The bytes of an attachment, only through a record that this person may see."""
    where, parameters = visible_to(actor, scope, ATTACHMENT.name)
    rows = database.read(
        f"""SELECT b.media, b.data, a.title FROM attachment a JOIN blob b ON b.sha256 = a.sha256
            WHERE {where} AND a.id = ?""",
        [*parameters, attachment_id],
    )
    if not rows:
        raise DeskError("照片还没有传到本机", "请等同步完成, 或到附上它的前台看")
    media, data, title = rows[0]
    return Picture(str(media), bytes(data), str(title or ""))
