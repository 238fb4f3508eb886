"""How far back a desk must be able to go: 35 days, older than any backup that may be restored (sync.md, rule 5).

Each day, by the database's time, the place of every log is noted; `keep_from` is the newest place that is 35 days old
and has 35 noted days behind it, so that a clock that jumps ahead gives nothing up. The server's own before-images stay
for good: by them it knows what happened since a clerk looked, however long he was away.
"""

from desk.domain.calendar import DAY
from sync.server.serving import Server

KEPT_DAYS = 35
MOVED = """SELECT h.scope, h.seq FROM "head" h
           WHERE NOT EXISTS (SELECT 1 FROM log_day d WHERE d.scope = h.scope AND d.day = ?)"""
NOTE = "INSERT INTO log_day (scope, day, seq) VALUES (?, ?, ?) ON CONFLICT (scope, day) DO NOTHING"
DAYS = "SELECT day, seq FROM log_day WHERE scope = ? ORDER BY day DESC"
ADVANCE = 'UPDATE "head" SET keep_from = ? WHERE scope = ? AND keep_from < ?'
FORGET = "DELETE FROM log_day WHERE scope = ? AND day < ?"


def look_after(server: Server) -> None:
    """Note today's places where that is not done yet, and move `keep_from` where it may. Doing it twice is harmless."""
    today = server.store.now() // DAY
    with server.store.reading() as session:
        scopes = [str(row[0]) for row in session.read(MOVED, (today,))]
    for scope in scopes:
        with server.store.session() as session:
            session.run(NOTE, (scope, today, session.lock(scope).seq))
            days = session.read(DAYS, (scope,))
            old = [(day, seq) for day, seq in days[KEPT_DAYS:] if day <= today - KEPT_DAYS]
            if old:
                day, seq = old[0]
                session.run(ADVANCE, (seq, scope, seq))
                session.run(FORGET, (scope, day))
