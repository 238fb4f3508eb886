"""A scope's snapshot fetched: bytes that came are kept when the line is cut, and the next try goes on behind them."""

from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from sync.wire.paths import scope_in_path
from sync.wire.sealed import SealedFile
from sync.wire.snapshots import History, tag_of
from sync.wire.squeezing import Broken

Progress = Callable[[int, int], None]
WHOLE, PART = 200, 206


@dataclass
class Download:
    """What came so far. It lives as long as this object: a desk that ends begins again."""

    scope: str
    file: SealedFile = field(default_factory=SealedFile)
    tag: str = ""
    total: int = 0

    @property
    def whole(self) -> bool:
        return bool(self.tag) and self.file.size == self.total


def fetch(http: httpx.Client, download: Download, progress: Progress | None = None) -> httpx.Response:
    """Fetch what is missing. Errors of the line are raised and may be followed by the same call; a refusal is returned.

    `progress` is told bytes that came and bytes in all.
    """
    headers = {"accept-encoding": "identity"}
    if download.file.size:
        headers |= {"range": f"bytes={download.file.size}-", "if-range": download.tag}
    with http.stream("GET", f"/v1/scopes/{scope_in_path(download.scope)}/snapshot", headers=headers) as answer:
        if answer.status_code not in (WHOLE, PART):
            answer.read()
            return answer
        if answer.status_code == WHOLE:
            _begin_anew(download, answer.headers)
        elif answer.headers.get("etag") != download.tag:
            raise Broken("another file goes on")
        for chunk in answer.iter_raw():
            download.file.append(chunk)
            if progress is not None:
                progress(download.file.size, download.total)
    if not download.whole:
        raise Broken("the end is missing")
    if tag_of(download.file.chunks()) != download.tag:
        _forget(download)
        raise Broken("it is not what was sent")
    return answer


def _forget(download: Download) -> None:
    download.file.close()
    download.file, download.tag, download.total = SealedFile(), "", 0


def _begin_anew(download: Download, headers: httpx.Headers) -> None:
    _forget(download)
    download.tag, download.total = headers["etag"], int(headers["content-length"])


def history(http: httpx.Client, scope: str, ent: str, before: int | None = None) -> History:
    """Entries of one entity that this desk does not keep (any more): those before a seq, or the newest."""
    import msgspec

    asked = {"ent": ent} | ({} if before is None else {"before": str(before)})
    answer = http.get(f"/v1/scopes/{scope_in_path(scope)}/history", params=asked)
    answer.raise_for_status()
    return msgspec.msgpack.decode(answer.content, type=History)
