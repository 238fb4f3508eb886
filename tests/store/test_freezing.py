"""An entry that this program cannot apply freezes its rows and nothing else; a newer program takes it up."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from desk.domain.deciding import Is
from desk.domain.flow import Flow, Step
from desk.domain.roles import Role
from desk.domain.service import Rulebook, Service
from desk.store import system_entries
from desk.store.fold import Fold, Key
from desk.store.logged import BEHIND, DAMAGED, KIND, NAMES, RAISED, VERDICT
from desk.store.logged import VERSION as NEWER
from desk.store.thawing import thaw
from tests.invariants import replay_equals_tables
from tests.store.entries import Entry, done_by, forecast, frozen, give, journal, outbox, said
from tests.world import World, copy_of


@pytest.fixture
def founded(world: World) -> World:
    give(world, done_by(world))
    return world


@pytest.fixture
def order(founded: World) -> str:
    """An order that is logged."""
    ident = founded.order()
    give(founded, done_by(founded))
    return ident


def newer_rules(rules: Rulebook) -> Rulebook:
    """The rulebook of a later program: orders can be polished."""
    flow = rules.known("work_order")
    step = Step("polish", "擦亮", frozenset(flow.status), None, frozenset({Role.CLERK}), takes=("note",))
    grown = Flow(flow.record, flow.status, (*flow.steps, step), flow.dues)
    services = [
        Service(one.name, one.label, tuple(grown if f is flow else f for f in one.flows), one.pages)
        for one in rules.services
    ]
    return Rulebook(tuple(services))


def polish(world: World, order: str, note: str = "亮") -> Entry:
    return said(world, "work_order.polish", order, {"note": note})


def thawed(world: World, rules: Rulebook) -> None:
    thaw(world.database, rules, world.office.context, world.scope, world.clock())


def test_an_unknown_kind_freezes_its_entity_and_the_pull_goes_on(founded: World, order: str) -> None:
    free = founded.order(where="1-1-101")
    entries = done_by(founded)
    noted = said(founded, "work_order.remark", order, {"remark": "后来的"})
    applied = give(founded, [polish(founded, order), noted, *entries])
    assert applied.done
    assert frozen(founded) == {("work_order", order): KIND}
    assert "remark" not in founded.row("work_order", order), "behind what is frozen nothing is applied"
    assert founded.row("work_order", free)["where"] == "1-1-101"
    assert len(journal(founded)) == applied.place.seq


def test_a_newer_program_takes_it_up_in_order(founded: World, order: str) -> None:
    noted = said(founded, "work_order.remark", order, {"remark": "后来的"})
    give(founded, [polish(founded, order, "旧"), noted, polish(founded, order, "新")])
    thawed(founded, founded.rules)
    assert frozen(founded) == {("work_order", order): KIND}, "this program knows no more than before"
    rules = newer_rules(founded.rules)
    thawed(founded, rules)
    assert frozen(founded) == {}
    row = founded.row("work_order", order)
    assert (row["note"], row["remark"]) == ("新", "后来的")
    replay_equals_tables(founded.database, rules)


def test_what_was_erased_while_it_was_frozen_stays_gone_when_it_thaws(founded: World, order: str) -> None:
    """The entry that was erased says no more which field it wrote: the older value came back (simulation, 9001)."""
    ids = [f"0191f0aa-0000-7000-8000-0000000000{n}" for n in (10, 11, 12)]
    free = founded.order(note="别人的")
    gone = said(founded, "work_order.polish", order, {"note": "要删的"}, id=ids[0])
    told = {"ops": [ids[0]], "bodies": [ids[0]], "places": [("work_order", one, ["note"]) for one in (order, free)]}
    asked, done = said(founded, "sys.erase", ids[1], told), said(founded, "sys.erased", ids[2], told)
    noted = said(founded, "work_order.remark", free, {"remark": "后来的"})
    again = said(founded, "work_order.amend", free, {"note": "删了以后说的"})
    give(founded, [*done_by(founded), polish(founded, order, "旧"), gone, asked, done, noted, again])
    thawed(founded, newer_rules(founded.rules))
    assert frozen(founded) == {}
    assert founded.row("work_order", order).get("note") is None
    assert founded.row("work_order", free)["note"] == "删了以后说的", "done when it came, and not again"


def test_what_waits_on_a_frozen_entity_is_forecast_again_when_it_thaws(founded: World, order: str) -> None:
    founded.take(Role.CLERK, "work_order.remark", order, remark="我的")
    give(founded, [polish(founded, order)])
    give(founded, [polish(founded, order, "更亮")])
    (waits,) = outbox(founded)
    assert forecast(founded, waits) == "unknown"
    thawed(founded, newer_rules(founded.rules))
    assert forecast(founded, waits) == "ok"
    row = founded.row("work_order", order)
    assert (row["note"], row["remark"]) == ("更亮", "我的")


def test_nothing_frozen_writes_nothing(founded: World, order: str) -> None:
    before = founded.database.read("PRAGMA data_version")
    assert thaw(founded.database, founded.rules, founded.office.context, founded.scope, 0).ops == ()
    assert founded.database.read("PRAGMA data_version") == before


@pytest.mark.parametrize(
    ("why", "change"),
    [
        (NAMES, lambda one: {"did": {"set": {"colour_of_tomorrow": "blue"}}}),
        (NAMES, lambda one: {"values": {"colour_of_tomorrow": "blue"}}),
        (NAMES, lambda one: {"did": {"make": [{"record": "drone", "id": one, "set": {}}]}}),
        (NAMES, lambda one: {"did": {"make": [{"record": "revisit", "id": one, "set": {"drone": 1}}]}}),
        (VERDICT, lambda one: {"did": {"is": "postponed"}}),
        (NEWER, lambda one: {"v": 2}),
    ],
)
def test_what_only_a_newer_program_can_read_waits_for_it(founded: World, order: str, why: str, change: Any) -> None:
    told: dict[str, Any] = dict(change(order))
    values, did = told.pop("values", {"note": "x"}), told.pop("did", {})
    before = founded.row("work_order", order)
    give(founded, [said(founded, "work_order.amend", order, values, did, **told)])
    assert frozen(founded)[("work_order", order)] == why
    assert founded.row("work_order", order) == before


def test_a_body_that_is_not_the_one_named_freezes(founded: World, order: str) -> None:
    entry = said(founded, "work_order.remark", order, {"remark": "真的"})
    assert entry.pii is not None
    give(founded, [replace(entry, pii=entry.pii.replace("真".encode(), "假".encode()))])
    assert frozen(founded) == {("work_order", order): DAMAGED}


def test_an_erased_body_is_no_damage(founded: World, order: str) -> None:
    entry = said(founded, "work_order.amend", order, {"reporter": "张三", "note": "留下"})
    give(founded, [replace(entry, pii=None)])
    assert frozen(founded) == {}
    assert founded.row("work_order", order)["reporter"] == "王秀英"


def test_what_cannot_be_read_at_all_is_kept_and_harms_nobody(founded: World, order: str) -> None:
    noted = said(founded, "work_order.remark", order, {"remark": "好的"})
    give(founded, [Entry(0, b"not json", None, None, b"{}"), Entry(0, noted.op, noted.body, None, b"[]"), noted])
    assert founded.row("work_order", order)["remark"] == "好的"
    assert set(frozen(founded).values()) == {DAMAGED}
    assert [op for (op,) in founded.database.read("SELECT op FROM journal ORDER BY seq DESC LIMIT 3")][2] == b"not json"
    thawed(founded, founded.rules)
    assert set(frozen(founded).values()) == {DAMAGED}


@pytest.mark.parametrize("verdict", [Is.DENIED, Is.MERGED, Is.UNKNOWN])
def test_what_has_no_effect_freezes_nothing(founded: World, order: str, verdict: Is) -> None:
    before = founded.row("work_order", order)
    entry = said(founded, "work_order.polish", order, {"note": "x"}, {"is": str(verdict)})
    give(founded, [entry])
    assert (frozen(founded), founded.row("work_order", order)) == ({}, before)


def test_an_apply_that_raises_freezes_only_its_own_rows(founded: World, order: str) -> None:
    """A value that no column takes; the entries around it are applied, before and behind."""
    other = founded.order(where="2-2-202")
    give(founded, done_by(founded))
    poison = said(founded, "work_order.amend", order, {}, {"set": {"act_by_at": {"no": "number"}}})
    before = said(founded, "work_order.remark", order, {"remark": "先"})
    behind = said(founded, "work_order.remark", order, {"remark": "后"})
    around = said(founded, "work_order.remark", other, {"remark": "旁边"})
    give(founded, [before, poison, around, behind])
    assert frozen(founded) == {("work_order", order): RAISED}
    assert founded.row("work_order", order)["remark"] == "先"
    assert founded.row("work_order", other)["remark"] == "旁边"


def test_rows_that_an_entry_behind_would_touch_freeze_with_it(founded: World, order: str) -> None:
    revisit = "0191f0aa-0000-7000-8000-00000000000b"
    made = said(founded, "work_order.remark", order, {}, {"make": [{"record": "revisit", "id": revisit, "set": {}}]})
    give(founded, [polish(founded, order), made])
    assert frozen(founded) == {("work_order", order): KIND, ("revisit", revisit): BEHIND}
    assert founded.rows("revisit") == []
    rules = newer_rules(founded.rules)
    thawed(founded, rules)
    assert (frozen(founded), len(founded.rows("revisit"))) == ({}, 1)


def test_a_disk_that_refuses_is_no_poison(founded: World, order: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise OperationalError("", None, Exception("database or disk is full"))

    entry = said(founded, "work_order.remark", order, {"remark": "好的"})
    before = journal(founded)
    with monkeypatch.context() as patch:
        patch.setattr(Fold, "flush", full)
        with pytest.raises(Exception, match="硬盘满了"):
            give(founded, [entry])
    assert (frozen(founded), journal(founded)) == ({}, before)
    assert give(founded, [entry]).done


def test_what_a_newer_server_says_itself_is_obeyed_later(founded: World, monkeypatch: pytest.MonkeyPatch) -> None:
    ident = "0191f0aa-0000-7000-8000-00000000000c"
    entry = said(founded, "sys.sing", ident, {"song": "la"})
    give(founded, [entry])
    heard: list[object] = []
    ((key, why),) = frozen(founded).items()
    assert (key[0], why) == ("sys", KIND)

    def sing(_connection: object, _rules: object, _scope: str, values: dict[str, Any], _now: int) -> set[Key]:
        heard.append(values["song"])
        return set()

    monkeypatch.setitem(system_entries.HANDLERS, "sys.sing", sing)
    thawed(founded, founded.rules)
    assert (heard, frozen(founded)) == (["la"], {})


def test_the_same_in_pages_of_any_size(founded: World, order: str, tmp_path: Path) -> None:
    """Where a page is cut makes no difference to what is frozen and what stands."""
    entries = [
        said(founded, "work_order.remark", order, {"remark": "一"}),
        polish(founded, order),
        said(founded, "work_order.remark", order, {"remark": "二"}),
        said(founded, "work_order.amend", order, {}, {"set": {"act_by_at": {"no": "number"}}}),
    ]
    founded.database.close()
    one = copy_of(founded, tmp_path / "one.db")
    give(founded, entries)
    for entry in entries:
        give(one, [entry])
    assert frozen(one) == frozen(founded)
    assert one.row("work_order", order) == founded.row("work_order", order)
    one.database.close()


@pytest.fixture(autouse=True)
def _sound(founded: World) -> Iterator[None]:
    yield
    assert founded.database.check() == []
