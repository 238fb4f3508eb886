"""A hundred and twenty orders from the first ring to the last revisit, and the same days counted by hand."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from desk.domain import clocks
from desk.domain.calendar import Calendar, start_of_day
from desk.domain.flow import Values
from desk.domain.money import fen_text
from desk.domain.roles import Actor, Role
from desk.services.slips import overdue
from reports.registers import reading
from reports.registers.definition import Asked as Wanted
from reports.registers.definition import Register
from reports.registers.repairs import REPAIRS
from reports.registers.revisits import REVISITS
from tests import world as worlds
from tests.invariants import all_of_them
from tests.simulation.day import count
from tests.simulation.day.asking import ask_all
from tests.simulation.day.office import furnish
from tests.simulation.day.plan import BACK, CLOSE, DAY, FATES, NEXT, Call, plan
from tests.simulation.day.play import Play, moment
from tests.world import World, copy_of

FORMS = {"cash": "cash_fen", "qr_code": "qr_code_fen", "card": "card_fen", "desk": "desk_fen",
         "on_account": "on_account_fen"}  # fmt: skip
WORDS = {"cash": "现金", "qr_code": "扫码", "card": "刷卡", "desk": "前台付"}


@dataclass
class Played:
    """The file after the day, and after the calls; `before` are the orders as they stood when the desk shut."""

    world: World
    calls: list[Call]
    play: Play
    before: dict[int, Values]
    tasks: list[Values]
    reader: Actor

    def now(self, one: Call) -> Values:
        return self.world.row("work_order", self.play.orders[one.n])

    def rows(self, register: Register, first: str, last: str) -> list[Values]:
        return list(reading.rows(self.world.database, self.reader, Wanted(register, self.world.scope, first, last)))


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory, calendar: Calendar) -> Iterator[Played]:
    folder = tmp_path_factory.mktemp("day")
    built = worlds.build(folder / "built.db", calendar)
    built.database.close()
    world = copy_of(built, folder / "day.db")
    world.clock.set(DAY, "7:00")
    calls, play = plan(), Play(furnish(world))
    play.run(calls)
    before = {one.n: world.row("work_order", play.orders[one.n]) for one in calls}
    tasks = world.rows("revisit")
    ask_all(play, calls)
    reader = Actor(world.people[Role.MANAGER].id, frozenset({Role.MANAGER}), "吴明", "06")
    yield Played(world, calls, play, before, tasks, reader)
    world.database.close()


def test_no_order_is_lost_and_no_number_given_twice(day: Played) -> None:
    assert sum(FATES.values()) == 120 == len(day.calls)
    of_the_day = [one for one in day.world.rows("work_order") if one["reported_at"] < start_of_day(NEXT)]
    assert {one["id"] for one in of_the_day} == set(day.play.orders.values())
    numbers = [one["no"] for one in day.world.rows("work_order")]
    assert len(set(numbers)) == len(numbers)
    rang = {one.n: one.arrived if one.fate == "late" else one.minute for one in day.calls}
    assert {n: row["reported_at"] for n, row in day.before.items()} == {n: moment(at or 0) for n, at in rang.items()}


def test_every_order_stands_where_the_plan_left_it(day: Played) -> None:
    expected = {one.n: count.status(one, day.play.orders[one.n]) for one in day.calls}
    assert {n: row["status"] for n, row in day.before.items()} == expected
    assert {one.n: day.before[one.n].get("charge") or "" for one in day.calls} == {
        one.n: count.charge(one) for one in day.calls
    }


def test_who_rang_too_and_who_urged(day: Played) -> None:
    wanted = Counter((one.n, wants) for one in day.calls for _, _, wants in one.neighbours)
    number = {ent: n for n, ent in day.play.orders.items()}
    found = Counter((number[row["order_id"]], row["status"] == "waiting") for row in day.world.rows("co_report"))
    assert found == wanted
    assert {n: row.get("urges") or 0 for n, row in day.before.items()} == {one.n: len(one.urges) for one in day.calls}


def test_the_log_makes_the_same_tables(day: Played) -> None:
    """What every simulation holds: the tables are what the ops say, each op once and in order."""
    assert all_of_them(day.world.database, day.world.rules, set())


# money


def test_the_days_money_by_form_and_the_drawer(day: Played) -> None:
    closes = {row["day_on"]: row for row in day.world.rows("day_close")}
    for on, till in ((DAY, count.day_till(day.calls)), (NEXT, count.next_till(day.calls))):
        assert {form: closes[on][name] for form, name in FORMS.items()} == {form: till.forms[form] for form in FORMS}
        assert closes[on]["receipts"] == till.receipts
    assert closes[DAY]["counted_fen"] == count.day_till(day.calls).forms["cash"] - 500
    assert (closes[DAY]["difference"], closes[NEXT].get("difference")) == ("change", None)
    waived = [one for one in day.calls if one.money and one.money.form == "waived" and (one.back or 0) <= CLOSE]
    assert closes[DAY]["waived"] == len(waived)


def test_every_order_has_received_what_its_receipts_say(day: Played) -> None:
    for one in day.calls:
        row = day.before[one.n]
        assert (row.get("received_fen") or 0, row.get("due_fen") or 0) == (count.received(one), count.due(one)), one
        books = [
            each.receipt for each in count.sums_of(one) if each.gone is None and each.receipt not in ("", "program")
        ]
        if not any(each.receipt == "program" for each in count.sums_of(one)):
            assert (row.get("receipt_no") or "") == "、".join(books), one


def test_receipts_are_as_many_as_were_written_and_none_twice(day: Played) -> None:
    takings = day.world.rows("taking")
    planned = [each for one in day.calls for each in count.sums_of(one)]
    assert len(takings) == len(planned)
    numbers = [row["receipt_no"] for row in takings if row.get("receipt_no")]
    assert len(set(numbers)) == len(numbers) == sum(bool(each.receipt) for each in planned)
    books = {each.receipt for each in planned} - {"", "program"}
    assert books <= set(numbers)
    assert len(set(numbers) - books) == sum(each.receipt == "program" for each in planned)
    alive = Counter(row["payment"] for row in takings if row["status"] == "taken")
    assert alive == Counter(each.form for each in planned if each.gone is None)


# paper


def test_each_crews_paper(day: Played) -> None:
    world = day.world
    settings = world.office.settings(world.database, world.scope)
    lines = overdue.reconcile(world.database, day.reader, world.scope, DAY, world.clock.now, settings)
    found = {one.crew: count.Paper(one.issued, one.returned, one.unsigned, one.out, one.missing) for one in lines}
    assert found == count.paper(day.calls)
    close = next(row for row in day.world.rows("day_close") if row["day_on"] == DAY)
    for name in ("issued", "returned", "unsigned", "missing"):
        assert close[name] == sum(getattr(row, name) for row in found.values()), name


def test_the_sheet_in_the_hand_is_the_one_that_came_back(day: Played) -> None:
    sheets: dict[str, list[Values]] = {}
    for row in day.world.rows("slip"):
        sheets.setdefault(str(row.get("order_id")), []).append(row)
    for one in day.calls:
        own = sheets.get(day.play.orders[one.n], [])
        back = [row for row in own if row["status"] in ("back_signed", "back_unsigned")]
        if one.back is None or not count.crew_of_paper(one):
            assert back == [], one
            continue
        assert len(back) == 1, one
        assert back[0]["status"] == ("back_unsigned" if one.fate == "unsigned" else "back_signed")
        assert bool(back[0].get("blank")) is one.blank, one
        assert all(row["status"] == "void" for row in own if row is not back[0]), one
        again = one.twice or one.fate in ("returned", "reassigned")
        assert back[0]["copy_no"] == (2 if again else 1), one
    drawer = [row for row in day.world.rows("slip") if row["status"] == "blank"]
    assert len(drawer) == 8 - sum(one.blank for one in day.calls)


# clocks


def test_every_clock_gives_the_verdict_of_plain_arithmetic(day: Played) -> None:
    settings, calendar = day.play.settings, day.world.office.calendar
    late = moment(23 * 60)
    wrong = []
    for one in day.calls:
        states = clocks.states(day.before[one.n], settings, calendar, late)
        found = {each.name: each.ok for each in states}
        if found != count.verdicts(one):
            wrong.append((one, found, count.verdicts(one)))
    assert wrong == []
    told = Counter((name, said) for one in day.calls for name, said in count.verdicts(one).items())
    assert (
        min(told[name, said] for name in ("response", "arrival", "finish", "forwarded") for said in (True, False)) > 1
    )


# registers


def test_the_register_of_repairs(day: Played) -> None:
    rows = day.rows(REPAIRS, DAY, DAY)
    assert len(rows) == len(day.calls)
    assert [row["reported_at"] for row in rows] == sorted(row["reported_at"] for row in rows)
    by_id = {row["id"]: row for row in rows}
    for one in day.calls:
        row = by_id[day.play.orders[one.n]]
        assert row["where"] == one.where, one
        if one.fate in BACK:
            assert (row["arrived_at"], row["finished_at"]) == (moment(one.arrived or 0), moment(one.finished or 0)), one
            assert (row["tick"], row["signature"] == "unsigned") == (one.tick, one.fate == "unsigned"), one
    sums = REPAIRS.sums()
    for row in rows:
        sums.add(row)
    first, second = sums.words()
    assert first.startswith(f"合计 {len(day.calls)} 单：")
    ours = [one for one in day.calls if one.fate not in ("void", "elsewhere")]
    urgent = sum(one.matter.urgency == "urgent" and one.fate != "enquiry" for one in ours)
    paid = sum(count.charge(one) == "paid" for one in ours)
    due, got = sum(map(count.due, ours)), sum(map(count.received, ours))
    assert second.startswith(f"紧急 {urgent} 单，有偿 {paid} 单；应收 {fen_text(due)}，实收 {fen_text(got)}（")
    for form, word in WORDS.items():
        fen = sum(each.fen for one in ours for each in count.sums_of(one) if each.gone is None and each.form == form)
        assert f"{word} {fen_text(fen)}" in second, second
    repaired = sum(count.repaired(one) for one in day.calls)
    assert f"已修复 {repaired}" in first
    assert f"作废 {FATES['void'] + FATES['elsewhere']}" in first
    assert f"咨询 {FATES['enquiry']}" in first


def test_the_calls_that_are_due(day: Played) -> None:
    number = {ent: n for n, ent in day.play.orders.items()}
    found = Counter((number[row["about_id"]], row["source"], row["status"]) for row in day.tasks)
    expected = Counter(
        (one.n, source, "exempt" if count.exempt(one, day.play.orders[one.n]) else "waiting")
        for one in day.calls
        for source in count.tasks(one)
    )
    assert found == expected


def test_every_call_ends_as_the_resident_had_it(day: Played) -> None:
    for one in day.calls:
        said, row = count.asked(one, day.play.orders[one.n]), day.now(one)
        assert (row.get("closed_by") or "") == said.closed_by, one
        if said.closed_by and one.fate not in ("missing", "outside"):
            assert row["status"] == "closed", one
    assert not [row for row in day.world.rows("revisit") if row["status"] == "waiting"]
    again = [row for row in day.world.rows("work_order") if row["reported_at"] >= start_of_day(NEXT)]
    reworked = {day.play.orders[one.n] for one in day.calls if count.asked(one, day.play.orders[one.n]).rework}
    assert {row["rework_of"] for row in again} == reworked
    assert {row["status"] for row in again} == {"accepted"}


def test_the_register_of_revisits(day: Played) -> None:
    all_asked = [count.asked(one, day.play.orders[one.n]) for one in day.calls]
    ratings = Counter(rating for one in all_asked for rating in one.answers)
    ended = Counter(word for one in all_asked for word in one.unanswered)
    rows = day.rows(REVISITS, NEXT, "2026-11-30")
    assert len(rows) == ratings.total() + ended.total()
    assert Counter(row["satisfaction"] for row in rows if row["status"] == "answered") == ratings
    sums = REVISITS.sums()
    for row in rows:
        sums.add(row)
    first, second = sums.words()
    assert (
        f"已回访 {ratings.total()}（A 满意 {ratings['good']}，B 较满意 {ratings['fair']}，C 不满意 {ratings['bad']}）"
        in first
    )
    assert f"未联系上 {ended['not_reached']}" in first
    assert f"拒访 {ended['refused']}" in first
    assert f"返工 {sum(one.rework for one in all_asked)}" in second
    assert f"主管回电 {sum(one.called_back for one in all_asked)}" in second
