"""Photos that people take, online or not, and what must hold of their bytes (I14): on the server, or queued."""

import hashlib
import io
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from PIL import Image

from desk.services.slips import files
from desk.services.slips.files import KEPT, REFUSED, THERE, Picture
from desk.services.slips.record import FileKind
from desk.store.steps import StepRequest
from sync.server.blobs.opening import Opening
from sync.server.problems import Problem
from tests.simulation.net import older
from tests.simulation.net.clerk import person

if TYPE_CHECKING:
    from tests.simulation.net.machines import Center, Desk
    from tests.simulation.net.sim import Sim

KINDS = 8
NAMED = "SELECT DISTINCT scope, sha256 FROM attachment"
States = dict[str, str]


@dataclass
class Photos:
    """What was taken: by hash, the desks whose files ever had the bytes from a person's hand."""

    taken: dict[str, set[int]] = field(default_factory=dict)


@lru_cache(maxsize=1)
def pictures() -> tuple[Picture, ...]:
    """As `files.take_in` makes them; the last is one that no desk of ours would keep."""
    made = [Picture("image/png", _png(number)) for number in range(KINDS)]
    return (*made, Picture("image/png", _png(KINDS) + b"PK\x03\x04"))


def _png(number: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (24 + number, 24), (number * 29 % 256, 80, 160)).save(out, "PNG")
    return out.getvalue()


def is_bad(sha256: str) -> bool:
    return sha256 == pictures()[-1].sha256


class Known(Opening):
    """What the real one said of the same bytes is not asked again: a child process a photo is half of a seed's time."""

    def media_of(self, data: bytes) -> str:
        media, problem = _looked_into(data)
        if problem is not None:
            raise problem
        return media


@lru_cache(maxsize=64)
def _looked_into(data: bytes) -> tuple[str, Problem | None]:
    try:
        return Opening().media_of(data), None
    except Problem as problem:
        return "", problem


# events


def take(sim: "Sim", desk: "Desk") -> None:
    """A photo is kept, then a step names it: the program may end at either, and between them."""
    world = desk.worlds[sim.random.choice(sorted(desk.worlds))]
    if older.is_older(desk):
        return
    if sim.random.random() < 0.15:
        _take_off(sim, desk, world.scope)
        return
    rows = world.database.read("SELECT id FROM work_order WHERE scope=? ORDER BY rowid DESC LIMIT 4", (world.scope,))
    if not rows:
        return
    picture = sim.random.choice(pictures())
    kept: list[Picture] = []

    def keep() -> None:
        files.keep(desk.database, picture)
        kept.append(picture)

    sim.exchange(desk, keep)
    if not kept or sim.random.random() < 0.1:
        desk.database.plug.disarm()
        return  # the disk refused, the program ended, or nobody saved what the photo belongs to
    sim.photos.taken.setdefault(picture.sha256, set()).add(desk.number)
    values = picture.values(str(sim.random.choice(rows)[0]), FileKind.PHOTO)
    request = StepRequest(world.scope, "attachment", "add", values)
    sim.take(desk, world, (person(world, sim.random), [request]))


def _take_off(sim: "Sim", desk: "Desk", scope: str) -> None:
    rows = desk.read("SELECT id, status FROM attachment WHERE scope=? ORDER BY rowid DESC LIMIT 4", scope)
    if rows:
        ent, status = sim.random.choice(rows)
        world = desk.worlds[scope]
        request = StepRequest(scope, "attachment", "void" if status == "active" else "restore", {}, str(ent))
        sim.take(desk, world, (person(world, sim.random), [request]))


# what must hold


def states(desk: "Desk") -> States:
    return {str(sha256): str(state) for sha256, state in desk.read("SELECT sha256, state FROM blob")}


def on_server(center: "Center") -> set[tuple[str, str]]:
    return {(str(scope), str(one)) for scope, one in center.database.read("SELECT scope, sha256 FROM blob")}


def after_look(sim: "Sim", desk: "Desk", before: States) -> None:
    """A photo leaves the queue when the server that the desk reaches has it, or will never have it."""
    now = states(desk)
    assert before.keys() - sim.erased.photos <= now.keys(), "I14: the bytes of a photo are gone"
    changed = {one for one, state in now.items() if state != KEPT and before.get(one) == KEPT}
    if not changed:
        return
    there = on_server(sim.net.center_of(desk.number))
    for scope, sha256 in desk.read(NAMED):
        if sha256 in changed and now[sha256] == THERE:
            assert (scope, sha256) in there, "I14: a photo left the queue, and the server does not have it"
        if sha256 in changed and now[sha256] == REFUSED:
            assert is_bad(sha256) or sha256 in sim.erased.photos, "I14: a photo is given up, and the server wants it"


def check(sim: "Sim") -> None:
    """At rest: whatever a record names is on the server and on every desk of the scope, byte for byte."""
    there = on_server(sim.center)
    kept = {desk.number: states(desk) for desk in sim.desks}
    for scope, sha256 in sim.center.database.read(f"{NAMED} WHERE status='active'"):
        if is_bad(sha256) or sha256 in sim.erased.photos:
            continue
        if (scope, sha256) not in there:
            lost = sim.photos.taken.get(sha256, set()) <= sim.restored and not any(
                sha256 in one for one in kept.values()
            )
            assert lost, f"I14: photo {sha256[:8]} of {scope} is not on the server"
            continue
        for desk in sim.desks:
            if scope in desk.all_scopes and not older.is_older(desk):
                assert sha256 in kept[desk.number], f"I14: photo {sha256[:8]} did not come to desk {desk.number}"
    for place in (*(desk.database for desk in sim.desks), sim.center.database):
        for sha256, data in place.read("SELECT sha256, data FROM blob"):
            assert hashlib.sha256(data).hexdigest() == sha256, "I14: a photo is another one"
