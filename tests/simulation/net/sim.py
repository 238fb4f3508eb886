"""One seed: an office at work under a scheduler that disturbs it, then peace, then everything that must hold."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx

from desk.domain.calendar import MINUTE
from desk.domain.errors import DeskError
from desk.store import applying, device
from desk.store.database import Database
from desk.store.rewinding import TWICE, AskSomebody
from sync.client import pulling, pushing, rounds, snapshot
from sync.client.behind import Memory
from sync.client.outcomes import Fault
from sync.client.session import ACTIVE, Outcome, Session
from sync.client.tokens import Revoked
from sync.protocol.envelope import CHAIN_START
from sync.server import log as server_log
from tests.simulation.dying import draw_from
from tests.simulation.net import behind, erasure, identity, invariants, older, photos, sides
from tests.simulation.net.clerk import Deed, SiteHand
from tests.simulation.net.ledger import Ledger, outbox_of
from tests.simulation.net.machines import Center, Desk, Time, new_desk
from tests.simulation.net.office import Template, blank_desk
from tests.simulation.net.transport import Net, Weather, client
from tests.world import World

PUTS_OFF = {"status", "status_after", "server_disk", "poison"}  # faults for which single ops are put off
NOWHERE = (0, CHAIN_START)
REPLAYED = 5
ROUNDS = 3  # I11: and one for every hundred that wait


@dataclass
class Shape:
    """What a seed is about, drawn from it: how many desks, which faults, how long."""

    desks: int
    estates: int
    faults: frozenset[str]
    length: int
    cycles: int = 1


class Sim:
    """The machines, what is remembered of them, and the hands that move them."""

    def __init__(self, template: Template, folder: Path, seed: int, shape: Shape) -> None:
        self.template, self.folder, self.seed, self.shape = template, folder, seed, shape
        self.random = random.Random(seed)
        draw_from(seed)
        self.time = Time()
        self.trace: list[str] = []
        self.ledger = Ledger()
        self.ids = identity.Identities()
        self.identified = bool(identity.NEEDED_BY & shape.faults)
        identity.draw_from(seed)
        self.center = Center(folder / "server", template, self.time, identified=self.identified)
        self.centers = [self.center]
        self.net = Net(self.centers, Weather(random.Random(seed + 1)), self.say, self.another_program, self.kill)
        self.desks: list[Desk] = []
        self.gone: list[Desk] = []  # given up
        self.numbers = 0
        if self.identified:
            self.ledger.is_unsure = lambda desk: identity.is_unsure(self, desk)
        self.clients: dict[int, httpx.Client] = {}
        self.lines: dict[int, Session] = {}
        self.memories: dict[int, Memory] = {}
        self.photos, self.erased = photos.Photos(), erasure.Erased()
        self.looks = bool(behind.NEEDED_BY & shape.faults)
        self.files = 0
        self.restored: set[int] = set()  # desks that an old file was put back on
        self.letters: dict[int, int] = {}
        self.backup: Path | None = None
        self.desk_backups: dict[int, Path] = {}
        for _ in range(shape.desks):
            self.add_desk()
        vars(server_log)["MOST_SECONDS"] = self.random.choice((0.0, 1e9))  # one op of a transaction, or all of them
        vars(device)["drawn_id"] = lambda: "".join(self.random.choices(device.ALPHABET, k=8))
        vars(applying)["PIECE"] = self.random.choice((1, 3, 500))  # entries of a piece of a page
        vars(applying)["LONGEST_S"] = self.random.choice((-1, 1))  # each in a transaction of its own, or all in one
        few = self.random.choice((1, 2, 100))  # ops of the first question about a long outbox, and of the largest
        vars(pushing).update(FIRST_OPS=few, MOST_OPS=few * self.random.choice((1, 3)))
        # Entries of a page: few, and the next page is asked for before this one is taken in. Not where a thread would
        # do it, because nobody could say then what came first.
        vars(pulling)["LIMIT"] = random.Random(seed + 2).choice((2, 7, 5_000)) if self.is_quick else 5_000
        vars(applying)["monotonic"] = lambda: 0.0  # and no later ones by how fast this machine is
        self.ledger.learn(self.center)

    @property
    def is_quick(self) -> bool:
        """Whether the desks do without an engine."""
        return self.seed % 8 != 7

    @property
    def rules(self) -> object:
        return self.template.world.rules

    @property
    def scopes(self) -> tuple[str, ...]:
        return (self.template.company, *(site.scope for site in self.template.sites))

    def say(self, words: str) -> None:
        self.trace.append(words)

    def new_file(self, what: str) -> Path:
        self.files += 1
        return self.folder / f"{what}{self.files}.db"

    def next_number(self) -> int:
        self.numbers += 1
        return self.numbers

    def desk_of(self, number: int) -> Desk:
        return next(one for one in (*self.desks, *self.gone) if one.number == number)

    def leave(self, desk: Desk, with_its_work: bool) -> None:
        """It is switched off for good; at once, and a step that it had not sent is lost with it."""
        self.desks.remove(desk)
        self.gone.append(desk)
        accepted = self.ledger.accepted
        self.ledger.gone |= {one for one in accepted if with_its_work and accepted[one] == desk.number}

    def add_desk(self) -> Desk:
        number = self.next_number()
        sites = self.template.sites[: self.shape.estates]
        some = tuple(site.scope for site in sites if len(sites) == 1 or number == 1 or self.random.random() < 0.7)
        scopes = some or (sites[0].scope,)
        desk = new_desk(
            self.template, self.folder, number, self.time, scopes, self.random.getrandbits(32), self.is_quick
        )
        if "older" in self.shape.faults and number > 1 and self.random.random() < 0.7:
            older.make_older(desk)
        self.seat(desk)
        self.desks.append(desk)
        return desk

    def seat(self, desk: Desk, is_copy: bool = False) -> None:
        """People sit down at it, and the server knows it."""
        desk.hands = {scope: SiteHand(world, self.random.getrandbits(32)) for scope, world in desk.worlds.items()}
        self.center.grant(desk)
        self.clients[desk.number] = client(self.net, desk.number)
        if self.identified and not is_copy:
            identity.take_in(self, desk)
        self.start(desk)
        self.ledger.accept(desk)
        self.ledger.begin(desk)

    def start(self, desk: Desk) -> None:
        """Its program begins: what the one before remembered is gone."""
        self.lines[desk.number] = self.line(desk, desk.database)
        self.memories[desk.number] = Memory()
        self.ids.greeted.pop(desk.number, None)

    # acts

    def take(self, desk: Desk, world: World, deed: Deed | None) -> None:
        """A step, or a group of them; killed, refused, or done."""
        if deed is None:
            return
        actor, requests = deed
        kinds = " ".join(f"{one.record}.{one.step}" for one in requests)
        desk.begin()
        try:
            changed = world.steps.take(actor, *requests)
        except DeskError as error:
            self.say(f"desk {desk.number} {kinds}: {error.message}")
        except BaseException:
            if not desk.database.plug.dead:
                raise
            self.say(f"desk {desk.number} killed in {kinds}")
            self.restart(desk)
        else:
            self.say(f"desk {desk.number} {kinds} {changed.ents[0][-5:]}")
            desk.database.plug.disarm()
            invariants.after_step(desk, changed.ops, changed.ents)
        desk.database.plug.disarm()
        self.ledger.accept(desk)
        self.ledger.begin(desk)

    def restart(self, desk: Desk) -> None:
        desk.reopen()
        self.start(desk)
        self.ledger.accept(desk)

    def line(self, desk: Desk, database: Database) -> Session:
        """What a program of this desk exchanges over; its people are signed in and its token is good."""
        if self.identified:
            return identity.line(self, desk, database, random.Random(self.random.getrandbits(32)))
        world = next(iter(desk.worlds.values()))
        return Session(
            database, world.rules, world.office.context, self.clients[desk.number], lambda: "token", lambda: None,
            lambda: dict.fromkeys(desk.all_scopes, ACTIVE), desk.clock, random.Random(self.random.getrandbits(32)),
        )  # fmt: skip

    def round(self, desk: Desk) -> None:
        """One exchange with the server, however it ends."""
        self.exchange(desk, lambda: self._round(desk))
        desk.database.plug.disarm()
        self.center.database.plug.disarm()
        self.after_round(desk)

    def restore_desk(self, desk: Desk, file: Path) -> None:
        """An old file is put back, by a person who says so."""
        is_said = not self.identified or self.random.random() < 0.6
        desk.replace_by(file, None if self.identified else self.next_letter(desk), is_said)
        self.ids.fresh.add(desk.number)
        self.center.grant(desk)
        self.restored.add(desk.number)
        self.lapse()
        self.start(desk)
        self.ledger.begin(desk)
        self.say(f"desk {desk.number} restored")

    def lapse(self) -> None:
        """What only an old file, put back by a person, could still have had is lost by that person's hand."""
        there: set[str] = set()
        for desk in self.desks:
            there |= {str(one) for (one,) in desk.read("SELECT id FROM outbox UNION SELECT id FROM journal")}
        for center in self.centers:
            rows = center.database.read("SELECT id FROM journal UNION SELECT id FROM quarantine")
            there |= {str(one) for (one,) in rows}
        accepted = self.ledger.accepted
        self.ledger.gone |= {one for one in accepted if accepted[one] in self.restored and one not in there}

    def next_letter(self, desk: Desk) -> str:
        """The server's word on it: no two files of one desk ever print under one letter."""
        self.letters[desk.number] = self.letters.get(desk.number, 0) + 1
        return chr(ord("A") + self.letters[desk.number])

    def _round(self, desk: Desk) -> None:
        if self.identified and identity.is_due(self, desk):
            identity.hello(self, desk)
        if not desk.is_begun:
            older.begin(self, desk)
        told = rounds.round_of(self.lines[desk.number])
        self.say(f"desk {desk.number} round {in_words(told)}")
        self._is_called_for(told)

    def _is_called_for(self, told: Outcome) -> None:
        """Nobody goes back, or has to be asked, without a server that did."""
        lost = self.ledger.restores + len(self.centers) - 1
        assert lost or not told.rewound, "I5: went back, and no server did"
        is_second = isinstance(told.asks, AskSomebody) and told.asks.kind == TWICE
        assert lost > 1 or not is_second, "somebody is asked about a second time, and there was one"

    def exchange(self, desk: Desk, act: Callable[[], None]) -> None:
        """Something of this desk's program, at whose statements it may be killed or refused."""
        desk.begin()
        try:
            act()
        except DeskError as error:
            if isinstance(error, Revoked):
                identity.was_given_up(self, desk)
            self.say(f"desk {desk.number}: {error.message}")
        except Fault as fault:
            self.say(f"desk {desk.number}: {fault}")
        except BaseException:
            if not desk.database.plug.dead:
                raise
            self.say(f"desk {desk.number} killed on the wire")
            self.restart(desk)

    def begin_desk(self) -> None:
        """A new desk of the first desk's scopes, by a snapshot of each; where that fails the log brings everything."""
        number = self.next_number()
        path = self.folder / f"desk{number}.db"
        blank_desk(self.template, path, number)
        scopes = self.desks[0].scopes
        desk = Desk(number, path, self.template, self.time, scopes, self.random.getrandbits(32), quick=False)
        if "older" in self.shape.faults and self.random.random() < 0.5:
            older.make_older(desk)
        self.desks.append(desk)
        self.seat(desk)
        self.say(f"desk {number} begins")
        for scope in desk.all_scopes:
            self.exchange(desk, lambda one=scope: self._snapshot(desk, one))  # type: ignore[misc]
        self.after_round(desk)

    def _snapshot(self, desk: Desk, scope: str) -> None:
        done = snapshot.begin(self.lines[desk.number], snapshot.Download(scope))
        self.say(f"desk {desk.number} snapshot at {done.seq}, {done.rows} rows, {done.entries} entries")

    def after_round(self, desk: Desk) -> None:
        invariants.after_round(desk, self.ledger, self.centers)

    def kill(self, number: int) -> None:
        self.desk_of(number).database.plug.die()

    def another_program(self, number: int) -> None:
        """A second program on the same file does its round."""
        desk = self.desk_of(number)
        database = desk.another()
        told = rounds.round_of(self.line(desk, database))
        self.say(f"desk {number}: another program {in_words(told)}")
        self._is_called_for(told)
        database.close()

    # peace

    def calm(self) -> None:
        """All faults end. Everybody exchanges until nobody has anything to send or to learn."""
        self.net.weather.odds = {}
        self.net.is_cut = False
        self.net.astray.clear()
        for desk in self.desks:
            desk.trouble = None
            self.ids.greeted.pop(desk.number, None)
        for watch in self.time.watches:
            watch.frozen = False  # still wrong by hours or days, but it goes
        self.net.deliver_late()
        rounds = dict.fromkeys((desk.number for desk in self.desks), 0)
        waiting = {desk.number: 0 for desk in self.desks}
        while True:
            if self.identified:  # also of a device that was given up on a server that is no more: packs bring it back
                identity.notice(self)
            busy = [desk for desk in self.desks if not self.is_quiet(desk)]
            if not busy:
                break
            for desk in busy:
                waiting[desk.number] = max(waiting[desk.number], len(outbox_of(desk)))
                rounds[desk.number] += 1
                allowed = ROUNDS + -(-waiting[desk.number] // 100)
                assert rounds[desk.number] <= allowed, f"I11: desk {desk.number} is not done after {allowed} rounds"
                self.time.forward(15 * MINUTE)
                self.agree(desk)
                self.round(desk)
        if self.looks:
            behind.settle(self)
        if self.identified:
            identity.send_off(self)
            identity.check(self)

    def agree(self, desk: Desk) -> None:
        """A person has looked at the servers, and says that going back is right."""
        line = self.lines[desk.number]
        line.agreed |= line.stopped.keys()

    def is_quiet(self, desk: Desk) -> bool:
        waiting = outbox_of(desk)
        if desk.number in self.ids.leaving:
            logged = {str(one) for (one,) in desk.read("SELECT id FROM journal")}
            return waiting | logged <= invariants.known_to(self.center)
        if waiting:
            return False
        heads = {one: (at.seq, at.chain) for one, at in self.center.server.store.heads(desk.all_scopes).items()}
        rows = desk.read("SELECT scope, seq, chain FROM sync_state")
        places = {scope: (seq, bytes(chain)) for scope, seq, chain in rows}
        return all(places.get(scope, NOWHERE) == heads.get(scope, NOWHERE) for scope in desk.all_scopes)

    def check(self) -> None:
        scopes = self.scopes
        rules = self.template.world.rules
        for scope in scopes:
            invariants.i2_chain(self.center, scope)
        for desk in self.desks:
            invariants.i4_agree(desk, self.center, rules)
            invariants.i7_losers_reachable(desk)
        invariants.i4_replay(self.center, rules, scopes, erasure.places(self.center, scopes))
        invariants.i1_nothing_lost(self.ledger, self.desks, self.center)
        invariants.i10_order(self.center, self.ledger)
        invariants.i17_void_stays(self.center, rules, scopes)
        sides.check(self.center, rules, scopes)
        if not (PUTS_OFF & self.shape.faults or self.ids.drained):
            sides.i22_causes_first(self.ledger, self.center)
        invariants.i23_money(self.center)
        photos.check(self)
        erasure.check(self, scopes)
        identity.check_foreign(self)
        self.replay_requests()
        invariants.i25_numbers(self.center, self.ledger)

    def replay_requests(self) -> None:
        """I15: what was pushed once, pushed again in the same bytes, changes nothing."""
        before = self.center.database.read("SELECT scope, seq, chain FROM head ORDER BY scope")
        pushed = self.net.pushed[-40:]
        if self.restored:
            return  # a step that an old file has lost would come in by it
        for desk, request in self.random.sample(pushed, min(REPLAYED, len(pushed))):
            self.net.carry(desk, request)
        after = self.center.database.read("SELECT scope, seq, chain FROM head ORDER BY scope")
        assert before == after, "I15: a request that came again changed the log"

    def close(self) -> None:
        for desk in (*self.desks, *self.gone):
            desk.close()
        for center in (*self.centers, *([self.net.foreign] if self.net.foreign else [])):
            center.server.close()
        for one in self.clients.values():
            one.close()


def in_words(told: Outcome) -> str:
    words = [f"sent {told.pushed}" if told.pushed else "", f"got {told.pulled}" if told.pulled else ""]
    words += [f"back {told.rewound}" if told.rewound else "", str(told.fault or ""), str(told.asks or "")]
    return ", ".join(word for word in words if word)
