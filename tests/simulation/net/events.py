"""What may happen next: work, exchanges, and every fault of sync.md, each under the name by which a seed has it."""

from collections.abc import Callable, Mapping

from desk.domain.calendar import DAY, HOUR, MINUTE
from sync.server.erasing import REGISTER
from tests.simulation.net import behind, clerk, erasure, identity, older, photos, poison
from tests.simulation.net.ledger import outbox_of
from tests.simulation.net.machines import Center, Desk
from tests.simulation.net.sim import Shape, Sim
from tests.simulation.net.transport import FATES

Event = Callable[[Sim, Desk], None]
JUMPS = (HOUR, -HOUR, 3 * DAY, -3 * DAY)
MOST_DESKS = 5
KILLS = ("before", "after")
REFUSALS = ("full", "io", "locked")
LONGEST_STEP, LONGEST_LOOK, LONGEST_ROUND, LONGEST_REQUEST = 40, 40, 120, 60  # statements


def step(sim: Sim, desk: Desk) -> None:
    world = desk.worlds[sim.random.choice(sorted(desk.worlds))]
    dice = sim.random.random()
    if dice < 0.10:
        deed = clerk.collecting(world, sim.random)
    elif dice < 0.17:
        deed = clerk.resolving(world, sim.random)
    elif dice < 0.23:
        deed = clerk.on_branch(world, sim.random, desk.hands[world.scope])
    elif dice < 0.34:
        deed = clerk.ending(world, sim.random, desk.hands[world.scope])
    elif dice < 0.58:
        deed = clerk.moving(world, sim.random, desk.hands[world.scope])
    else:
        deed = clerk.plain(desk.hands[world.scope])
    sim.take(desk, world, deed)


def exchange(sim: Sim, desk: Desk) -> None:
    """Steps first; what is behind them follows mostly."""
    sim.round(desk)
    if sim.looks and sim.random.random() < 0.6:
        behind.look(sim, desk)


def tick(sim: Sim, desk: Desk) -> None:
    sim.time.forward(sim.random.choice((0, 1, 7, 40, 180)) * MINUTE)
    sim.net.deliver_late()


# faults


def clock(sim: Sim, desk: Desk) -> None:
    """A clock jumps, stands still, or is set right."""
    watch = sim.random.choice([one.clock for one in sim.desks] + [sim.center.clock])
    if sim.random.random() < 0.3:
        watch.frozen = not watch.frozen
    elif sim.random.random() < 0.3:
        watch.offset, watch.frozen = 0, False
    else:
        watch.offset += sim.random.choice(JUMPS)
    watch.show(sim.time.now)
    sim.say("a clock")


def kill_desk(sim: Sim, desk: Desk) -> None:
    """The program ends at some statement of whatever it does next."""
    _plugged(sim, desk, KILLS)


def power(sim: Sim, desk: Desk) -> None:
    """The PC goes dark between two things it does. What the log brought may have to come again, nothing else."""
    before = outbox_of(desk)
    gone = desk.lose_power(sim.random)
    assert before <= outbox_of(desk), "I1: a power cut took an accepted step"
    sim.start(desk)
    sim.ledger.begin(desk)
    sim.say(f"desk {desk.number} went dark, {gone} pages gone")


def desk_disk(sim: Sim, desk: Desk) -> None:
    """The disk refuses some statement."""
    _plugged(sim, desk, REFUSALS)


def _plugged(sim: Sim, desk: Desk, hows: tuple[str, ...]) -> None:
    how = sim.random.choice(hows)
    if sim.random.random() < 0.4:
        desk.trouble = (sim.random.randint(1, LONGEST_STEP), how)
        sim.say(f"desk {desk.number} plug {how}")
        (photos.take if "photos" in sim.shape.faults and sim.random.random() < 0.4 else step)(sim, desk)
    elif sim.looks and sim.random.random() < 0.4:
        desk.trouble = (sim.random.randint(1, LONGEST_LOOK), how)
        sim.say(f"desk {desk.number} plug {how}")
        behind.look(sim, desk)
    else:
        desk.trouble = (sim.random.randint(1, LONGEST_ROUND), how)
        sim.say(f"desk {desk.number} plug {how}")
        sim.round(desk)


def kill_server(sim: Sim, desk: Desk) -> None:
    sim.center.database.plug.arm(sim.random.randint(1, LONGEST_REQUEST), sim.random.choice(KILLS))
    sim.say("server plug")
    sim.round(desk)


def server_disk(sim: Sim, desk: Desk) -> None:
    sim.center.database.plug.arm(sim.random.randint(1, LONGEST_REQUEST), sim.random.choice(REFUSALS))
    sim.say("server disk")
    sim.round(desk)


def restore_server(sim: Sim, desk: Desk) -> None:
    """A backup is taken; some time later it is put back, without a word to anybody."""
    if sim.backup is None:
        sim.backup = sim.new_file("backup")
        sim.center.copy_to(sim.backup)
        sim.say("server backup")
    elif sim.random.random() < 0.5:
        put_back(sim)


def put_back(sim: Sim) -> None:
    assert sim.backup is not None
    sim.ledger.learn(sim.center)
    sim.ledger.restores += 1
    gone, _ = erasure.done(sim, sim.scopes)
    sim.center.replace_by(sim.backup)
    erasure.stays_gone(sim, gone)
    sim.lapse()
    sim.backup = None
    sim.say("server restored")
    sim.time.forward(sim.random.choice((1, 30)) * MINUTE)


def empty_server(sim: Sim, desk: Desk) -> None:
    """Only what the program itself puts into a new database is there, with the old secret."""
    if sim.ledger.restores:
        return
    sim.ledger.learn(sim.center)
    sim.ledger.restores += 1
    sim.center.replace_by(sim.template.empty_server)
    sim.lapse()
    sim.say("server emptied")


