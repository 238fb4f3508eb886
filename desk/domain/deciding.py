"""decide and apply: the same code on desk, server, rebuild and simulation (sync.md).

`decide` knows the rules and gives a verdict; `apply` knows none and only sets what the op and its verdict say.
"""

from collections.abc import Mapping
from dataclasses import field
from typing import Any
from uuid import UUID, uuid5

from desk.domain import taking_back
from desk.domain.calendar import Calendar
from desk.domain.checks import check
from desk.domain.code import Code
from desk.domain.field import RECORDED, SOURCE, Field, Source
from desk.domain.flow import RESOLVE, Flow, Frozen, Make, Refusal, Step, Values, Verdict
from desk.domain.lists import NOTHING, Lists
from desk.domain.roles import Actor
from desk.domain.scopes import kind_of
from desk.domain.settings import Settings
from desk.domain.unaltered import unaltered

HAPPENED = "happened_at"  # in a body: when it happened, where that was not now
WAS = "was"  # in an edit: the values the clerk saw
SALT = "s"
TAKEN_BACK = "op"  # in a take_back: the op that is taken back
KEEP, DROP = "keep", "drop"  # in a resolve: the branch (or MAIN) that stands, and the branches that do not
MAIN = "main"
RESERVED = frozenset({HAPPENED, WAS, SALT, TAKEN_BACK, KEEP, DROP})
BRANCH = "branch"  # the record a contested verdict opens: what a desk did on a line that cannot simply go on
OPEN, KEPT, DROPPED = "to_be_decided", "kept", "dropped"  # the states of a branch: until a person decides, and after
LEFT = "left"  # why of a step that counts all the same: who took it could then, and has lost his role since
TOLD = "told"  # of a branch: the private values said on it, which no verdict may hold
PLAIN = 4  # words of a verdict on the wire, where it is plain: is, at, eff, set
FUTURE_MS = 5 * 60_000  # a reported moment may lie this far ahead of the clock: watches differ


class Is(Code):
    """The verdict on an op."""

    OK = "ok", "已生效"
    MERGED = "merged", "已合并"
    CONTESTED = "contested", "待裁定"
    DENIED = "denied", "未生效"
    UNKNOWN = "unknown", "需要升级"


@unaltered
class Past:
    """One earlier op of the entity, with what the fields were before it (rows it opened included).

    `seen` is the eff of the newest op of all, where ops behind this one were taken back. `values` are what the op
    said, `ent` its own entity where it only opened or touched this one, `one_with` the op it was merged with.
    """

    op_id: str
    kind: str
    by: str
    eff: int
    before: Mapping[tuple[str, str], Frozen | None] = field(default_factory=dict)
    seen: int = 0
    ent: str = ""
    values: Frozen = field(default_factory=dict)
    after: str | None = None
    one_with: str | None = None

    @property
    def step(self) -> str:
        return self.kind.partition(".")[2]


@unaltered
class Context:
    """A frozen view of all that a decision may depend on.

    `since`: what was applied to the entity behind the op that the clerk saw last (`after`), oldest first; of a line
    that is a branch already, behind the place where it left the main one. `branches`: every branch the entity ever
    had; `line`: the one that `after` belongs to. `offset`: how far the device's clock is behind ours, ms.
    """

    now: int
    scope: str
    actor: Actor
    settings: Settings
    calendar: Calendar
    history: tuple[Past, ...] = ()
    lists: Lists = NOTHING
    after: str | None = None
    since: tuple[Past, ...] = ()
    branches: tuple[Frozen, ...] = ()
    line: Frozen | None = None
    offset: int = 0

    @property
    def undecided(self) -> bool:
        """Whether a branch of the entity waits for somebody to say which side stands."""
        return any(branch.get("status") == OPEN for branch in self.branches)

    @property
    def previous_eff(self) -> int:
        return max(self.history[-1].eff, self.history[-1].seen) if self.history else 0

    def at(self, now: int) -> "Context":
        """The same view at another moment: `replace` looks for every field by its name, for every op."""
        return Context(
            now, self.scope, self.actor, self.settings, self.calendar, self.history, self.lists, self.after,
            self.since, self.branches, self.line, self.offset,
        )  # fmt: skip


