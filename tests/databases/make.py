"""Makes the stored database of the newest schema, once, when it is released: `python -m tests.databases.make`.

Each file is a whole small office with an order in every state, kept for ever: a later program must open it.
"""

import json
import sys
from pathlib import Path

from desk.domain.calendar import Calendar
from desk.domain.roles import Role
from desk.store import schema
from desk.store.holidays import load_holidays
from tests import world as worlds
from tests.world import World

HERE = Path(__file__).parent


def file_of(revision: str) -> Path:
    return HERE / f"{revision}.db"


def facts_of(revision: str) -> Path:
    """Beside each file: its key, and what it is known to hold."""
    return HERE / f"{revision}.json"


def live(world: World) -> None:
    """Some days of work, with rare characters and every kind of ending."""
    world.order(reporter="𬭎𬭎", matter="楼道灯不亮, 𬭎先生报")
    world.order(kind="appointment")
    world.take(Role.CLERK, "work_order.void", world.order(), void_reason="duplicate")
    waiting = world.dispatched(charge="paid", price_form="range", price_from_fen=3000, price_to_fen=5000)
    world.take(Role.CLERK, "work_order.wait_parts", waiting, suspend_note="阀芯")
    world.take(Role.CLERK, "work_order.acknowledge", world.dispatched())
    world.take(Role.CLERK, "work_order.arrive", world.dispatched())
    world.take(Role.CLERK, "work_order.return", world.dispatched(), return_reason="no_parts")
    world.finished()
    world.dispatched()
    world.slip_back()
    world.take(Role.CLERK, "work_order.hand_out", world.order(where="3栋2单元电梯"), contractor="电梯维保")
    closed = world.slip_back()
    revisit = world.row("work_order", closed)["revisit_id"]
    world.clock.forward(days=3)
    world.take(Role.CLERK, "revisit.attempt", revisit, call_code="no_answer")
    world.clock.forward(hours=6)
    world.changed(
        Role.CLERK,
        world.request(
            "revisit.answer", revisit, satisfaction="good", answers=[{"question": "修好了吗?", "answer": "yes"}]
        ),
        world.request("work_order.close", closed, closed_by="revisit", satisfaction="good"),
    )
    slip = world.take(Role.CLERK, "slip.issue", order_id=waiting, no="W1A-0004", copy_no=1, format="a5")
    world.take(Role.CLERK, "slip.print", slip, printer="前台")
    world.take(Role.CLERK, "co_report.join", order_id=waiting, where="1-1-102", wants_reply=True)
    blank = world.take(Role.CLERK, "slip.issue", no="W1A-K0001", copy_no=1, format="a5")
    world.take(Role.CLERK, "slip.lay_by", blank)
    world.take(Role.CLERK, "slip.bind", blank, order_id=waiting)
    world.take(Role.CLERK, "taking.take", order_id=closed, amount_fen=3000, payment="cash", receipt_no="0001")
    world.take(Role.CLERK, "day_close.close", day_on="2026-11-21", cash_fen=3000, counted_fen=3000)
    world.take(Role.MANAGER, "list_row.add", list_name="tree", code="11", cells=[{"name": "words", "value": "滴水"}])
    world.take(Role.MANAGER, "setting.add", key="clock.arrival_minutes", value="25")


def make(revision: str, again: bool) -> None:
    path = file_of(revision)
    if path.exists() and not again:
        sys.exit(f"{path.name} is there already; --again makes anew the file of a schema that is not released yet")
    path.unlink(missing_ok=True)
    world = worlds.build(path, Calendar(load_holidays()))
    live(world)
    counts = {record.name: len(world.rows(record.name)) for record in world.rules.records}
    facts = {
        "key": worlds.KEY.hex(),
        "rows": {name: count for name, count in counts.items() if count},
        "ops": len(world.database.read("SELECT 1 FROM outbox")),
    }
    with world.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM search_due")
    world.database.close()
    facts_of(revision).write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    make(schema.NEWEST, "--again" in sys.argv[1:])