def two_primaries(sim: Sim, desk: Desk) -> None:
    """A replica takes over while the old one goes on; some desks reach the one, some the other, until one is ended."""
    if len(sim.centers) == 1:
        file = sim.new_file("primary")
        sim.center.copy_to(file)
        folder = sim.folder / f"server{sim.files}"
        folder.mkdir()
        for name in ("server.key", "server.secret", REGISTER):
            if (sim.center.folder / name).exists():
                (folder / name).write_bytes((sim.center.folder / name).read_bytes())
        (folder / "server.db").write_bytes(file.read_bytes())
        other = Center(folder, sim.template, sim.time, sim.center.grants, identified=sim.identified)
        sim.centers.append(other)
        for one in sim.desks:
            sim.net.serving[one.number] = sim.random.randint(0, 1)
        sim.say("two primaries")
    else:
        one_primary(sim)


def one_primary(sim: Sim) -> None:
    for center in sim.centers:
        sim.ledger.learn(center)
    gone = sim.centers.pop()
    gone.server.close()
    sim.lapse()
    sim.net.serving.clear()
    sim.ledger.restores += 1
    sim.say("one primary")


def restore_desk(sim: Sim, desk: Desk) -> None:
    """An old file of a desk is put back, by a person who says so."""
    kept = sim.desk_backups.pop(desk.number, None)
    if kept is None:
        file = sim.new_file(f"desk{desk.number}-")
        desk.copy_to(file)
        sim.desk_backups[desk.number] = file
        sim.say(f"desk {desk.number} backup")
        return
    sim.restore_desk(desk, kept)


def bootstrap(sim: Sim, desk: Desk) -> None:
    """A new desk begins with a snapshot."""
    if len(sim.desks) < MOST_DESKS:
        sim.begin_desk()


def poisoned(sim: Sim, desk: Desk) -> None:
    sim.say(f"desk {desk.number} {poison.put(sim.random, desk, sim.random.choice(sorted(desk.worlds)))}")
    sim.ledger.accept(desk)
    sim.ledger.begin(desk)


def dismiss(sim: Sim, desk: Desk) -> None:
    world = desk.worlds[sim.random.choice(sorted(desk.worlds))]
    sim.take(desk, world, clerk.dismissing(world, sim.random))


def offline(sim: Sim, desk: Desk) -> None:
    """Cables out for everybody, and in again."""
    sim.net.is_cut = not sim.net.is_cut
    sim.say(f"cut {sim.net.is_cut}")


FAULTS: Mapping[str, tuple[Event, int]] = {
    "clock": (clock, 12),
    "kill_desk": (kill_desk, 25),
    "desk_disk": (desk_disk, 15),
    "power": (power, 14),
    "kill_server": (kill_server, 20),
    "server_disk": (server_disk, 15),
    "restore_server": (restore_server, 12),
    "empty_server": (empty_server, 3),
    "two_primaries": (two_primaries, 6),
    "restore_desk": (restore_desk, 8),
    "bootstrap": (bootstrap, 5),
    "poison": (poisoned, 8),
    "dismiss": (dismiss, 6),
    "offline": (offline, 10),
    "photos": (photos.take, 22),
    "erasure": (erasure.ask, 10),
    "older": (older.event, 8),
    "identity": (identity.given_up, 5),
    "clone": (identity.clone, 5),
    "foreign": (identity.stray, 12),
}
EVERYDAY: tuple[tuple[Event, int], ...] = ((step, 60), (exchange, 26), (tick, 14))
ALL = (*FAULTS, *FATES)


def shape_of(seed: int, among: tuple[str, ...] = ALL) -> Shape:
    """One seed in four has one fault alone; the others several at once."""
    import random

    draw = random.Random(f"shape {seed}")
    if seed % 4 == 0:
        faults = frozenset({among[seed // 4 % len(among)]})
    else:
        faults = frozenset(draw.sample(among, min(len(among), draw.randint(2, 6))))
    estates = 2 if draw.random() < 0.25 else 1
    return Shape(draw.choice((2, 2, 3, 4)), estates, faults, draw.choice((20, 35, 50)), draw.choice((1, 1, 2)))


def storm(sim: Sim) -> None:
    """So many events, drawn by the seed."""
    wire = [name for name in sorted(sim.shape.faults) if name in FATES]
    share = 0.3 / len(wire) if wire else 0.0
    sim.net.weather.odds = dict.fromkeys(wire, max(share, 0.08))
    events = [*EVERYDAY, *(FAULTS[name] for name in sorted(sim.shape.faults) if name in FAULTS)]
    odds = [weight for _, weight in events]
    for _ in range(sim.shape.length):
        event = sim.random.choices([one for one, _ in events], odds)[0]
        event(sim, sim.random.choice(sim.desks))


def peace(sim: Sim) -> None:
    """What is half done ends: one primary, clocks as they are, everybody online."""
    if len(sim.centers) > 1:
        one_primary(sim)
    sim.calm()
    sim.check()
    if any(older.is_older(desk) for desk in sim.desks) and sim.random.random() < 0.7:
        for desk in sim.desks:
            older.upgrade(sim, desk)
            sim.round(desk)
        sim.calm()
        for desk in sim.desks:
            assert not desk.read("SELECT 1 FROM frozen"), "I20: the newest program does not read all"
        sim.check()


def run(sim: Sim) -> None:
    for _ in range(sim.shape.cycles):
        storm(sim)
        peace(sim)


__all__ = ["ALL", "Center", "run", "shape_of"]
