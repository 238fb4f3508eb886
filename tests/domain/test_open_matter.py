"""What is open in a room, ranked: what is late is for now; before its time a thing only waits."""

from hypothesis import given
from hypothesis import strategies as st

from desk.domain.clocks import Shape
from desk.domain.open_matter import OpenKind, OpenMatter, Rank

MINUTE = 60_000


def one(**facts: object) -> OpenMatter:
    return OpenMatter(OpenKind.DELIVERY, "fresh_order", "1", "5 样", **facts)  # type: ignore[arg-type]


def test_the_clock_goes_from_ring_to_triangle_to_square() -> None:
    due = one(since_at=0, due_at=20 * MINUTE)
    shapes = [due.shape(minute * MINUTE) for minute in (0, 14, 15, 19, 20, 40)]
    assert shapes == [Shape.RING, Shape.RING, Shape.TRIANGLE, Shape.TRIANGLE, Shape.SQUARE, Shape.SQUARE]
    assert one().shape(5) is Shape.NONE
    assert [due.rank_at(minute * MINUTE) for minute in (0, 15)] == [Rank.NEXT, Rank.NOW]
    assert one(since_at=0, due_at=MINUTE, rank=Rank.AWAITED).rank_at(MINUTE) is Rank.AWAITED


@given(st.integers(0, 10**9), st.integers(-(10**9), 10**9), st.integers(0, 10**9))
def test_the_share_is_always_a_share(since: int, length: int, now: int) -> None:
    found = one(since_at=since, due_at=since + length)
    assert 0 <= found.permille(now) <= 1000
    assert (found.permille(now) == 1000) >= (now >= since + length)


def test_the_most_pressing_first() -> None:
    late, soon, waits = one(since_at=0, due_at=5), one(since_at=0, due_at=900), one(since_at=3)
    urgent = one(since_at=9, urgent=True)
    later = one(rank=Rank.LATER, urgent=True)
    found = sorted([later, waits, soon, urgent, late], key=lambda matter: matter.press(10))
    assert found == [late, urgent, soon, waits, later]
