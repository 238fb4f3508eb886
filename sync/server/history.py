"""GET /v1/scopes/{scope}/history: what the log holds of one entity, for desks that do not keep it (any more)."""

from sync.server.asked import Answer, Asked, Route, packed
from sync.server.problems import Problem, malformed
from sync.server.serving import Server
from sync.wire.messages import Entry
from sync.wire.snapshots import History

MOST = 200
END = 2**53
ENTRIES = """SELECT seq, op, body, pii, did, mac FROM journal
             WHERE ent = ? AND seq < ? AND scope = ? ORDER BY seq DESC LIMIT ?"""


def history(server: Server, asked: Asked) -> Answer:
    """The newest entries of `ent` before a seq, oldest first."""
    scope, ent = asked.params["scope"], asked.query.get("ent", "")
    if scope not in asked.who.pulls:
        raise Problem(403, "not_yours", "本机无权读取这个范围")
    if not ent or len(ent) > 64 or "\0" in ent:
        raise malformed()
    with server.store.reading() as session:
        rows = session.read(ENTRIES, (ent, asked.number("before", END), scope, MOST + 1))
    return packed(History([Entry(*row) for row in reversed(rows[:MOST])], len(rows) > MOST))


ROUTES = (
    Route(
        "GET", "/v1/scopes/{scope}/history", history, "Entries of one entity, the newest first asked for", "log",
        gives=History, problems=(400, 403), query={"ent": "the entity", "before": "a seq"},
    ),
)  # fmt: skip
