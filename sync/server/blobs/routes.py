"""HEAD, PUT and GET of attachments.

A photo is turned, made smaller and stripped on the desk, before the step that names its hash: an op and what it names
never change afterwards. So the server alters nothing. It looks into the file as it came, in a child process, and
refuses what the desk's own program could not have made.
"""

import hashlib
import re

from desk.domain.scopes import is_confidential
from desk.services.slips.files import MOST_BYTES
from sync.server.asked import BYTES, Answer, Asked, Route
from sync.server.problems import Problem
from sync.server.serving import Server

PATH = "/v1/scopes/{scope}/blobs/{sha256}"
SHA256 = re.compile(r"[0-9a-f]{64}")
THERE = "SELECT size FROM blob WHERE scope = ? AND sha256 = ?"
READ = """SELECT media, data FROM blob b WHERE scope = ? AND sha256 = ? AND EXISTS (SELECT 1 FROM attachment a
          WHERE a.scope = b.scope AND a.sha256 = b.sha256 AND a.status = 'active')"""
STORE = """INSERT INTO blob (scope, sha256, media, size, at, data) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (scope, sha256) DO NOTHING"""
ERASED = "SELECT 1 FROM erased_part WHERE scope = ? AND kind = 'blob' AND id = ?"


def head(server: Server, asked: Asked) -> Answer:
    """Whether the bytes are here: asked by whoever may bring them. Of complaints only readers are told."""
    scope, sha256 = _named(asked, asked.who.pushes | asked.who.pulls)
    if is_confidential(scope) and scope not in asked.who.pulls:
        raise _missing()
    with server.store.reading() as session:
        if not session.read(THERE, (scope, sha256)):
            raise _missing()
    return Answer(200, b"", BYTES, {"etag": f'"{sha256}"'})


def put(server: Server, asked: Asked) -> Answer:
    """Keep the bytes, before or behind the op that names them. The same bytes again change nothing."""
    scope, sha256 = _named(asked, asked.who.pushes)
    if asked.who.status == "stolen":
        raise Problem(403, "not_yours", "本机无权写入这个范围")
    if hashlib.sha256(asked.body).hexdigest() != sha256:
        raise Problem(400, "cut", "照片没有传完整, 会自动再传")
    with server.store.reading() as session:
        if session.read(ERASED, (scope, sha256)):
            raise Problem(410, "erased", "这张照片已按要求删除")
        there = bool(session.read(THERE, (scope, sha256)))
    if not there:
        media = server.opening.media_of(asked.body)
        with server.store.session() as session:
            session.run(STORE, (scope, sha256, media, len(asked.body), asked.now, asked.body))
    return Answer(204, b"", BYTES, {"etag": f'"{sha256}"'})


def get(server: Server, asked: Asked) -> Answer:
    """The bytes, through a visible reference in a scope that the device may read."""
    scope, sha256 = _named(asked, asked.who.pulls)
    with server.store.reading() as session:
        rows = session.read(READ, (scope, sha256))
    if not rows:
        raise _missing()
    media, data = rows[0]
    return Answer(200, bytes(data), str(media), {"etag": f'"{sha256}"', "cache-control": "no-store"})


def _named(asked: Asked, mine: frozenset[str]) -> tuple[str, str]:
    scope, sha256 = asked.params["scope"], asked.params["sha256"]
    if scope not in mine:
        raise Problem(403, "not_yours", "本机无权读写这个范围")
    if not SHA256.fullmatch(sha256):
        raise _missing()
    return scope, sha256


def _missing() -> Problem:
    return Problem(404, "not_here", "照片还没有传到服务器")


ROUTES = (
    Route("HEAD", PATH, head, "Whether an attachment is here", "blobs", gives_media=BYTES, problems=(403, 404)),
    Route(
        "PUT", PATH, put, "Bring an attachment: JPEG, PNG or PDF as the desk keeps it", "blobs",
        takes=bytes, takes_media=BYTES, status=204, problems=(400, 403, 410, 413, 415), limit_bytes=MOST_BYTES,
    ),
    Route(
        "GET", PATH, get, "The bytes of an attachment that something visible names", "blobs",
        gives=bytes, gives_media=BYTES, problems=(403, 404),
    ),
)  # fmt: skip
