"""How far back a desk can go: 35 days by the database's time, and no jump of a clock gives anything up."""

from sync.server.keeping import KEPT_DAYS, look_after
from sync.server.serving import Server
from sync.server.store import Place
from tests.sync.server.logs import OTHER, SCOPE, grow
from tests.world import Clock


def kept(server: Server, scope: str = SCOPE) -> int:
    return server.store.heads([scope]).get(scope, Place()).keep_from


def test_what_is_35_days_old_is_let_go_and_nothing_younger(server: Server, clock: Clock) -> None:
    for day in range(KEPT_DAYS + 5):
        grow(server.store, 2)
        for _ in range(3):
            look_after(server)
        assert kept(server) == max(0, 2 * (day + 1 - KEPT_DAYS)), day
        clock.forward(hours=1)
        clock.forward(days=1, hours=-1)


def test_a_clock_that_jumps_gives_nothing_up(server: Server, clock: Clock) -> None:
    grow(server.store, 4)
    for _ in range(10):
        look_after(server)
        clock.forward(days=1)
    for days in (400, -800, 3, 4_000):
        clock.forward(days=days)
        look_after(server)
    assert kept(server) == 0


def test_a_log_that_rests_is_noted_too(server: Server, clock: Clock) -> None:
    grow(server.store, 3)
    grow(server.store, 1, OTHER)
    for _ in range(KEPT_DAYS + 1):
        look_after(server)
        clock.forward(days=1)
    look_after(server)
    assert (kept(server), kept(server, OTHER)) == (3, 1)
    with server.store.reading() as session:
        ((days,),) = session.read("SELECT COUNT(*) FROM log_day WHERE scope = ?", (SCOPE,))
    assert days <= KEPT_DAYS + 1
    clock.forward(days=-5)
    look_after(server)
    assert kept(server) == 3, "it never goes back"


def test_a_clock_that_runs_backwards_makes_nothing_old(server: Server, clock: Clock) -> None:
    for _ in range(KEPT_DAYS + 10):
        grow(server.store, 1)
        look_after(server)
        clock.forward(days=-1)
    assert kept(server) == 0