@unaltered
class Order:
    """An op as the rules see it: record and step by name, its values whole (private ones included)."""

    record: str
    step: str
    ent: str
    values: Frozen
    at: int
    op_id: str = ""


@unaltered
class Did:
    """The outcome of an op; the log keeps it, everybody else applies it.

    `vs`: the op it cannot stand beside, or is one with. `lost`: fields that two desks changed, each with the op whose
    value gave way. `both`: texts of which both stay. `keep`: the branch whose private values become the entity's.
    """

    verdict: Is
    at: int
    eff: int
    set: Frozen = field(default_factory=dict)
    make: tuple[Make, ...] = ()
    refusal: Refusal | None = None
    vs: str | None = None
    lost: Frozen = field(default_factory=dict)
    both: tuple[str, ...] = ()
    keep: str | None = None

    def wire(self) -> dict[str, Any]:
        """As it is logged. A refusal keeps its code, never its words."""
        out: dict[str, Any] = {"is": str(self.verdict), "at": self.at, "eff": self.eff}
        if self.set:
            out["set"] = dict(self.set)
        if self.make:
            # Sorted: a row that was read again has its names in another order than one that was just made.
            out["make"] = [{"record": m.record, "id": m.id, "set": dict(sorted(m.values.items()))} for m in self.make]
        if self.refusal:
            out["why"] = {"code": self.refusal.code, "field": self.refusal.field}
        if self.vs is not None:
            out["vs"] = self.vs
        if self.lost:
            out["lost"] = dict(self.lost)
        if self.both:
            out["both"] = list(self.both)
        if self.keep is not None:
            out["keep"] = self.keep
        return out

    @classmethod
    def of(cls, wire: Mapping[str, Any]) -> "Did":
        verdict, why, make = Is.of(wire["is"]) or Is.UNKNOWN, wire.get("why"), wire.get("make")
        if len(wire) == PLAIN and "set" in wire:  # nearly always, and a log is made of them
            return cls(verdict, wire["at"], wire["eff"], wire["set"])
        return cls(
            verdict,
            wire["at"],
            wire["eff"],
            wire.get("set", {}),
            tuple(Make(m["record"], m["id"], m["set"]) for m in make) if make else (),
            Refusal(why["code"], "", field=why.get("field")) if why else None,
            wire.get("vs"),
            wire.get("lost", {}),
            tuple(wire.get("both", ())),
            wire.get("keep"),
        )


def derived_id(scope: str, parent: str, fact: str, turn: int = 0) -> str:
    """The id of a row that a step opens: the same on every replica and for every retry."""
    return str(uuid5(UUID(parent), f"{scope}|{fact}|{turn}"))


def decide(flow: Flow | None, before: Frozen | None, order: Order, context: Context) -> Did:
    """The verdict on one step where nobody else was at work. `before` is the entity as it stands, None: not there yet.

    What two desks did at once is settled in `desk.domain.conflicts`, by this function and a few rules of its own.
    """
    eff = max(min(order.at + context.offset, context.now), context.previous_eff)
    step = flow.step(order.step) if flow is not None else None
    if flow is None or step is None:
        return Did(Is.UNKNOWN, context.now, eff)
    refusal = (
        _wrong_scope(flow, context)
        or _not_allowed(step, context)
        or _wrong_state(flow, step, before)
        or _undecided(step, context)
        or _wrong_values(flow, step, before, order, eff)
    )
    if refusal:
        return Did(Is.DENIED, context.now, eff, refusal=refusal)
    given = fields_of_body(flow, order.values)
    # The rules see the moment of the step, not of the verdict: a server that decides days later says the same, and a
    # clock that went back makes no step earlier than the one before it.
    then = context if eff == context.now else context.at(eff)
    if step.name == taking_back.NAME:
        verdict = taking_back.verdict(flow, order.ent, order.values, then)
    else:
        verdict = step.rule(before or {}, order.values, then) if step.rule else Verdict()
    if verdict.refusal:
        return Did(Is.DENIED, context.now, eff, refusal=verdict.refusal)
    to = verdict.to or step.to
    decided: Values = {**moment_of(step, order, eff), **verdict.set}
    if to is not None:
        decided["status"] = str(to)
    if flow.dues is not None:
        decided |= _changed(before, flow.dues({**(before or {}), **given, **decided}, then))
    _check_decided(flow, step, decided, verdict)
    return Did(Is.OK, context.now, eff, decided, verdict.make)


