"""Settings beyond the clocks: revisits, the counter itself, money. All of them, in one list."""

from desk.domain.settings import CLOCK_SETTINGS, Setting, SettingKind

OFFICE_SETTINGS: tuple[Setting, ...] = (
    Setting("desk.undo_minutes", "可撤销时间", "5", "分钟", "刚做的一步在这段时间内可以撤销", lowest=1, highest=60),
    Setting("desk.lock_minutes", "自动锁屏", "10", "分钟", "不动这么久就锁屏, 受理会留着", lowest=1, highest=120),
    Setting("desk.parked_minutes", "暂存提醒", "10", "分钟", "暂存超过这么久会提醒", lowest=1, highest=240),
    Setting("order.windows", "上门时段", "8:30-10:30, 10:30-12:00, 14:00-16:00, 16:00-18:00, 18:30-20:00", "", "",
            SettingKind.WINDOWS, closable=False),
    Setting("order.capacity", "每时段单数", "6", "单", "每个班组每个时段", lowest=1, highest=99),
    Setting("order.parts_days", "等料默认", "3", "天", "等料没说哪天到时, 这么多天后提醒", lowest=1, highest=30),
    Setting("order.slip_due", "派工单回收", "17:00-17:30", "", "每天几点收单", SettingKind.HOURS, closable=False),
    Setting("revisit.first_day", "维修回访: 最早", "3", "天", "完工后第几天起", lowest=0, highest=30),
    Setting("revisit.last_day", "维修回访: 最晚", "7", "天", "完工后第几天止", lowest=1, highest=60),
    Setting("revisit.rework_first_day", "返工/曾不满意回访: 最早", "1", "天", "完工后第几天起", lowest=0, highest=30),
    Setting("revisit.rework_last_day", "返工/曾不满意回访: 最晚", "2", "天", "完工后第几天止", lowest=1, highest=60),
    Setting("revisit.urgent_first_day", "紧急维修回访: 最早", "1", "天", "完工后第几天起", lowest=0, highest=30),
    Setting("revisit.rate_percent", "户内维修回访比例", "100", "%", "30 到 100", lowest=30, highest=100),
    Setting("revisit.public_rate_percent", "公共区域回访比例", "20", "%", "抽到的才回访", lowest=0, highest=100),
    Setting("revisit.paid_over_yuan", "有偿必访", "200", "元", "实收超过这么多的必须回访", lowest=0, highest=100_000),
    Setting("revisit.attempts", "回访拨打次数", "3", "次", "打满才算未联系上", lowest=1, highest=9),
    Setting("revisit.attempt_days", "回访拨打天数", "2", "天", "至少分在几天打", lowest=1, highest=9),
    Setting("revisit.hours", "回访时间", "9:30-11:30, 14:30-17:00, 18:30-20:00", "", "合适拨打的时间",
            SettingKind.HOURS, closable=False),
    Setting("revisit.short_seconds", "短通话", "20", "秒", "短于此的给经理看", lowest=1, highest=600),
)  # fmt: skip

ALL_SETTINGS: tuple[Setting, ...] = CLOCK_SETTINGS + OFFICE_SETTINGS
