"""What a setting does, in words that change with its value: 完工后第3-7天回访."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from desk.domain.calendar import Span
from desk.domain.settings import Setting, Settings

DAY = 24 * 60
Effect = Callable[[Settings], str]


class Group(NamedTuple):
    """Settings that are looked at together: keys beginning with one of these."""

    name: str
    label: str
    begins: tuple[str, ...]


GROUPS: tuple[Group, ...] = (
    Group("time", "时间与时钟", ("calendar.", "clock.")),
    Group("ladder", "升级", ("escalation.",)),
    Group("visit", "上门", ("order.windows", "order.capacity", "order.call_again", "order.parts", "order.outside")),
    Group("again", "查重与反复", ("order.rework", "order.group", "order.unit", "order.home")),
    Group("revisit", "回访", ("revisit.",)),
    Group("slip", "派工单", ("slip.", "order.slip")),
    Group("money", "收款", ("taking.", "takings.", "money.", "receipt.")),
    Group("housekeeping", "家政", ("housekeeping.",)),
    Group("fresh", "生鲜", ("fresh.",)),
    Group("notice", "公告", ("notice.",)),
    Group("complaint", "投诉", ("complaint.",)),
    Group("assessment", "考核", ("assessment.",)),
    Group("desk", "前台与锁屏", ("desk.", "duty.", "lift.")),
    Group("other", "其他", ("",)),
)


def group_of(key: str) -> Group:
    """The first group whose beginning fits."""
    return next(group for group in GROUPS if key.startswith(group.begins))


def span_words(minutes: int) -> str:
    """15分钟, 2小时, 1小时30分, 1天."""
    if minutes and minutes % DAY == 0:
        return f"{minutes // DAY}天"
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}分钟"
    return f"{hours}小时{rest}分" if rest else f"{hours}小时"


def clock_words(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}"


def hours_words(spans: tuple[Span, ...]) -> str:
    return "、".join(f"{clock_words(begin)}-{clock_words(end)}" for begin, end in spans) or "休息"


def _open_minutes(spans: tuple[Span, ...]) -> str:
    return span_words(sum(end - begin for begin, end in spans))


def _desk(key: str, whom: str) -> Effect:
    def say(settings: Settings) -> str:
        spans = settings.hours(key)
        if not spans:
            return f"{whom}前台休息, 一般报修的时限不走; 全天算夜班"
        return f"{whom} {hours_words(spans)} 前台有人, 一般报修的时限一天走 {_open_minutes(spans)}; 其余时间算夜班"

    return say


def _span(key: str, words: str) -> Effect:
    return lambda settings: words.format(span_words(settings.number(key)))


def _number(key: str, words: str) -> Effect:
    return lambda settings: words.format(settings.number(key))


def _pair(first: str, last: str, words: str) -> Effect:
    def say(settings: Settings) -> str:
        low, high = settings.number(first), settings.number(last)
        days = f"第{low}天" if low == high else f"第{low}-{high}天"
        return words.format(days)

    return say


def _step(key: str, before: str, who: str, urgent: bool) -> Effect:
    def say(settings: Settings) -> str:
        after, clock = span_words(settings.number(key)), "昼夜算" if urgent else "只算前台时间"
        kind = "紧急单" if urgent else "报修"
        next_one = f", 比叫{before}晚" if before else ""
        return f"{kind}{after}还没派出去, 今日页上叫{who}{next_one} ({clock})"

    return say


def _windows(settings: Settings) -> str:
    spans, room = settings.hours("order.windows"), settings.number("order.capacity")
    shown = hours_words(spans)
    return f"一天 {len(spans)} 个时段可约: {shown}; 每个班组一天最多 {len(spans) * room} 单"


def _capacity(settings: Settings) -> str:
    return f"一个班组一个时段约到 {settings.number('order.capacity')} 单就显示已满, “尽快”往后排"


def _warn(settings: Settings) -> str:
    percent = settings.number("clock.warn_percent")
    left = settings.number("clock.arrival_minutes") * (100 - percent) // 100
    return f"时限用掉 {percent}% 显示 ▲; 例如到场还剩 {left} 分钟时"


def _cap(key: str, why: str) -> Effect:
    def say(settings: Settings) -> str:
        days = settings.number(key)
        return f"一单因{why}最多停 {days} 天, 再久时限接着走" if days else f"因{why}挂起时限不停"

    return say


def _group_calls(settings: Settings) -> str:
    calls, minutes = settings.number("order.group_calls"), span_words(settings.number("order.group_minutes"))
    return f"{minutes}里同一部位有 {calls} 个人报, 提示发一份公告"


def _unit(settings: Settings) -> str:
    count, days = settings.number("order.unit_pattern"), settings.number("order.unit_pattern_days")
    return f"一个单元 {days} 天里同一问题 {count} 单, 提示疑似公共管道"


def _home(settings: Settings) -> str:
    count, days = settings.number("order.home_pattern"), settings.number("order.home_pattern_days")
    return f"同一户 {days} 天里报 {count} 单, 提示反复报修"


def _attempts(settings: Settings) -> str:
    times, days = settings.number("revisit.attempts"), settings.number("revisit.attempt_days")
    return f"打满 {times} 次、分在 {days} 天还没人接, 才算未联系上"


def _rate(key: str, what: str) -> Effect:
    def say(settings: Settings) -> str:
        percent = settings.number(key)
        return f"{what}都回访" if percent == 100 else f"{what}抽 {percent}% 回访" if percent else f"{what}不回访"

    return say


def _check(settings: Settings) -> str:
    percent = settings.number("revisit.check_percent")
    return f"回访过的抽 {percent}%, 经理再打一次核对" if percent else "回访过的不再抽查"


def _times(key: str, words: str) -> Effect:
    return lambda settings: words.format(hours_words(settings.hours(key)))


def _night_dispatch(settings: Settings) -> str:
    if settings.text("duty.night_dispatch") == "只派紧急":
        return "夜里接到的报修, 值夜班的人只能派紧急的, 别的明早派"
    return "夜里接到的报修, 值夜班的人都可以派"


def _estate_from(settings: Settings) -> str:
    word, minutes = settings.text("fresh.estate_from"), span_words(settings.number("fresh.estate_minutes"))
    return (
        f"小区的{minutes}从{word}算起; 门店迟到的不算小区的" if word == "到货" else f"小区的{minutes}从{word}合格算起"
    )


def _link(settings: Settings) -> str:
    link = settings.text("notice.link")
    if not link.startswith("http"):
        return f"海报上的二维码里是公告的要点, 手机一扫就存下 (平台: {link})"
    return f"海报上的二维码打开 {link}"


def _waiting(settings: Settings) -> str:
    most = settings.number("notice.waiting_most")
    return f"活动名额满了再收 {most} 户候补, 有人取消就按次序补上" if most else "活动名额满了就不再收人"


def _answered(key: str, what: str) -> Effect:
    return lambda settings: f"{what}, 登记后 {settings.number(key)} 小时内要答复业主"


def _answer_counted(settings: Settings) -> str:
    spans = settings.hours("complaint.answer_counted")
    whole = _open_minutes(spans) == span_words(DAY)
    return "投诉答复的时限昼夜连续计算" if whole else f"投诉答复的时限只算工作日 {hours_words(spans)}"


def _points(settings: Settings) -> str:
    rate = settings.number("fresh.points_per_yuan")
    return f"平台订单签收时, 每送达 1 元计 {rate} 分, 一单只计一次" if rate else "签收不计积分"


def _levels(settings: Settings) -> str:
    excellent, good, passed = (settings.number(f"assessment.{name}_marks") for name in ("excellent", "good", "passed"))
    return f"{excellent} 分起优秀, {good} 分起良好, {passed} 分起合格, 再低不合格"


_REPAIR = _pair("revisit.first_day", "revisit.last_day", "户内和公共维修完工后{}回访")
_REWORK = _pair("revisit.rework_first_day", "revisit.rework_last_day", "返工或上次不满意的完工后{}由主管回访")

EFFECTS: Mapping[str, Effect] = {
    "complaint.answer_hours": _answered("complaint.answer_hours", "一般投诉"),
    "complaint.urgent_answer_hours": _answered("complaint.urgent_answer_hours", "紧急投诉"),
    "complaint.suggestion_hours": _answered("complaint.suggestion_hours", "建议"),
    "complaint.answer_counted": _answer_counted,
    "complaint.forwarded_workdays": _number(
        "complaint.forwarded_workdays", "12345、上级转办的, 比对方的期限提前 {} 个工作日答复"
    ),
    "complaint.repeat_days": _number("complaint.repeat_days", "{} 天内同一户同一类再投诉, 登记时提示并案"),
    "assessment.few": _number(
        "assessment.few", "一个比率不到 {} 件的不计分, 分值摊到同项目的别行; 整个项目没有的摊到别的项目"
    ),
    "assessment.passed_marks": _levels,
    "assessment.good_marks": _levels,
    "assessment.excellent_marks": _levels,
    "assessment.not_reached_percent": _number(
        "assessment.not_reached_percent", "打满次数没联系上的最多剔除 {}%, 再多的算没有回访"
    ),
    "assessment.absent_percent": _number(
        "assessment.absent_percent", "生鲜因业主不在或要求晚送而迟的, 最多剔除订单的 {}%, 再多的算迟到"
    ),
    "assessment.force_majeure_days": _number(
        "assessment.force_majeure_days", "项目经理一年可以登记 {} 天不可抗力, 再多的要总部同意才剔除"
    ),
    "assessment.anomaly_percent": _number(
        "assessment.anomaly_percent", "时间前后颠倒的报修单超过 {}%, 到场及时率另扣分"
    ),
    "assessment.invalid_percent": _number("assessment.invalid_percent", "投诉判无效的超过 {}%, 考核表上提示总部复查"),
    "assessment.rework_open_days": _number("assessment.rework_open_days", "返工单 {} 天还没结, 满意率一行另扣分"),
    "assessment.rank_orders": _number("assessment.rank_orders", "做满 {} 单的师傅才排名, 不满的只列不排"),
    "calendar.desk_hours": _desk("calendar.desk_hours", "工作日"),
    "calendar.desk_hours_rest": _desk("calendar.desk_hours_rest", "周末"),
    "calendar.desk_hours_holiday": _desk("calendar.desk_hours_holiday", "节假日"),
    "clock.response_minutes": _span("clock.response_minutes", "一般报修, 受理后{}内要告诉业主谁几点来 (只算前台时间)"),
    "clock.urgent_response_minutes": _span("clock.urgent_response_minutes", "紧急报修, 受理后{}内要回复 (昼夜算)"),
    "clock.arrival_minutes": _span("clock.arrival_minutes", "约 14:00 的, 时段开始后{}内要到场"),
    "clock.urgent_arrival_minutes": _span("clock.urgent_arrival_minutes", "紧急报修, 接到电话后{}内要到场"),
    "clock.finish_minutes": _span("clock.finish_minutes", "约好的时段结束后{}内要完工"),
    "clock.urgent_finish_minutes": _span("clock.urgent_finish_minutes", "紧急报修, 接到电话后{}内要完工"),
    "clock.warn_percent": _warn,
    "clock.parts_cap_days": _cap("clock.parts_cap_days", "等料"),
    "clock.owner_cap_days": _cap("clock.owner_cap_days", "未遇或业主改期"),
    "clock.contractor_cap_days": _cap("clock.contractor_cap_days", "等外单位"),
    "clock.other_cap_days": _cap("clock.other_cap_days", "其他原因"),
    "escalation.clerk_minutes": _step("escalation.clerk_minutes", "", "客服", urgent=False),
    "escalation.foreman_minutes": _step("escalation.foreman_minutes", "客服", "工程班长", urgent=False),
    "escalation.manager_minutes": _step("escalation.manager_minutes", "工程班长", "项目经理", urgent=False),
    "escalation.urgent_clerk_minutes": _step("escalation.urgent_clerk_minutes", "", "客服", urgent=True),
    "escalation.urgent_foreman_minutes": _step("escalation.urgent_foreman_minutes", "客服", "工程班长", urgent=True),
    "escalation.urgent_manager_minutes": _step(
        "escalation.urgent_manager_minutes", "工程班长", "项目经理", urgent=True
    ),
    "escalation.foreman_urges": _number("escalation.foreman_urges", "同一单第 {} 次催, 叫工程班长"),
    "escalation.manager_urges": _number("escalation.manager_urges", "同一单第 {} 次催, 叫项目经理"),
    "order.windows": _windows,
    "order.capacity": _capacity,
    "order.call_again": _times("order.call_again", "上门没人在家的, {} 提示再打电话"),
    "order.parts_days": _number("order.parts_days", "等料没说哪天到的, {} 天后回到今日页"),
    "order.parts_long_days": _number("order.parts_long_days", "等料超过 {} 天的, 在今日页单列出来"),
    "order.outside_days": _number("order.outside_days", "转外单位超过 {} 天的, 排到前面去催"),
    "order.rework_days": _number("order.rework_days", "完工后 {} 天内同一户同一问题再报, 提示返工并连到上一单"),
    "order.group_calls": _group_calls,
    "order.group_minutes": _group_calls,
    "order.unit_pattern": _unit,
    "order.unit_pattern_days": _unit,
    "order.home_pattern": _home,
    "order.home_pattern_days": _home,
    "order.slip_due": _times("order.slip_due", "每天 {} 收单; 派工单这时候要交回前台"),
    "slip.foreman_days": _number("slip.foreman_days", "派工单派出 {} 天没交回, 叫工程班长"),
    "slip.manager_days": _number("slip.manager_days", "派工单派出 {} 天没交回, 叫项目经理"),
    "slip.blank_low": _number("slip.blank_low", "空白派工单少于 {} 张, 提示补印"),
    "revisit.first_day": _REPAIR,
    "revisit.last_day": _REPAIR,
    "revisit.rework_first_day": _REWORK,
    "revisit.rework_last_day": _REWORK,
    "revisit.urgent_first_day": _number("revisit.urgent_first_day", "紧急维修完工后第{}天起先问一次平安"),
    "revisit.urgent_last_day": _number("revisit.urgent_last_day", "紧急维修最晚第{}天问这一次平安, 之后照常回访"),
    "revisit.rate_percent": _rate("revisit.rate_percent", "户内维修"),
    "revisit.public_rate_percent": _rate("revisit.public_rate_percent", "公共区域维修"),
    "revisit.paid_over_yuan": _number("revisit.paid_over_yuan", "实收超过 {} 元的, 抽不抽到都回访"),
    "revisit.attempts": _attempts,
    "revisit.attempt_days": _attempts,
    "revisit.check_percent": _check,
    "revisit.hours": _times("revisit.hours", "回访只在 {} 提示拨打"),
    "revisit.short_seconds": _number("revisit.short_seconds", "回访通话不到 {} 秒的列给经理看"),
    "fresh.total_minutes": _span("fresh.total_minutes", "即时单, 门店接单后{}内要送到"),
    "fresh.estate_minutes": _span("fresh.estate_minutes", "即时单里小区的一段要在{}内"),
    "fresh.estate_from": _estate_from,
    "fresh.total_bell_minutes": _span("fresh.total_bell_minutes", "即时单走到{}响一声"),
    "fresh.estate_bell_minutes": _span("fresh.estate_bell_minutes", "小区的一段走到{}响一声"),
    "fresh.window_minutes": _span("fresh.window_minutes", "预约 18:30-19:00 的, 前后{}内送到都算准时"),
    "fresh.exchange_minutes": _span("fresh.exchange_minutes", "门店没报时间的换货, 告诉业主大约{}"),
    "fresh.claim_hours": _number("fresh.claim_hours", "签收后 {} 小时内可以申报赔偿, 再晚由主管决定"),
    "fresh.claim_frozen_hours": _number("fresh.claim_frozen_hours", "冷冻的签收后 {} 小时内可以申报赔偿"),
    "fresh.sample_from": _number("fresh.sample_from", "一样东西 {} 件起抽检 (整箱的 2 箱起), 一件不行全部打开"),
    "fresh.scale_division_g": _number("fresh.scale_division_g", "允差再小也不小于 {} 克: 秤看不出更细的"),
    "fresh.scale_fine_kg": _number("fresh.scale_fine_kg", "超过 {} 公斤的按秤的粗分度"),
    "fresh.scale_coarse_g": _number("fresh.scale_coarse_g", "重的允差不小于 {} 克"),
    "fresh.points_per_yuan": _points,
    "desk.undo_minutes": _number("desk.undo_minutes", "刚做的一步 {} 分钟内按 Ctrl+Z 可以撤销"),
    "desk.lock_minutes": _number("desk.lock_minutes", "{} 分钟没人动就锁屏, 输密码接着做, 受理不丢"),
    "duty.grace_minutes": _number("duty.grace_minutes", "一班结束后 {} 分钟内, 上一班的人还可以开始验收"),
    "duty.night_dispatch": _night_dispatch,
    "lift.call_back_minutes": _number(
        "lift.call_back_minutes", "电梯困人接报后 {0} 分钟内回拨, 每次回拨后 {0} 分钟内再拨, 直到解困"
    ),
    "lift.alarm_seconds": _number("lift.alarm_seconds", "到点没回拨, 每 {} 秒响一次"),
    "lift.problems": lambda settings: f"问题码是 {settings.text('lift.problems')} 的报修按电梯困人办, 定时回拨",
    "housekeeping.confirm_minutes": _number(
        "housekeeping.confirm_minutes", "家政公司 {} 分钟(上班时间)内没确认, 提示去催"
    ),
    "housekeeping.agree_minutes": _number("housekeeping.agree_minutes", "公司确认后 {} 分钟(上班时间)内要和业主约好"),
    "housekeeping.arrival_minutes": _number("housekeeping.arrival_minutes", "家政人员早到晚到 {} 分钟以内算准时"),
    "housekeeping.slip_workdays": _number("housekeeping.slip_workdays", "家政派工单做完后 {} 个工作日内要交回"),
    "housekeeping.hours": _times("housekeeping.hours", "家政公司工作日 {} 上班, 时限只算这些时间"),
    "housekeeping.hours_rest": _times("housekeeping.hours_rest", "家政公司周末 {} 上班"),
    "housekeeping.parts": _times("housekeeping.parts", "登记家政时, 上门时间按 {} 来选"),
    "housekeeping.no_shows": _number("housekeeping.no_shows", "家政公司约好 {} 次没到, 提示转投诉"),
    "notice.forward_minutes": _span("notice.forward_minutes", "外单位的通知收到后{}内要发出去, 再晚计入及时性"),
    "notice.restore_minutes": _span("notice.restore_minutes", "恢复后{}内要发恢复公告, 再晚计入及时性"),
    "notice.second_hours": _number("notice.second_hours", "先发的公告 {} 小时内要有另一位补核, 没补核的算晚"),
    "notice.waiting_most": _waiting,
    "notice.link": _link,
    "desk.parked_minutes": _number("desk.parked_minutes", "暂存的受理放了 {} 分钟, 变色提醒"),
}


def effect(fact: Setting, settings: Settings) -> str:
    """In the words of the values in force; of a setting nobody has worded yet, its note."""
    say = EFFECTS.get(fact.key)
    return say(settings) if say else f"{settings.text(fact.key)}{fact.unit} · {fact.note}".strip(" ·")