def apply(flow: Flow, before: Frozen | None, order: Order, did: Did, told: Frozen | None = None) -> Values | None:
    """The entity after an op. No rule, clock, calendar, random number or arithmetic.

    `told`: the private values of the branch that `did.keep` names.
    """
    if did.verdict is not Is.OK:
        return dict(before) if before is not None else None
    if not (did.lost or did.both or did.keep):  # nearly always, and the fold is made of this line
        given = order.values if _is_body(flow, order.values) else fields_of_body(flow, order.values)
        return {**(before or {"id": order.ent}), **given, **did.set}
    given = {k: v for k, v in fields_of_body(flow, order.values).items() if did.lost.get(k, "") != order.op_id}
    for name in did.both:
        texts = ((before or {}).get(name), given.get(name))
        given[name] = "\n".join(str(text) for text in texts if text)
    return {**(before or {"id": order.ent}), **given, **(told or {}), **did.set}


def opened(flow: Flow, there: Frozen | None, order: Order, did: Did, make: Make) -> Values:
    """A row that an op opens or touches, after it. A branch keeps the private values that were said on it."""
    row = {**(there or {"id": make.id}), **make.values}
    if make.record == BRANCH and did.verdict is Is.CONTESTED:
        said = {k: v for k, v in fields_of_body(flow, order.values).items() if k in flow.record.private}
        if said or row.get(TOLD):
            row[TOLD] = {**(row.get(TOLD) or {}), **said}
    return row


def fields_of_body(flow: Flow, values: Frozen) -> Values:
    known = flow.record.names
    if _is_body(flow, values):
        return dict(values)
    return {name: value for name, value in values.items() if name in known and name not in RESERVED}


def _is_body(flow: Flow, values: Frozen) -> bool:
    """Whether all of it are fields."""
    return flow.record.names.issuperset(values) and RESERVED.isdisjoint(values)


def is_empty(value: Any) -> bool:
    """Whether a value says nothing: absent, blank, or a list of nothing. Zero and no are answers."""
    return value is None or (isinstance(value, str) and not value.strip()) or value in ([], ())


def happened(body: Frozen, context: Context) -> int:
    """When a step happened: as told, though never later than it is written down (watches differ), or now."""
    told = body.get(HAPPENED)
    return context.now if told is None else min(int(told), context.now)


def told_now(moment: str, context: Context) -> Values:
    """The three columns of a moment that a rule sets itself: it happens with the step."""
    stem = moment.removesuffix("_at")
    return {moment: context.now, stem + RECORDED: context.now, stem + SOURCE: str(Source.LIVE)}


def untold(before: Frozen, *moments: str) -> Values:
    """Moments that no longer hold, with what is known of them. The log keeps when they were told."""
    stems = [moment.removesuffix("_at") for moment in moments]
    names = (name for stem in stems for name in (f"{stem}_at", stem + RECORDED, stem + SOURCE))
    return {name: None for name in names if before.get(name) is not None}


def _wrong_scope(flow: Flow, context: Context) -> Refusal | None:
    if kind_of(context.scope) in (flow.record.scope, *flow.record.also):
        return None
    return Refusal("scope", f"{flow.record.label}不属于这里", "请更新程序后再试")


def _not_allowed(step: Step, context: Context) -> Refusal | None:
    if context.actor.may(step.by):
        return None
    who = "、".join(role.label for role in sorted(step.by, key=str) if role.value != "rules")
    return Refusal("role", f"您的岗位不能{step.label}", f"请找{who}办理")


