"""公告登记簿, 公告来电登记簿, 活动报名登记簿: what went out, how early, put right; who rang; who signed up."""

from collections import Counter
from collections.abc import Sequence

from desk.domain.calendar import HOUR, MINUTE
from desk.domain.field import Kind
from desk.domain.flow import Frozen
from desk.domain.roles import Role
from desk.domain.words_of_time import moment
from desk.services.notices.record import FoundBy, NoticeCallState, NoticeState, NoticeVoid, SignUpChannel, SignUpState
from desk.services.notices.timely import misses
from reports.posters.of_notice import time_words
from reports.registers.definition import DESK, Beside, Register, RegisterColumn, Shelf

S = NoticeState
OUT = tuple(str(one) for one in (S.SENT, S.CORRECTED, S.RESTORED, S.ENDED, S.VOID))
READERS = DESK | {Role.BUTLER}
OF_NOTICE = Beside("notice_id", "notice")
KNOWN = ("sent_at", "reviewed_at", "restored_recorded_at", "corrected_at", "ended_at")


def _ahead(values: Frozen) -> str:
    """How long before it began: 26 小时; 开始后 12 分 where it burst first."""
    sent, begins = values.get("sent_at"), values.get("from_at")
    if not sent or not begins:
        return ""
    before = int(begins) - int(sent)
    if before < 0:
        return f"开始后 {-before // MINUTE} 分"
    return f"{before // HOUR} 小时" if before >= HOUR else f"{before // MINUTE} 分"


def _late(values: Frozen) -> str:
    """What counts against the office, as far as it is settled: what is still owed shows once it was done too late."""
    settled = max(int(values.get(name) or 0) for name in KNOWN)
    return "、".join(one.label for one in misses(values, settled))


def _delivered(values: Frozen) -> int | None:
    found = [int(one.get("delivered") or 0) for one in values.get("receipts") or ()]
    return sum(found) if found else None


def _end(values: Frozen) -> str:
    """What became of it, and whether it is itself a correction."""
    status, told = values.get("status"), S.label_of(values.get("status"))
    if status == S.RESTORED and values.get("restored_at"):
        told = f"{moment(int(values['restored_at']), int(values['restored_at']))[-5:]} 恢复"
    if status == S.VOID:
        told = NoticeVoid.label_of(values.get("void_reason")) or told
    if not values.get("corrects_id"):
        return told
    found = FoundBy.label_of(values.get("found_by"))
    return f"第 {values.get('correction_no') or 1} 次更正{f' ({found})' if found else ''} {told}"


class NoticeSums:
    def __init__(self) -> None:
        self.out = 0
        self.kinds: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.late = 0
        self.delivered = 0

    def add(self, values: Frozen) -> None:
        if values.get("corrects_id"):
            self.found[FoundBy.label_of(values.get("found_by")) or "没写谁发现"] += 1
        else:
            self.out += 1
            self.kinds[str(values.get("kind_label") or "公告")] += 1
        self.late += bool(_late(values))
        self.delivered += _delivered(values) or 0

    def words(self) -> Sequence[str]:
        each = "，".join(f"{word} {count}" for word, count in self.kinds.most_common())
        found = "，".join(f"{word} {count}" for word, count in self.found.most_common())
        first = f"发布 {self.out} 份" + (f"：{each}" if each else "")
        second = f"更正 {self.found.total()} 份" + (f"（{found}）" if found else "")
        return first, f"{second}；计入及时性 {self.late} 份；送达 {self.delivered:,} 户次"


class SignUpSums:
    def __init__(self) -> None:
        self.people: Counter[str] = Counter()
        self.homes: Counter[str] = Counter()
        self.came: Counter[str] = Counter()

    def add(self, values: Frozen) -> None:
        if values.get("status") == SignUpState.CANCELLED:
            return
        title = _title(values)
        self.homes[title] += 1
        self.people[title] += int(values.get("people") or 1)
        self.came[title] += values.get("status") == SignUpState.CAME

    def words(self) -> Sequence[str]:
        each = "；".join(
            f"{title} {count} 家 {self.people[title]} 人（到场 {self.came[title]} 家）"
            for title, count in self.homes.most_common()
        )
        return (f"报名 {self.homes.total()} 家 {self.people.total()} 人" + (f"：{each}" if each else ""),)


