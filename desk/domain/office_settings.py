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
    Setting("order.call_again", "未遇再联系", "18:30-20:00", "", "没人在家的, 这时候再打", SettingKind.HOURS,
            closable=False),
    Setting("order.rework_days", "返工判定", "30", "天", "完工后这么多天内同一问题算返工", lowest=1, highest=366),
    Setting("order.group_calls", "群报: 几个电话", "5", "个", "同一部位这么多人报, 建议发公告", lowest=2, highest=99),
    Setting("order.group_minutes", "群报: 多长时间", "30", "分钟", "在这么长时间内", lowest=1, highest=1440),
    Setting("order.unit_pattern", "疑似公共管道", "3", "单", "一个单元同一问题的单数", lowest=2, highest=99),
    Setting("order.unit_pattern_days", "疑似公共管道: 几天内", "7", "天", "在这么多天内", lowest=1, highest=366),
    Setting("order.home_pattern", "反复报修", "3", "单", "同一户的单数", lowest=2, highest=99),
    Setting("order.home_pattern_days", "反复报修: 几天内", "90", "天", "在这么多天内", lowest=1, highest=366),
    Setting("slip.missing_hours", "缺单表", "8:30-9:00", "", "第二天几点把没回来的单号列给班长", SettingKind.HOURS,
            closable=False),
    Setting("slip.foreman_days", "缺单升级: 工程班长", "3", "天", "派出后这么多天没回来", lowest=1, highest=60),
    Setting("slip.manager_days", "缺单升级: 项目经理", "7", "天", "派出后这么多天没回来", lowest=1, highest=60),
    Setting("slip.blank_low", "空白派工单最少", "5", "张", "抽屉里少于这么多就提醒补印", lowest=0, highest=500),
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
    Setting("revisit.check_percent", "抽查比例", "3", "%", "经理再打一次的比例", lowest=0, highest=100),
    Setting("revisit.hours", "回访时间", "9:30-11:30, 14:30-17:00, 18:30-20:00", "", "合适拨打的时间",
            SettingKind.HOURS, closable=False),
    Setting("revisit.short_seconds", "短通话", "20", "秒", "短于此的给经理看", lowest=1, highest=600),
)  # fmt: skip

ALL_SETTINGS: tuple[Setting, ...] = CLOCK_SETTINGS + OFFICE_SETTINGS
