"""Confidential steps of somebody who may not read them again: sealed as they are taken, opaque until they arrive.

Such a step only makes a new record. Its op stands in the table `sealed` as head and sealed parts: to the server's key,
and to that of the complaints' file of this desk, so that a handler who signs in here sees it without any network. No
row, no before-image and no verdict is kept, so that there is nothing to undo, to edit or to read.

It leaves as every op does, by the log alone (sync.md, rule 1). This desk does not follow the complaints' log, so the
server says it in the estate's own: `sys.lodged {id, hash}`, written only when the op is logged. From then on the row is
kept, still sealed, as long as the server may be put back to a day before it (rule 5): going back behind that entry
sends it again.
"""

from typing import TYPE_CHECKING

from desk.domain.errors import DeskError
from desk.domain.scopes import complaints_of
from desk.store import device
from sync.protocol.envelope import Envelope, Sealed, digest

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desk.store.database import Database

SERVER, DESK = "complaints.server", "complaints.public"  # in the table `device`: the public keys it is sealed to
PENDING, HERE, LODGED = "pending", "here", "lodged"  # states; HERE: only this desk's own key opens it
WAITING = f"SELECT COUNT(*) FROM sealed WHERE state <> '{LODGED}'"
PUT = """INSERT INTO sealed (pos, n, id, scope, ent, op, body, state, tries, opened)
         VALUES ((SELECT COALESCE(MAX(pos), 0) + 1 FROM sealed), ?, ?, ?, ?, ?, ?, ?, 0, 0)"""
BACK = f"""UPDATE sealed SET state='{PENDING}', tries=0, next_try=NULL, seq=NULL
           WHERE scope=? AND state='{LODGED}' AND seq > ?"""


def closed() -> DeskError:
    return DeskError("投诉的内容只有处理人能看、能改", "已登记的不能撤销或修改; 要补充请转请处理人, 或再登记一件")


def put(connection: "Connection", envelope: Envelope, sealed: Sealed) -> None:
    """Keep an op so that nobody at this counter can read it; DeskError where there is no key to seal it to."""
    from desk.store import sealing

    readers = {name: sealing.key_of(text) for name in (SERVER, DESK) if (text := _told(connection, name))}
    if not readers:
        raise DeskError("本机还没有投诉的处理人, 没有保存", "请项目经理先在这台电脑登录一次, 再登记; 急的先写在纸上")
    body = sealing.seal(list(readers.values()), sealing.parts(sealed.body, sealed.pii), sealed.op)
    state = PENDING if SERVER in readers else HERE
    connection.exec_driver_sql(
        PUT, (envelope.n, sealed.id, envelope.scope, envelope.ent, sealed.op, body, state)
    )  # fmt: skip


def waiting(database: "Database") -> int:
    """How many of them the log has not confirmed."""
    return int(database.read(WAITING)[0][0])


def lodged(connection: "Connection", scope: str, ident: str, hashed: str) -> None:
    """The estate's log says that this op has arrived."""
    row = connection.exec_driver_sql("SELECT op FROM sealed WHERE id=?", (ident,)).scalar()
    if row is not None and digest(bytes(row)) == hashed:
        sql = "SELECT MAX(seq) FROM journal WHERE scope=? AND ent=?"
        seq = connection.exec_driver_sql(sql, (scope, ident)).scalar()
        connection.exec_driver_sql(
            "UPDATE sealed SET state=?, seq=?, next_try=NULL WHERE id=?", (LODGED, seq or 0, ident)
        )


def go_back(connection: "Connection", scope: str, common: int) -> None:
    """The estate's log goes back to this entry: what arrived behind it is sent again."""
    connection.exec_driver_sql(BACK, (complaints_of(scope), common))


def forget(connection: "Connection", scope: str, keep_from: int) -> int:
    """What arrived so long ago that no server goes back behind it."""
    sql = "DELETE FROM sealed WHERE scope=? AND state=? AND seq<=?"
    return connection.exec_driver_sql(sql, (complaints_of(scope), LODGED, keep_from)).rowcount


def _told(connection: "Connection", name: str) -> str:
    row = connection.exec_driver_sql("SELECT value FROM device WHERE name=?", (name,)).fetchone()
    return str(row[0]) if row else ""


def keep_key(connection: "Connection", name: str, public: str) -> None:
    """One of the keys that such steps are sealed to, where it is another one than before."""
    if _told(connection, name) != public:
        device.put(connection, name, public)
