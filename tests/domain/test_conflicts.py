"""What two desks did at once: each case of sync.md's Conflicts, settled and applied in memory by the real rules."""

from desk.domain.deciding import Is
from desk.domain.field import Kind, Merge
from desk.domain.roles import Role
from tests.domain.line import CREW, MINUTE, ORDER, OTHER_CREW, RULES, Line, finished_branch
from tests.services.folding import NINE


def test_nothing_is_contested_where_nobody_else_was(line: Line, taken: str) -> None:
    first = line.op("work_order.dispatch", ORDER, taken, **CREW)
    second = line.op("work_order.arrive", ORDER, first)
    assert (line.verdict(first), line.verdict(second)) == ("ok", "ok")


def test_a_second_move_is_a_branch_and_what_follows_it_stays_there(line: Line, taken: str) -> None:
    line.op("work_order.dispatch", ORDER, taken, **CREW)
    other = line.op("work_order.dispatch", ORDER, taken, **OTHER_CREW)
    arrived = line.op("work_order.arrive", ORDER, other)
    assert line.verdict(other) == line.verdict(arrived) == "contested"
    assert line.row("work_order", ORDER)["crew"] == "水电班"
    (branch,) = line.branches(ORDER)
    assert branch["ops"] == [other, arrived]
    assert branch["sets"]["crew"] == "综合班"
    assert branch["sets"]["arrived_at"] == line.dids[arrived].eff


def test_the_main_line_goes_on_but_does_not_end(line: Line, taken: str) -> None:
    first = line.op("work_order.dispatch", ORDER, taken, **CREW)
    line.op("work_order.dispatch", ORDER, taken, **OTHER_CREW)
    arrived = line.op("work_order.arrive", ORDER, first)
    void = line.op("work_order.void", ORDER, arrived, void_reason="other")
    assert line.verdict(arrived) == "ok"
    did = line.dids[void]
    assert did.verdict is Is.DENIED
    assert did.refusal is not None
    assert did.refusal.code == "branch"


def test_keeping_the_branch_replays_it_and_drops_the_main_line(line: Line, taken: str) -> None:
    main, branch = finished_branch(line, taken)
    resolved = line.op("work_order.resolve", ORDER, main, keep=branch, drop=[])
    order = line.row("work_order", ORDER)
    assert line.verdict(resolved) == "ok"
    assert (order["crew"], order["status"], order["signature"]) == ("综合班", "finished", "self")
    assert order["revisit_id"]
    assert line.row("revisit", order["revisit_id"])["status"] == "waiting"
    kept, dropped = line.branches(ORDER)
    assert (kept["status"], dropped["status"], dropped["ops"]) == ("kept", "dropped", [main])
    more = line.op("work_order.slip_back", ORDER, resolved)
    assert line.verdict(more) == "ok"


def test_what_was_done_behind_an_own_step_that_still_waited_is_dropped_too(line: Line, taken: str) -> None:
    """The branch stands on a remark that came into the log behind the other desk's dispatch."""
    main = line.op("work_order.dispatch", ORDER, taken, **CREW, tools="人字梯")
    noted = line.op("work_order.remark", ORDER, taken, remark="业主下午在家")
    other = line.op("work_order.dispatch", ORDER, noted, base=taken, **OTHER_CREW)
    line.op("work_order.arrive", ORDER, other, base=taken)
    (branch,) = line.branches(ORDER)
    line.op("work_order.resolve", ORDER, main, keep=str(branch["id"]), drop=[])
    order = line.row("work_order", ORDER)
    assert (order["crew"], order["status"], order["remark"]) == ("综合班", "arrived", "业主下午在家")
    assert order.get("tools") is None, "said on the side that went"
    assert [one["ops"] for one in line.branches(ORDER) if one["status"] == "dropped"] == [[main]]


