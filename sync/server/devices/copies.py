"""Whether a file is the one that said hello last, or a copy of it: restored from a backup, or cloned with its PC.

A copy carries the same key, the same id for its ops and the same counters, and nothing in it can know that it is a
copy. So every hello hands out a *mark*, and the file shows the last one it got together with a *draw*, a random text
it draws and keeps when it begins to ask, and forgets with the answer: two files that held the same mark draw two. Of
one id the server remembers the mark it gave last (`mark`), and mark and draw that were shown for it (`was`, `draw`):

- the last mark is shown: this file is the one; a new mark is given;
- the mark before it with the same draw: the answer was lost, and the same mark is given again (replaying is harmless);
- the mark before it with another draw: two files held that mark, and the other one came first. This is a copy;
- an older mark: a file that went back. It is a copy;
- the last mark, but a smaller op counter, or behind the file's cursors there are ops of its own id with a higher
  counter: a backup taken after the last hello, put back before the next. It is a copy;
- a mark the server does not remember, but which is a keyed hash of its own with a higher place: not the desk went
  back, the server did (the hash key lies outside the database). The file is the one, the server is `behind`.

A copy is told so (409 `copied`), takes a new id for new ops and says so (`again`); the id is drawn and kept by the desk
before it asks, so a lost answer is asked for again. The letter of its printed numbers comes from the server, because
two restores of one backup would draw the same. Ops of the old id in its outbox stay as they are: sealed, and accepted,
because both files hold the key that the id belongs to. The key stays: it says which desk this is, not which file.

What this cannot see: two copies that never speak to the server, a copy until its first hello, and a file put back
within the hour whose lost work had not been sent. What is printed in that time has numbers given twice. A desk that
knows it was restored takes its next letter at once (`new_incarnation`); only two restores of one backup, both
offline, still meet.
"""

from typing import TYPE_CHECKING, NamedTuple

from sync.protocol.envelope import Envelope
from sync.server.devices.keys import mac, same
from sync.server.devices.numbers import claim, next_letter, saw_letter
from sync.server.problems import Busy, Problem
from sync.wire.devices import AgainAnswer, AgainAsk, Copy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sync.server.serving import Server
    from sync.server.store import Session

MOST_UNSEEN = 2_000  # an hour of the busiest estate; whoever is further back shows an older mark
UNSEEN = "SELECT op FROM journal WHERE scope = ? AND seq > ? ORDER BY seq DESC LIMIT ?"
ROW = "SELECT letter, place, mark, was, draw, counter FROM device_id WHERE dev = ? AND device = ?"


class Place(NamedTuple):
    """A row of `device_id`."""

    letter: str
    place: int
    mark: str
    was: str
    draw: str
    counter: int


class Marked(NamedTuple):
    mark: str
    letter: str
    behind: bool


def copied() -> Problem:
    return Problem(409, "copied", "这份数据是另一份的备份或副本")


def mark(
    server: "Server", session: "Session", device: str, copy: Copy, now: int, cursors: "Mapping[str, int]"
) -> Marked:
    """The next mark of a file; 409 `copied` where it is not the file that got the last one.

    `cursors`: how far the file has got in the scopes it may read.
    """
    for dev in (copy.dev, *copy.formerly):
        claim(session, device, dev, copy.letter)
    row = Place(*session.read(ROW, (copy.dev, device))[0])
    if copy.mark == row.was and copy.draw == row.draw and row.place:
        return Marked(row.mark, row.letter, False)
    shown = _place_of(server, device, copy.dev, copy.mark)
    behind = shown is not None and shown > row.place
    if not behind and (copy.mark != row.mark or copy.counter < row.counter or _went_back(session, copy, cursors)):
        raise copied()
    place = (shown if shown is not None and behind else row.place) + 1
    given = _mark(server, device, copy.dev, place, copy.draw)
    moved = session.run(
        "UPDATE device_id SET letter = ?, place = ?, mark = ?, was = ?, draw = ?, counter = ?, seen_at = ? "
        "WHERE dev = ? AND place = ? AND mark = ?",
        (copy.letter, place, given, copy.mark, copy.draw, copy.counter, now, copy.dev, row.place, row.mark),
    )
    if not moved:  # another hello of this id came in between: asked again, this one is judged by it
        raise Busy
    saw_letter(session, device, copy.letter)
    return Marked(given, copy.letter, behind)


def again(session: "Session", device: str, ask: AgainAsk) -> AgainAnswer:
    """A new id for a copy's new ops, with a letter under which none of this device's files has printed."""
    known = session.read(ROW, (ask.dev, device))
    if known:  # the answer was lost
        return AgainAnswer(ask.dev, Place(*known[0]).letter)
    for dev in (ask.was, *ask.formerly):
        claim(session, device, dev, "A")
    letter = next_letter(session, device, ask.letter)
    claim(session, device, ask.dev, letter)
    return AgainAnswer(ask.dev, letter)


def _went_back(session: "Session", copy: Copy, cursors: "Mapping[str, int]") -> bool:
    """Whether the newest entries that the file has not seen hold later ops of its own."""
    for scope, seq in cursors.items():
        rows = session.read(UNSEEN, (scope, seq, MOST_UNSEEN))
        heads = (Envelope.open(bytes(op)) for (op,) in rows)
        if any(head.dev == copy.dev and head.n > copy.counter for head in heads):
            return True
    return False


def _mark(server: "Server", device: str, dev: str, place: int, draw: str) -> str:
    return f"{place}.{draw}.{mac(server, 'mark', device, dev, place, draw)}"


def _place_of(server: "Server", device: str, dev: str, shown: str) -> int | None:
    """The place of a mark that this server gave at some time, to this file's id."""
    parts = shown.split(".")
    if len(parts) != 3 or not (parts[0].isascii() and parts[0].isdigit() and len(parts[0]) < 16):
        return None
    given = _mark(server, device, dev, int(parts[0]), parts[1])
    return int(parts[0]) if same(given, shown) else None
