"""How often somebody may try: a count per name in a window, kept in the database for all processes alike."""

from typing import TYPE_CHECKING

from sync.server.problems import Problem

if TYPE_CHECKING:
    from sync.server.store import Session


def count(session: "Session", name: str, now: int, window: int) -> int:
    """One more try; says how many there were in this window. A clock that went back begins a new one."""
    rows = session.read('SELECT since_at, "count" FROM attempt WHERE name = ?', (name,))
    since, tries = (int(rows[0][0]), int(rows[0][1])) if rows else (now, 0)
    if not since <= now < since + window:
        since, tries = now, 0
    session.run(
        'INSERT INTO attempt (name, since_at, "count") VALUES (?, ?, ?) '
        'ON CONFLICT (name) DO UPDATE SET since_at = excluded.since_at, "count" = excluded."count"',
        (name, since, tries + 1),
    )
    return tries + 1


def check(session: "Session", name: str, now: int, window: int, most: int) -> None:
    """429 with the time to wait once `most` tries of this window are spent."""
    rows = session.read('SELECT since_at, "count" FROM attempt WHERE name = ?', (name,))
    if not rows:
        return
    since, tries = int(rows[0][0]), int(rows[0][1])
    if tries >= most and since <= now < since + window:
        raise too_many(since + window - now)


def too_many(wait_ms: int) -> Problem:
    return Problem(429, "too_many", f"试得太多了, 请等 {-(-wait_ms // 60_000)} 分钟", -(-wait_ms // 1000))