def test_a_step_that_is_one_with_another_stays_when_the_branch_behind_it_stands(line: Line, taken: str) -> None:
    """Both sent the same man; one wrote that he was there and done, the other called him back."""
    line.op("work_order.dispatch", ORDER, taken, **CREW)
    mine = line.op("work_order.dispatch", ORDER, taken, **CREW)
    main = line.op("work_order.recall", ORDER, mine)
    arrived = line.op("work_order.arrive", ORDER, mine, base=taken)
    assert (line.verdict(mine), line.verdict(arrived)) == ("merged", "contested")
    (branch,) = line.branches(ORDER)
    line.op("work_order.resolve", ORDER, main, keep=str(branch["id"]), drop=[])
    order = line.row("work_order", ORDER)
    assert (order["crew"], order["status"]) == ("水电班", "arrived")
    assert order["dispatched_at"]


def test_who_was_on_the_kept_branch_goes_on_as_if_nothing_was(line: Line, taken: str) -> None:
    main, branch = finished_branch(line, taken)
    last = line.branches(ORDER)[0]["ops"][-1]
    line.op("work_order.resolve", ORDER, main, keep=branch, drop=[])
    late = line.op("work_order.slip_back", ORDER, last)
    assert line.verdict(late) == "ok"
    assert line.row("work_order", ORDER)["status"] == "slip_back"


def test_who_was_on_a_dropped_branch_opens_a_new_one(line: Line, taken: str) -> None:
    main, branch = finished_branch(line, taken)
    last = line.branches(ORDER)[0]["ops"][-1]
    line.op("work_order.resolve", ORDER, main, keep="main", drop=[branch])
    assert line.row("work_order", ORDER)["status"] == "dispatched"
    late = line.op("work_order.slip_back", ORDER, last, received_fen=3000, payment="cash", due_fen=3000)
    assert line.verdict(late) == "contested"
    first, second = line.branches(ORDER)
    assert (first["status"], second["status"]) == ("dropped", "to_be_decided")
    assert second["sets"]["received_fen"] == 3000
    assert second["sets"]["signature"] == "self"


def test_keeping_main_leaves_those_on_it_undisturbed(line: Line, taken: str) -> None:
    main, branch = finished_branch(line, taken)
    line.op("work_order.resolve", ORDER, main, keep="main", drop=[branch])
    assert line.verdict(line.op("work_order.arrive", ORDER, main)) == "ok"


def test_two_decisions_the_second_is_told_so(line: Line, taken: str) -> None:
    main, branch = finished_branch(line, taken)
    line.op("work_order.resolve", ORDER, main, keep="main", drop=[branch])
    did = line.dids[line.op("work_order.resolve", ORDER, main, keep=branch, drop=[])]
    assert did.refusal is not None
    assert (did.verdict, did.refusal.code) == (Is.DENIED, "resolved")
    assert line.row("work_order", ORDER)["crew"] == "水电班"


def test_who_may_not_decide(line: Line, taken: str) -> None:
    main, branch = finished_branch(line, taken)
    did = line.dids[line.op("work_order.resolve", ORDER, main, by=Role.ACCOUNTANT, keep=branch, drop=[])]
    assert did.verdict is Is.DENIED


def test_a_fact_posts_where_the_order_is_gone_already(line: Line, taken: str) -> None:
    main = line.op("work_order.dispatch", ORDER, taken, **CREW)
    line.op("work_order.void", ORDER, main, void_reason="other")
    paid = line.op("work_order.pay", ORDER, main, received_fen=5000, payment="cash")
    assert line.verdict(paid) == "contested"
    (branch,) = line.branches(ORDER)
    assert branch["sets"]["received_fen"] == 5000
    assert branch["fact"]


def test_the_same_move_twice_is_one(line: Line, taken: str) -> None:
    first = line.op("work_order.dispatch", ORDER, taken, **CREW)
    second = line.op("work_order.dispatch", ORDER, taken, **CREW)
    assert (line.verdict(second), line.dids[second].vs) == ("merged", first)
    assert line.branches(ORDER) == ()
    assert line.verdict(line.op("work_order.arrive", ORDER, second)) == "ok"