class CallSums:
    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()

    def add(self, values: Frozen) -> None:
        self.calls[_title(values, "公告")] += 1

    def words(self) -> Sequence[str]:
        each = "；".join(f"{title} {count}" for title, count in self.calls.most_common())
        return (f"来电 {self.calls.total()} 个" + (f"：{each}" if each else ""),)


def _title(values: Frozen, otherwise: str = "活动") -> str:
    notice = values.get("about") or {}
    return str(notice.get("title") or notice.get("kind_label") or otherwise)


def _channel(values: Frozen) -> str:
    return SignUpChannel.label_of(values.get("channel")) or SignUpChannel.DESK.label


NOTICES = Register(
    "notices",
    "公告登记簿",
    "notice",
    (
        RegisterColumn("发布时间", 18, lambda one: one.get("sent_at"), Kind.MOMENT),
        RegisterColumn("类型", 17, lambda one: one.get("kind_label")),
        RegisterColumn("标题", 25, lambda one: one.get("title")),
        RegisterColumn("影响范围", 30, lambda one: one.get("range_words")),
        RegisterColumn("户数", 10, lambda one: one.get("homes"), Kind.NUMBER),
        RegisterColumn("起止时间", 33, time_words),
        RegisterColumn("提前", 15, _ahead),
        RegisterColumn("起草", 13, lambda one: one.get("writer")),
        RegisterColumn("复核", 13, lambda one: one.get("reviewer")),
        RegisterColumn("复核时间", 18, lambda one: one.get("reviewed_at"), Kind.MOMENT),
        RegisterColumn("张贴", 21, lambda one: one.get("posted_where")),
        RegisterColumn("送达", 11, _delivered, Kind.NUMBER),
        RegisterColumn("结果", 22, _end),
        RegisterColumn("计入及时性", 22, _late),
    ),
    (("sent_at", OUT),),
    NoticeSums,
    shelf=Shelf.WORDS,
    readers=READERS,
)
CALLS = Register(
    "notice_calls",
    "公告来电登记簿",
    "notice_call",
    (
        RegisterColumn("来电时间", 22, lambda one: one.get("called_at"), Kind.MOMENT),
        RegisterColumn("公告", 66, _title),
        RegisterColumn("类型", 30, lambda one: (one.get("about") or {}).get("kind_label")),
        RegisterColumn("影响范围", 52, lambda one: (one.get("about") or {}).get("range_words")),
        RegisterColumn("房间号", 36, lambda one: one.get("where")),
        RegisterColumn("来电人", 32, lambda one: one.get("caller")),
        RegisterColumn("接听人", 30, lambda one: one.get("taken_by")),
    ),
    (("called_at", (str(NoticeCallState.LOGGED),)),),
    CallSums,
    shelf=Shelf.WORDS,
    readers=READERS,
    beside=(OF_NOTICE,),
)
SIGN_UPS = Register(
    "sign_ups",
    "活动报名登记簿",
    "sign_up",
    (
        RegisterColumn("报名时间", 20, lambda one: one.get("signed_up_at"), Kind.MOMENT),
        RegisterColumn("活动", 46, _title),
        RegisterColumn("房间号", 27, lambda one: one.get("where")),
        RegisterColumn("报名人", 27, lambda one: one.get("name")),
        RegisterColumn("联系电话", 28, lambda one: one.get("phone"), phone=True),
        RegisterColumn("人数", 12, lambda one: one.get("people"), Kind.NUMBER),
        RegisterColumn("怎么报的", 17, _channel),
        RegisterColumn("登记人", 17, lambda one: one.get("taken_by")),
        RegisterColumn("状态", 17, lambda one: SignUpState.label_of(one.get("status"))),
        RegisterColumn("到场时间", 20, lambda one: one.get("came_at"), Kind.MOMENT),
        RegisterColumn("取消时间", 20, lambda one: one.get("cancelled_at"), Kind.MOMENT),
        RegisterColumn("核对", 17, lambda one: "待核对身份" if one.get("identity_unchecked") else ""),
    ),
    (("signed_up_at", ()),),
    SignUpSums,
    shelf=Shelf.WORDS,
    readers=READERS,
    beside=(OF_NOTICE,),
)
