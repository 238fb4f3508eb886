"""The door's plain facts in the words of the sign-in page."""

from dataclasses import replace
from typing import TYPE_CHECKING

from desk.domain import pc_clock
from desk.domain.roles import Shift
from desk.sample.pins import sample_pin
from desk.store.accounts import Person as Staff
from desk.store.front import Figures, Front
from desk.ui.kit.person_picker import Person
from desk.ui.special.sign_in import Door

if TYPE_CHECKING:
    from desk.ui.sync_state import SyncState

FOOT = "几分钟不动会自动锁屏, 没写完的受理会留着 · F12 遮屏"
SAMPLE = "示例数据: 人和事都是编的, 密码写在每个人后面"
Pairs = tuple[tuple[str, str], ...]


def door_of(found: Front, sample: bool, lock: bool = False) -> Door:
    """What the page shows of an estate. `sample` adds the PINs of the sample people; a lock offers no other estate."""
    return Door(
        found.estate_id,
        found.estate,
        tuple(one.id for one in found.people),
        tuple(_person(one, sample) for one in found.people),
        () if lock else found.others,
        FOOT,
        SAMPLE if sample else "",
    )


def facts_of(found: Figures) -> Pairs:
    """What waits for the next one at the counter."""
    parked = (("暂存", f"{found.parked} 件"),) if found.parked else ()
    return (
        *parked,
        ("待派工", f"{found.to_dispatch} 件"),
        ("待收派工单", f"{found.slips_due} 张"),
        ("今天的约定", f"{found.appointments} 户"),
    )


def notes_of(found: Figures, state: "SyncState | None", now: int) -> Pairs:
    """How this PC stands to its server, and where the data is. `state` None or alone: the traffic has not begun."""
    if not found.joined:
        return (("cloud-off", f"单机 · 待上传 {found.unsent}"), ("lock", "数据已加密, 只存在本机"))
    waiting = ("cloud-upload", f"待上传 {found.unsent}" if found.unsent else "上班后自动同步")
    kept = ("lock", "数据已加密, 本机和公司服务器各存一份")
    if state is None or state.mode == "alone":
        return (waiting, kept)
    traffic = replace(state, waiting=found.unsent, behind_ms=0)
    clock = (("triangle-alert", f"{state.clock}, {pc_clock.ADVICE}"),) if state.clock else ()
    return (*clock, (traffic.icon, traffic.words(now)), kept)


def _person(one: Staff, sample: bool) -> Person:
    shift = Shift.label_of(one.shift)
    pin = f"密码 {sample_pin(one.staff_no)}" if sample else ""
    return Person(one.name, f"{one.role.label} {one.staff_no}", " · ".join(part for part in (shift, pin) if part))