def test_the_later_of_two_words_stands_and_the_other_is_named(line: Line, taken: str) -> None:
    line.now = NINE + 60 * MINUTE
    line.op("work_order.amend", ORDER, taken, at=NINE + 50 * MINUTE, where="5-1-301")
    early = line.op("work_order.amend", ORDER, taken, at=NINE + 10 * MINUTE, where="7-1-101", reporter_relation="owner")
    did = line.dids[early]
    assert did.verdict is Is.OK
    assert did.lost == {"where": early}
    order = line.row("work_order", ORDER)
    assert order["where"] == "5-1-301"
    assert order["reporter_relation"] == "owner"


def test_two_amounts_are_for_a_person(line: Line, taken: str) -> None:
    line.op("work_order.amend", ORDER, taken, price_form="list", price_from_fen=200)
    other = line.op("work_order.amend", ORDER, taken, price_form="list", price_from_fen=300)
    assert line.verdict(other) == "contested"
    assert line.row("work_order", ORDER)["price_from_fen"] == 200
    assert line.branches(ORDER)[0]["sets"]["price_from_fen"] == 300


def test_every_merge_word_is_handled() -> None:
    """A record whose field says how it merges is merged so: the table of this file and the enum agree."""
    assert {str(one) for one in Merge} == {"later", "strict", "both", "sum"}
    strict = [f for record in RULES.records for f in record.fields if f.merge is Merge.STRICT]
    assert all(field.kind not in (Kind.WORDS, Kind.LIST, Kind.FLAG) for field in strict)


def test_an_unknown_kind_is_said_so(line: Line, taken: str) -> None:
    assert line.verdict(line.op("hologram.shine", ORDER, None)) == "unknown"


def test_a_step_of_nobody_s_is_denied_even_on_a_branch(line: Line, taken: str) -> None:
    line.op("work_order.dispatch", ORDER, taken, **CREW)
    denied = line.op("work_order.dispatch", ORDER, taken, by=Role.ACCOUNTANT, **OTHER_CREW)
    assert line.verdict(denied) == "denied"
    assert line.branches(ORDER) == ()


def test_what_was_made_on_an_own_step_that_still_waited_did_not_know_of_others(line: Line, taken: str) -> None:
    """The log says Q R P X: X stands on P, but its clerk never saw R."""
    line.op("work_order.dispatch", ORDER, taken, **CREW)  # R
    mine = line.op("work_order.remark", ORDER, taken, remark="业主在家")  # P
    blind = line.op("work_order.dispatch", ORDER, mine, base=taken, **OTHER_CREW)  # X
    assert (line.verdict(mine), line.verdict(blind)) == ("ok", "contested")


def test_its_own_steps_before_it_are_no_rivals(line: Line, taken: str) -> None:
    mine = line.op("work_order.dispatch", ORDER, taken, **CREW)
    arrived = line.op("work_order.arrive", ORDER, mine, base=taken)
    done = line.op("work_order.finish", ORDER, arrived, base=taken, result="repaired")
    assert [line.verdict(one) for one in (mine, arrived, done)] == ["ok"] * 3


def test_the_moments_of_a_branch_are_its_own(line: Line, taken: str) -> None:
    """The other desk's work was logged first and is later: what was done at ten past nine stays ten past nine."""
    line.now = NINE + 60 * MINUTE
    first = line.op("work_order.dispatch", ORDER, taken, at=NINE + 20 * MINUTE, **CREW)
    line.op("work_order.arrive", ORDER, first, at=NINE + 50 * MINUTE)
    other = line.op("work_order.dispatch", ORDER, taken, at=NINE + 10 * MINUTE, **OTHER_CREW)
    assert line.dids[other].eff == NINE + 10 * MINUTE
    arrived = line.op("work_order.arrive", ORDER, other, at=NINE + 5 * MINUTE)
    assert line.dids[arrived].eff == NINE + 10 * MINUTE
