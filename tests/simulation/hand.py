"""A random hand at the counter: any person, any step of any flow, values made from the facts of the fields."""

import random
from typing import Any
from uuid import UUID

from desk.domain.calendar import DAY, HOUR, MINUTE, add_days, day_of
from desk.domain.field import Field, Kind
from desk.domain.flow import Flow, Step
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.roles import Actor
from desk.store.steps import StepRequest
from tests.world import World

TEXTS = ("漏水", "王建国", "3-2-1801", "𬭎先生", "emoji 🚰", 'O\'Brien "x" %s', "a\tb\nc", "０１２", "@0", "null", "")
CANARY = "canary"
# Records and how often they are worked on; master data of the company changes who may do what.
# What would end or cover everything else if it came as often as the rest.
RARE = {"void": 1, "remark": 2, "hand_out": 2, "take_back": 1, "recall": 3, "inform": 4, "urge": 2, "exempt": 3}
OFTEN = 10
WEIGHTS = {"work_order": 60, "revisit": 15, "slip": 8, "resident": 5, "home": 4, "setting": 5, "grant": 1, "crew": 1}
SENSIBLE = {
    "window_from_at": (0, 4, HOUR),
    "window_to_at": (5, 9, HOUR),
    "price_from_fen": (0, 20, 1_000),
    "price_to_fen": (20, 40, 1_000),
}


class Hand:
    """Draws what is done next. The same seed on the same file draws the same."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.random = random.Random(seed)
        self._last: tuple[Actor, Flow, str] | None = None

    def next(self) -> tuple[Actor, list[StepRequest]]:
        """Who does what: mostly one step, sometimes a group, sometimes something that will be refused."""
        if self._last is not None and self.random.random() < 0.1:
            return self._take_back(*self._last)
        role = self.random.choice(list(self.world.people))
        flow, ent, status = self._entity()
        steps = [step for step in flow.steps if (status in step.frm if ent else step.makes_new)]
        if self.random.random() < 0.1:
            steps = list(flow.steps)
        steps = steps or list(flow.steps)
        step = self.random.choices(steps, [RARE.get(step.name, OFTEN) for step in steps])[0]
        if self.random.random() < 0.9:
            role = self.random.choice(sorted(step.by & self.world.people.keys()) or [role])
        requests = [self._request(flow, step, ent)]
        self._last = (self.world.people[role], flow, ent) if step.undoable and ent else None
        if step.makes_new and flow.record.name == "work_order" and self.random.random() < 0.3:
            requests.append(self._request(flow, self._named(flow, "dispatch"), "@0"))
            requests.append(self._request(flow, self._named(flow, "inform"), "@0"))
        return self.world.people[role], requests

    def _take_back(self, actor: Actor, flow: Flow, ent: str) -> tuple[Actor, list[StepRequest]]:
        """The person sees the mistake at once."""
        self._last = None
        values = {"op": self._newest(flow, ent)}
        return actor, [StepRequest(self.world.scope, flow.record.name, "take_back", values, ent)]

    def _named(self, flow: Flow, name: str) -> Step:
        step = flow.step(name)
        assert step is not None
        return step

    def _entity(self) -> tuple[Flow, str | None, str]:
        names = [name for name in WEIGHTS if self.world.rules.flow(name) is not None]
        record = self.random.choices(names, [WEIGHTS[name] for name in names])[0]
        rows = self.world.database.read(f'SELECT id, status FROM "{record}" ORDER BY rowid DESC LIMIT 12')
        flow = self.world.rules.known(record)
        if not rows or self.random.random() < 0.2:
            return flow, None, ""
        ent, status = self.random.choice(rows)
        return flow, ent, status

    def _request(self, flow: Flow, step: Step, ent: str | None) -> StepRequest:
        scope = self.world.company if str(flow.record.scope) == "o" else self.world.scope
        values: dict[str, Any] = {name: self._value(flow, name) for name in step.asks}
        for name in step.takes:
            if name != "no" and self.random.random() < 0.3:  # a number is given by the desk
                values[name] = self._value(flow, name)
        if step.name == "take_back":
            values["op"] = self._newest(flow, ent)
        if step.name == "edit" and values and self.random.random() < 0.5:
            values["was"] = {name: self._value(flow, name) for name in values}
        if self.random.random() < 0.2:
            back = self.random.choice((-MINUTE, 0, 10 * MINUTE, HOUR, DAY))
            values["happened_at"] = self.world.clock.now - back
        return StepRequest(scope, flow.record.name, step.name, values, ent)

    def _newest(self, flow: Flow, ent: str | None) -> str:
        rows = self.world.database.read(f'SELECT head FROM "{flow.record.name}" WHERE id=?', (ent or "",))
        return str(rows[0][0]) if rows else "none"

    def _value(self, flow: Flow, name: str) -> Any:
        field = flow.record.field(name)
        if name in SENSIBLE and self.random.random() < 0.9:
            first, last, unit = SENSIBLE[name]
            return self.random.randint(first, last) * unit + (self.world.clock.now if unit == HOUR else 0)
        if flow.record.name == "setting" and self.random.random() < 0.8:
            key = self.random.choice(ALL_SETTINGS).key
            return key if name == "key" else self.random.choice(("1", "30", "100", "8:00-12:00", "休", "x"))
        if flow.record.name == "grant" and name in ("staff_id", "estate_id"):
            people, estate = self.world.people, self.world.scope.partition("/")[2]
            return estate if name == "estate_id" else self.random.choice(list(people.values())).id
        return self._of_kind(field)

    def _of_kind(self, field: Field) -> Any:
        pick, now = self.random.choice, self.world.clock.now
        match field.kind:
            case Kind.TEXT | Kind.WORDS:
                text = pick(TEXTS)[: field.limit]
                return self._marked(text, field) if field.private else text
            case Kind.NUMBER:
                return self.random.randint(0, 99)
            case Kind.MONEY:
                return self.random.randint(-1, 40) * 1_000
            case Kind.MOMENT:
                return now + self.random.randint(-DAY, 3 * DAY)
            case Kind.DAY:
                return add_days(day_of(now), self.random.randint(-2, 9))
            case Kind.FLAG:
                return self.random.random() < 0.5
            case Kind.CODE:
                assert field.code is not None
                return str(pick(list(field.code)))
            case Kind.REF:
                return str(UUID(int=self.random.getrandbits(128), version=4))
            case _:
                inside = self._marked("", field) if field.private else pick(TEXTS)
                return [{"name": inside[: field.limit], "count": self.random.randint(0, 9)}]

    def _marked(self, text: str, field: Field) -> str:
        """A private text that is known again wherever it may come to stand."""
        mark = f"{CANARY}{self.random.getrandbits(40):x}"
        return (mark + text)[: field.limit]

    def move_the_clock(self) -> None:
        """Minutes mostly; at times hours or days, forwards and backwards, or not at all."""
        jump = self.random.choices(
            (0, self.random.randint(1, 90) * MINUTE, HOUR, -HOUR, 3 * DAY, -3 * DAY), (20, 70, 4, 4, 2, 2)
        )[0]
        self.world.clock.now += jump
