"""What people at a desk do: any step of any flow, a decision between two sides, money in one go with the order."""

import random
from typing import Any

from desk.domain.deciding import KEEP, MAIN, OPEN
from desk.domain.flow import RESOLVE, Flow
from desk.domain.roles import Actor, Role
from desk.store.steps import StepRequest
from tests.simulation.hand import Hand
from tests.world import World

# Few new things and much done to each of them: two desks meet on the same order.
WEIGHTS = {"work_order": 60, "revisit": 12, "slip": 8, "resident": 8, "home": 5, "setting": 3, "crew": 3, "grant": 1}
NEW = 0.12
MONEY = frozenset({"received_fen", "payment", "receipt_no"})
DECIDERS = (Role.CLERK, Role.SUPERVISOR, Role.MANAGER)
Deed = tuple[Actor, list[StepRequest]]


class SiteHand(Hand):
    """The random hand, kept within one estate, on few things."""

    def _entity(self) -> tuple[Flow, str | None, str]:
        record = self.random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        flow = self.world.rules.known(record)
        scope = self.world.company if str(flow.record.scope) == "o" else self.world.scope
        rows = self.world.database.read(
            f'SELECT id, status FROM "{record}" WHERE scope=? ORDER BY rowid DESC LIMIT 5', (scope,)
        )
        if not rows or self.random.random() < NEW:
            return flow, None, ""
        ent, status = self.random.choice(rows)
        return flow, ent, status


def plain(hand: Hand) -> Deed:
    """A random step. What an order received is said only together with the sum itself (`collecting`)."""
    actor, requests = hand.next()
    return actor, [_unpaid(one) for one in requests]


def moving(world: World, chance: random.Random, hand: Hand) -> Deed | None:
    """One of the newest orders goes on its way: there two desks meet."""
    rows = world.database.read(
        "SELECT id, status FROM work_order WHERE scope=? ORDER BY rowid DESC LIMIT 3", (world.scope,)
    )
    if not rows:
        return None
    ent, status = chance.choice(rows)
    flow = world.rules.known("work_order")
    steps = [step for step in flow.steps if status in step.frm and step.moves and step.name not in ("void", "forward")]
    if not steps:
        return None
    step = chance.choice(steps)
    actor = world.people[chance.choice(sorted(step.by & world.people.keys()) or [Role.CLERK])]
    if step.name == "dispatch":
        values = {"crew_id": world.crew, "crew": chance.choice(("水电班", "综合班")), "charge": "free"}
        return actor, [StepRequest(world.scope, "work_order", "dispatch", values, str(ent))]
    return actor, [_unpaid(hand._request(flow, step, str(ent)))]


def _unpaid(one: StepRequest) -> StepRequest:
    values = {name: value for name, value in one.values.items() if name not in MONEY}
    return StepRequest(one.scope, one.record, one.step, values, one.ent, one.line)


def resolving(world: World, chance: random.Random) -> Deed | None:
    """Somebody decides an open branch: for it, or for what stands."""
    rows = world.database.read(
        "SELECT id, record, ent FROM branch WHERE scope=? AND status=?", (world.scope, str(OPEN))
    )
    if not rows:
        return None
    _branch, record, ent = chance.choice(rows)
    waiting = [str(one) for one, _, other in rows if other == ent]
    keep = chance.choice([*waiting, MAIN])
    values: dict[str, Any] = {KEEP: keep, "drop": [one for one in waiting if one != keep]}
    return person(world, chance), [StepRequest(world.scope, record, RESOLVE, values, ent)]


def on_branch(world: World, chance: random.Random, hand: Hand) -> Deed | None:
    """Work goes on on the side that does not stand."""
    rows = world.database.read(
        "SELECT id, record, ent FROM branch WHERE scope=? AND status=?", (world.scope, str(OPEN))
    )
    if not rows:
        return None
    branch, record, ent = chance.choice(rows)
    flow = world.rules.known(str(record))
    step = chance.choice([one for one in flow.steps if not one.makes_new])
    request = hand._request(flow, step, str(ent))
    actor = world.people[chance.choice(sorted(step.by & world.people.keys()) or [Role.CLERK])]
    return actor, [StepRequest(request.scope, request.record, request.step, request.values, request.ent, str(branch))]


def ending(world: World, chance: random.Random, hand: Hand) -> Deed | None:
    """Somebody would end what waits for a decision."""
    rows = world.database.read(
        "SELECT o.id, o.status FROM work_order o JOIN branch b ON b.ent = o.id WHERE o.scope=? AND b.status=?",
        (world.scope, str(OPEN)),
    )
    if not rows:
        return None
    ent, status = chance.choice(rows)
    steps = [step for step in world.rules.known("work_order").steps if step.ends and status in step.frm]
    if not steps:
        return None
    step = chance.choice(steps)
    actor = world.people[chance.choice(sorted(step.by & world.people.keys()) or [Role.CLERK])]
    return actor, [_unpaid(hand._request(world.rules.known("work_order"), step, str(ent)))]


def collecting(world: World, chance: random.Random) -> Deed | None:
    """A signed order is paid: the sum and what the order says of it are one group."""
    rows = world.database.read(
        "SELECT id, no, COALESCE(received_fen, 0) FROM work_order WHERE scope=? AND status IN ('finished', 'slip_back',"
        " 'returned', 'arrived') ORDER BY rowid DESC LIMIT 3",
        (world.scope,),
    )
    if not rows:
        return None
    ent, no, had = chance.choice(rows)
    fen = chance.randint(1, 9) * 1_000
    sum_ = StepRequest(
        world.scope, "taking", "take", {"order_id": ent, "order_no": no, "amount_fen": fen, "payment": "cash"}
    )
    paid = StepRequest(world.scope, "work_order", "pay", {"received_fen": had + fen, "payment": "cash"}, ent)
    return person(world, chance), [sum_, paid]


def dismissing(world: World, chance: random.Random) -> Deed | None:
    """The head office takes a role or a person away while others are offline."""
    head = world.people[Role.HEAD_OFFICE]
    role = chance.choice([Role.CLERK, Role.SQUAD_LEADER, Role.BUTLER])
    staff = world.people[role].id
    if chance.random() < 0.5:
        return head, [StepRequest(world.company, "staff", "void", {}, staff)]
    rows = world.database.read('SELECT id FROM "grant" WHERE staff_id=? AND status=?', (staff, "active"))
    return (head, [StepRequest(world.company, "grant", "void", {}, str(rows[0][0]))]) if rows else None


def person(world: World, chance: random.Random) -> Actor:
    return world.people[chance.choice(DECIDERS)]
