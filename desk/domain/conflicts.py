"""What two desks did without knowing of each other: merged where it can be, else a branch that a person decides.

The rules are those of sync.md, Conflicts. The server settles every op once, by this code; a desk settles its pending
ops again, as a forecast, when the log brought something they did not know.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from desk.domain.deciding import (
    BRANCH,
    DROP,
    DROPPED,
    KEEP,
    KEPT,
    MAIN,
    OPEN,
    RESERVED,
    SALT,
    TOLD,
    WAS,
    Context,
    Did,
    Is,
    Order,
    Past,
    decide,
    derived_id,
    fields_of_body,
    moment_of,
)
from desk.domain.field import Merge
from desk.domain.flow import RESOLVE, Flow, Frozen, Make, Refusal, Step, Values

# Why a step was turned away that another desk's work, and nothing the person did, can have caused.
OVERTAKEN = frozenset({"state", "exists"})


def settle(flow: Flow | None, before: Frozen | None, order: Order, context: Context) -> Did:
    """The verdict on an op of the log: `decide`, with regard to what was applied since the clerk looked."""
    step = flow.step(order.step) if flow is not None else None
    if flow is None or step is None:
        return decide(flow, before, order, context)
    if step.name == RESOLVE:
        return resolution(flow, before, order, context)
    if context.line is not None:
        return _on_branch(flow, step, before, order, context, context.line)
    if step.moves:
        rival = next((past for past in reversed(context.since) if _is_move(flow, order.ent, past)), None)
        if rival is not None:
            return _beside(flow, step, before, order, context, rival)
    disputed = _strict_and_changed(flow, order, context)
    if disputed is not None:
        return _new_branch(flow, step, before, order, context, disputed)
    did = decide(flow, before, order, context)
    if did.verdict is Is.DENIED and did.refusal is not None:
        twin = _twin(step, order, context.since) if step.alike_but else None
        if twin is not None:  # its own rule says that it was done meanwhile, by somebody else
            return Did(Is.MERGED, context.now, did.eff, vs=twin.op_id)
        if did.refusal.code in OVERTAKEN and (step.fact or step.moves):
            newest = next((past.op_id for past in reversed((*context.history, *context.since))), "")
            same = _same(flow, step, before, order, context, did)
            return same or _new_branch(flow, step, before, order, context, newest)
        return did
    return _merge_fields(flow, before, order, context, did)


def base_of(flow: Flow, before: Frozen | None, ent: str, since: Iterable[Past]) -> Values | None:
    """The entity as it stood before these ops, from their before-images."""
    values: Values | None = dict(before) if before is not None else None
    for past in reversed(tuple(since)):
        if (flow.record.name, ent) not in past.before:
            continue
        image = past.before[(flow.record.name, ent)]
        values = None if image is None else {**(values or {}), **image}
    return None if values is None else {name: value for name, value in values.items() if value is not None}


def on_line(flow: Flow, before: Frozen | None, ent: str, line: Frozen, since: Iterable[Past]) -> Values:
    """The entity as those on a branch see it: where it left the main line, with what was said on it since."""
    base = base_of(flow, before, ent, since) or {"id": ent}
    return {**base, **dict(line.get("sets") or {}), **dict(line.get(TOLD) or {})}


def _is_move(flow: Flow, ent: str, past: Past) -> bool:
    """Whether an earlier op led this entity somewhere."""
    image = past.before.get((flow.record.name, ent), {})
    if past.step == RESOLVE:
        return past.values.get(KEEP) != MAIN
    if image is None or "status" in image:
        return True
    step = flow.step(past.step) if past.ent == ent else None
    return step is not None and step.moves


def _beside(flow: Flow, step: Step, before: Frozen | None, order: Order, context: Context, rival: Past) -> Did:
    """Two moves: one and the same, or a branch."""
    twin = _twin(step, order, context.since)
    if twin is not None:
        return Did(Is.MERGED, context.now, _eff(order, context), vs=twin.op_id)
    return _new_branch(flow, step, before, order, context, rival.op_id)


def _same(flow: Flow, step: Step, before: Frozen | None, order: Order, context: Context, did: Did) -> Did | None:
    """A row that is there already, made by the same step with the same values, is one and the same.

    Not so what only adds to a sum: the same amount taken twice is twice the amount.
    """
    if not step.moves and not flow.record.sums.isdisjoint(order.values):
        return None
    twin = _twin(step, order, (*context.since, *context.history))
    if before is None or twin is None:
        return None
    return Did(Is.MERGED, context.now, did.eff, vs=twin.op_id)


def _twin(step: Step, order: Order, pasts: Iterable[Past]) -> Past | None:
    return next((past for past in pasts if _said_alike(step, order, past)), None)


def _said_alike(step: Step, order: Order, past: Past) -> bool:
    if past.ent != order.ent or past.kind != f"{order.record}.{order.step}":
        return False
    return _plain(step, past.values) == _plain(step, order.values)


def _plain(step: Step, values: Frozen) -> Values:
    left_out = (SALT, WAS, *step.alike_but)
    return {k: v for k, v in values.items() if k not in left_out and v not in (None, "", [])}


def _eff(order: Order, context: Context) -> int:
    return max(min(order.at + context.offset, context.now), context.previous_eff)


# branches


def _new_branch(flow: Flow, step: Step, before: Frozen | None, order: Order, context: Context, versus: str) -> Did:
    """Open a branch where this op left the main line. One that was dropped is not taken up again: a new one begins."""
    turn = len(context.branches)
    line: Values = {
        "id": derived_id(context.scope, order.ent, BRANCH, turn),
        "record": flow.record.name,
        "ent": order.ent,
        "turn": turn,
        "base": context.after,
        "versus": versus,
        "opened_at": context.now,
    }
    if context.line is not None:  # behind a branch that was dropped: it stands where that one stood
        line["sets"] = dict(context.line.get("sets") or {})
        line["base"] = context.line.get("base")
    return _on_branch(flow, step, before, order, context, line)


def _on_branch(flow: Flow, step: Step, before: Frozen | None, order: Order, context: Context, line: Frozen) -> Did:
    """Add an op to a branch. A fact posts even there where its move cannot stand; who may not, may not here either."""
    if line.get("status") == DROPPED and line is context.line:
        return _new_branch(flow, step, before, order, context, str(line.get("versus") or ""))
    there: Frozen | None = on_line(flow, before, order.ent, line, context.since)
    if step.makes_new and not (line.get("ops") or line.get("sets")):
        there = None
    # Its moments follow what was done on this line, not what the others did meanwhile.
    before_it = Past("", "", "", int(line.get("last_at") or 0))
    did = decide(flow, there, order, replace(context, branches=(), line=None, history=(before_it,)))
    stands = did.verdict is Is.OK
    if not stands and (did.refusal is None or did.refusal.code not in OVERTAKEN):
        return did
    said = {k: v for k, v in fields_of_body(flow, order.values).items() if k not in flow.record.private}
    sets: Values = {}
    if stands:
        sets = {**said, **did.set}
    elif step.fact:
        sets = {**said, **moment_of(step, order, did.eff)}
    makes = [[make.record, make.id, dict(make.values)] for make in did.make] if stands else []
    row: Values = {
        **{k: v for k, v in line.items() if k not in ("id", TOLD)},
        "status": OPEN,
        "sets": {**dict(line.get("sets") or {}), **sets},
        "makes": [*(line.get("makes") or []), *makes],
        "ops": [*(line.get("ops") or []), order.op_id],
        "steps": [*(line.get("steps") or []), step.name],
        "by": [*(line.get("by") or []), context.actor.id],
        "fact": bool(line.get("fact")) or step.fact,
        "last_at": did.eff,
    }
    make = Make(BRANCH, str(line["id"]), row)
    return Did(Is.CONTESTED, context.now, did.eff, {}, (make,), vs=str(line.get("versus") or "") or None)


# deciding between branches


def resolution(flow: Flow, before: Frozen | None, order: Order, context: Context) -> Did:
    """`resolve {keep, drop}`: the kept line stands, the others are closed with all that was said on them.

    `context.since` reaches back to where the kept branch left the main line.
    """
    eff = _eff(order, context)
    refusal = _cannot_resolve(flow, before, order, context)
    if refusal is not None:
        return Did(Is.DENIED, context.now, eff, refusal=refusal)
    keep, asked = order.values[KEEP], set(order.values.get(DROP) or ())
    waiting = {str(branch["id"]): branch for branch in context.branches if branch.get("status") == OPEN}
    make = [_closed(one, DROPPED, eff) for name, one in waiting.items() if name in asked and name != keep]
    if keep == MAIN:
        return Did(Is.OK, context.now, eff, {}, tuple(make))
    kept = waiting[keep]
    make.append(_closed(kept, KEPT, eff))
    main = [past for past in context.since if _is_move(flow, order.ent, past) and past.step != RESOLVE]
    if main:
        make.append(_dropped_main(flow, order, context, kept, main, eff))
    reopened = {(str(record), str(one)) for record, one, _ in kept.get("makes") or ()}
    for past in main:
        for key, image in past.before.items():
            if key != (flow.record.name, order.ent) and image is None and key not in reopened and key[0] != BRANCH:
                make.append(Make(key[0], key[1], {"status": "void"}))
    make += [Make(str(record), str(one), dict(values)) for record, one, values in kept.get("makes") or ()]
    decided = _replayed(flow, before or {}, order.ent, kept, main)
    decided |= _sums(flow, order.ent, kept, context.since)
    if flow.dues is not None:
        decided |= flow.dues({**(before or {}), **decided}, context.at(eff))
    decided = {name: value for name, value in decided.items() if (before or {}).get(name) != value}
    return Did(Is.OK, context.now, eff, decided, tuple(make), keep=keep)


def _cannot_resolve(flow: Flow, before: Frozen | None, order: Order, context: Context) -> Refusal | None:
    step = flow.step(RESOLVE)
    if step is None or not context.actor.may(step.by):
        return Refusal("role", "您的岗位不能裁定", "请找客服、主管或项目经理办理")
    if before is None:
        return Refusal("missing", f"找不到这份{flow.record.label}", "请刷新后再看")
    refused = step.rule(before, order.values, context).refusal if step.rule is not None else None
    if refused is not None:
        return refused
    waiting = {str(branch["id"]) for branch in context.branches if branch.get("status") == OPEN}
    keep, drop = order.values.get(KEEP), order.values.get(DROP)
    known = {str(branch["id"]) for branch in context.branches}
    unread = set(order.values) - RESERVED
    if unread or not isinstance(keep, str) or not isinstance(drop, list) or not known.issuperset(map(str, drop)):
        return Refusal("field", "裁定的内容看不懂", "请更新程序后再试", KEEP)
    if not waiting.intersection([*map(str, drop), keep]) or (keep != MAIN and keep not in waiting):
        return Refusal("resolved", "这一单已经裁定过了", "请刷新后再看经过")
    return None


def _closed(branch: Frozen, status: str, eff: int) -> Make:
    return Make(BRANCH, str(branch["id"]), {"status": status, "closed_at": eff})


def _dropped_main(flow: Flow, order: Order, context: Context, kept: Frozen, main: list[Past], eff: int) -> Make:
    """What stood until now is kept as a branch that was not taken: nothing that was said is lost."""
    turn = len(context.branches)
    said: Values = {}
    for past in main:
        if past.ent == order.ent:
            plain = fields_of_body(flow, past.values)
            said |= {name: value for name, value in plain.items() if name not in flow.record.private}
    steps = [flow.step(past.step) for past in main]
    row: Values = {
        "status": DROPPED, "record": flow.record.name, "ent": order.ent, "turn": turn, "base": kept.get("base"),
        "versus": (kept.get("ops") or [""])[0], "opened_at": kept.get("opened_at"), "closed_at": eff, "sets": said,
        "ops": [past.op_id for past in main], "steps": [past.step for past in main], "by": [past.by for past in main],
        "fact": any(step is not None and step.fact for step in steps), "last_at": main[-1].eff,
    }  # fmt: skip
    return Make(BRANCH, derived_id(context.scope, order.ent, BRANCH, turn), row)


def _replayed(flow: Flow, before: Frozen, ent: str, kept: Frozen, main: list[Past]) -> Values:
    """The main line's moves taken off, the branch's put on. Private fields have their own way (`Did.keep`)."""
    back: Values = {}
    for past in reversed(main):
        image: Mapping[str, Any] = past.before.get((flow.record.name, ent)) or {}
        back |= {name: value for name, value in image.items() if name not in flow.record.private}
    return {**back, **dict(kept.get("sets") or {})}


def _sums(flow: Flow, ent: str, kept: Frozen, since: tuple[Past, ...]) -> Values:
    """Sums after the decision: what stood where the lines parted, and what the kept one added.

    What was added on the other since then is money on a side that goes: it falls due to be given back.
    """
    sums: Values = {}
    images = [past.before.get((flow.record.name, ent)) or {} for past in since]
    sets = dict(kept.get("sets") or {})
    for field in flow.record.fields:
        was = [image[field.name] for image in images if field.name in image]
        if field.merge is Merge.SUM and was and field.name not in sets:
            sums[field.name] = was[0]
    return sums


# ordinary fields


def _changed_since(flow: Flow, order: Order, context: Context) -> dict[str, Past]:
    """Which of the fields this op gives were changed by others since the clerk looked, and by which op last."""
    changed: dict[str, Past] = {}
    if not context.since:
        return changed
    given = fields_of_body(flow, order.values)
    for past in context.since:
        image = past.before.get((flow.record.name, order.ent)) or {}
        changed |= dict.fromkeys(image.keys() & given.keys(), past)
    return changed


def _strict_and_changed(flow: Flow, order: Order, context: Context) -> str | None:
    """An amount or a party that two desks gave differently: the op that a person has to weigh this one against."""
    changed = _changed_since(flow, order, context)
    given = fields_of_body(flow, order.values) if changed else {}
    for name, past in changed.items():
        if flow.record.field(name).merge is Merge.STRICT and past.values.get(name, given[name]) != given[name]:
            return past.op_id
    return None


def _merge_fields(flow: Flow, before: Frozen | None, order: Order, context: Context, did: Did) -> Did:
    """Field by field: the later value stands, the other is kept in the log and named; texts both stay; sums add."""
    if did.verdict is not Is.OK:
        return did
    changed = _changed_since(flow, order, context)
    sums = _summed(flow, before, order, context)
    if not changed:
        return replace(did, set={**did.set, **sums}) if sums else did
    given = fields_of_body(flow, order.values)
    lost: dict[str, str] = {}
    both: list[str] = []
    sets = {**did.set, **sums}
    mine = min(order.at + context.offset, context.now)
    for name, past in changed.items():
        if (before or {}).get(name) == given[name] or name in flow.record.sums:
            continue
        merge = flow.record.field(name).merge
        if merge is Merge.BOTH:
            both.append(name)
        else:
            is_later = (mine, order.op_id) >= (past.eff, past.op_id)
            lost[name] = past.op_id if is_later else order.op_id
    if order.op_id in lost.values():  # what gave way must not weigh in what the rules set
        kept = {name: value for name, value in order.values.items() if lost.get(name) != order.op_id}
        did = decide(flow, before, replace(order, values=kept), context)
        sets = {**did.set, **{name: value for name, value in sets.items() if name in changed or name in sums}}
    return replace(did, set=sets, lost=lost, both=tuple(both))


def _summed(flow: Flow, before: Frozen | None, order: Order, context: Context) -> Values:
    """Two hands that add to one sum: what this one added to what it saw goes on top of what is there.

    What it saw is in the op. It cannot be known from the log alone: an op of another desk may stand before the one
    that its clerk had done last, and he knew of neither when he did this.
    """
    added = flow.record.sums.intersection(order.values) if before is not None else ()
    if not added:
        return {}
    seen = order.values.get(WAS) or {}
    base = {} if added <= seen.keys() else base_of(flow, before, order.ent, context.since) or {}
    found: Values = {}
    for name in sorted(added):
        total = (
            int((before or {}).get(name) or 0) + int(order.values[name] or 0) - int(seen.get(name, base.get(name)) or 0)
        )
        if total != order.values[name]:
            found[name] = total
    return found
