"""Money that two desks took at once: sums add up, and go with the side that goes."""

from tests.domain.line import CREW, ORDER, OTHER_CREW, RETURNED, Line, finished_branch


def test_sums_of_two_desks_add_up(line: Line, taken: str) -> None:
    main = line.op("work_order.dispatch", ORDER, taken, **CREW)
    line.op("work_order.pay", ORDER, main, received_fen=3000, payment="cash")
    line.op("work_order.pay", ORDER, main, received_fen=5000, payment="cash")
    assert line.row("work_order", ORDER)["received_fen"] == 8000


def test_the_same_sum_twice_is_twice_the_sum(line: Line, taken: str) -> None:
    main = line.op("work_order.dispatch", ORDER, taken, **CREW)
    line.op("work_order.pay", ORDER, main, received_fen=3000, payment="cash")
    line.op("work_order.pay", ORDER, main, received_fen=3000, payment="cash")
    assert line.row("work_order", ORDER)["received_fen"] == 6000


def test_the_same_sum_twice_is_not_one_where_the_order_is_void_by_then(line: Line, taken: str) -> None:
    """Both took the second half; the quicker one's order was voided before the other's money came (seed 1905)."""
    main = line.op("work_order.return", ORDER, line.op("work_order.dispatch", ORDER, taken, **CREW), **RETURNED)
    half = line.op("work_order.pay", ORDER, main, received_fen=7000, payment="cash", was={"received_fen": 0})
    rest = line.op("work_order.pay", ORDER, half, received_fen=16_000, payment="cash", was={"received_fen": 7000})
    line.op("work_order.void", ORDER, rest, void_reason="other")
    other = line.op("work_order.pay", ORDER, half, received_fen=16_000, payment="cash", was={"received_fen": 7000})
    assert line.verdict(other) == "contested"
    assert line.branches(ORDER)[0]["sets"]["received_fen"] == 16_000


def test_a_sum_counts_from_what_its_clerk_saw(line: Line, taken: str) -> None:
    """His remark was logged behind the other desk's money, of which he knew nothing when he took his own (seed 84)."""
    main = line.op("work_order.dispatch", ORDER, taken, **CREW)
    line.op("work_order.pay", ORDER, main, received_fen=7000, payment="cash", was={"received_fen": 0})
    remark = line.op("work_order.remark", ORDER, main, remark="先付一半")
    line.op("work_order.pay", ORDER, remark, received_fen=6000, payment="cash", was={"received_fen": 0})
    assert line.row("work_order", ORDER)["received_fen"] == 13_000


def test_only_the_money_of_the_kept_side_counts(line: Line, taken: str) -> None:
    main = line.op("work_order.dispatch", ORDER, taken, **CREW)
    other = line.op("work_order.dispatch", ORDER, taken, **OTHER_CREW)
    line.op("work_order.pay", ORDER, other, received_fen=8000, payment="cash")
    paid = line.op("work_order.pay", ORDER, main, received_fen=5000, payment="cash")
    branch = str(line.branches(ORDER)[0]["id"])
    line.op("work_order.resolve", ORDER, paid, keep=branch, drop=[])
    assert line.row("work_order", ORDER)["received_fen"] == 8000


def test_money_taken_in_passing_on_the_side_that_goes_goes_too(line: Line, taken: str) -> None:
    main, branch = finished_branch(line, taken)
    paid = line.op("work_order.pay", ORDER, main, received_fen=5000, payment="cash")
    line.op("work_order.resolve", ORDER, paid, keep=branch, drop=[])
    assert not line.row("work_order", ORDER).get("received_fen")


def test_money_of_the_side_that_goes_goes_with_it(line: Line, taken: str) -> None:
    main, branch = finished_branch(line, taken)
    done = line.op("work_order.finish", ORDER, main, result="repaired")
    signed = line.op("work_order.sign", ORDER, done, signature="self", tick="good")
    back = line.op("work_order.slip_back", ORDER, signed, received_fen=3000, payment="cash", due_fen=3000)
    line.op("work_order.resolve", ORDER, back, keep=branch, drop=[])
    assert not line.row("work_order", ORDER).get("received_fen")