def _wrong_state(flow: Flow, step: Step, before: Frozen | None) -> Refusal | None:
    if step.makes_new:
        if before is None:
            return None
        known = Refusal("exists", f"这份{flow.record.label}已经有了", "请刷新后再看")
        return step.twice(before) if step.twice else known
    if before is None:
        return Refusal("missing", f"找不到这份{flow.record.label}", "请刷新后再看")
    status = before.get("status")
    if status in step.frm:
        return None
    now = flow.status.label_of(status)
    can = "、".join(dict.fromkeys(code.label for code in flow.status if code in step.frm))
    return Refusal("state", f"现在是“{now}”, 不能{step.label}", f"{step.label}只在“{can}”时可以做")


def _undecided(step: Step, context: Context) -> Refusal | None:
    if not step.ends or not context.undecided:
        return None
    return Refusal("branch", f"两台电脑记的不一样, 待裁定, 还不能{step.label}", f"请先裁定哪一边算数, 再{step.label}")


def _wrong_values(flow: Flow, step: Step, before: Frozen | None, order: Order, eff: int) -> Refusal | None:
    fields = flow.record.by_name
    for name, value in order.values.items():
        if name in RESERVED:
            wrong = _wrong_reserved(step, order, eff, name)
        elif name not in step.told:
            return Refusal("field", f"{step.label}时不能填写“{name}”", "请更新程序后再试", name)
        else:
            wrong = _wrong_field(step, fields[name], value)
        if wrong:
            return wrong
    old = order.values.get(WAS)
    if old is not None and not (isinstance(old, dict) and step.told.issuperset(old)):
        return Refusal("field", f"{step.label}时的原值看不懂", "请更新程序后再试", WAS)
    for name, value in (old or {}).items():
        wrong = check(flow.record.field(name), value)
        if wrong:
            return wrong
    for name in step.asks:
        if is_empty(order.values.get(name, (before or {}).get(name))):
            label = flow.record.field(name).label
            return Refusal("asks", f"{step.label}还缺“{label}”", f"请补上{label}", name)
    return None


def _wrong_field(step: Step, field: Field, value: Any) -> Refusal | None:
    if field.required and is_empty(value):
        return Refusal("asks", f"{step.label}还缺“{field.label}”", f"请补上{field.label}", field.name)
    return check(field, value)


def _wrong_reserved(step: Step, order: Order, eff: int, name: str) -> Refusal | None:
    """Words that are no fields; the salt is the envelope's own, and only a taking back names another op."""
    value = order.values[name]
    meant = {TAKEN_BACK: taking_back.NAME, KEEP: RESOLVE, DROP: RESOLVE}
    if name == SALT or meant.get(name, step.name) != step.name:
        return Refusal("field", f"{step.label}时不能填写“{name}”", "请更新程序后再试", name)
    if name != HAPPENED or value is None:
        return None
    # Against the clock that the clerk saw: no other clock may turn a step away that was accepted.
    whole = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if not whole or value > max(order.at, eff) + FUTURE_MS:
        return Refusal("future", f"{step.label}的时间还没有到", "请核对时间, 不能填将来的时间", HAPPENED)
    return None


def moment_of(step: Step, order: Order, eff: int) -> Values:
    """The three columns of the moment that a step reports."""
    if step.moment is None:
        return {}
    stem = step.moment.removesuffix("_at")
    told = order.values.get(HAPPENED)
    return {
        step.moment: eff if told is None else min(told, eff),
        stem + RECORDED: eff,
        stem + SOURCE: str(Source.LIVE if told is None else Source.SLIP),
    }


def _changed(before: Frozen | None, decided: Values) -> Values:
    known = before or {}
    return {name: value for name, value in decided.items() if known.get(name) != value}


def _check_decided(flow: Flow, step: Step, decided: Frozen, verdict: Verdict) -> None:
    """A rule that sets a private or unknown field, or opens what its table does not declare, is a bug."""
    unknown = decided.keys() - flow.record.public
    if unknown:
        raise AssertionError(f"{flow.record.name}.{step.name} decides the field {min(unknown)}")
    for make in verdict.make:
        if make.record not in step.opens and step.name != taking_back.NAME:
            raise AssertionError(f"{flow.record.name}.{step.name} opens {make.record} undeclared")
