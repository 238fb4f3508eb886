"""The scenes of the gallery: the mocks of the look, built from the kit with their invented names."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QHBoxLayout, QProgressBar, QSpinBox, QVBoxLayout, QWidget

from desk.ui.kit.aloud import ReadAloud
from desk.ui.kit.bars import Parked, StatusLine, TopBar
from desk.ui.kit.buttons import PLAIN, PRIMARY, QUIET, KeyButton
from desk.ui.kit.cards import Card, PileCard
from desk.ui.kit.choices import Choice, Choices, PickList
from desk.ui.kit.fields import Field, FigureField, MoneyField, TextField, WordsField
from desk.ui.kit.labels import FactGrid, label, line
from desk.ui.kit.notice import Notice
from desk.ui.kit.rail import Rail, RailPlace
from desk.ui.kit.rows import Heading, Line, Row, RowList
from desk.ui.kit.sign_in_card import Person, SignInCard
from desk.ui.kit.slide_over import SlideOver
from desk.ui.kit.timeline import Happening, TimeLine
from desk.ui.kit.toast import Toast
from desk.ui.theme import theme

PLACES = (
    RailPlace("today", "今日", "sun"),
    RailPlace("intake", "受理", "phone-incoming"),
    RailPlace("orders", "报修", "wrench"),
    RailPlace("revisits", "回访", "headphones"),
    RailPlace("residents", "业主", "users"),
    RailPlace("settings", "设置", "settings", last=True),
)
KEYS = [("F1", "话术"), ("F4", "派工"), ("F6", "回单"), ("F7", "回访"), ("F8", "打印"), ("F12", "遮屏")]
LATE, SOON, RING = "square", "triangle", "ring"
TODAY: list[Line] = [
    Heading("马上", 5),
    Row("1", "紧急待派", "5栋水泵房", "地下二层水泵跑水", who="水电班", clock="超时 12 秒", shape=LATE, permille=1000,
        tone="bad", next_step="dispatch", next_label="派工", next_key="F4",
        detail="秩序 张强 13:59 来电: 积水已到配电间门口, 阀门关不死",
        also_step="co_report", also_label="同报", also_key="+"),
    Row("2", "未到场", "2-2-1602", "卫生间下水反水", "催过 1 次", "李伟", "超时 12 分", shape=LATE, permille=1000,
        tone="bad", next_step="urge", next_label="催单", next_key="+"),
    Row("3", "退单待改派", "1-1-703", "阳台纱窗脱轨", "刘洋: 无配件", "综合班", "还剩 2 分", shape=SOON, permille=900,
        tone="warn", next_step="reassign", next_label="改派", next_key="F4"),
    Row("4", "待告知", "4-2-901", "空调漏水", "等料, 答应回电", "李敏", "还剩 3 分", shape=SOON, permille=800,
        tone="warn", next_step="tell", next_label="回电", next_key="Return"),
    Row("5", "待派工", "3-1-1102", "厨房下水堵塞", "已等 26 分", "水电班", "还剩 4 分", shape=SOON, permille=780,
        tone="warn", next_step="dispatch", next_label="派工", next_key="F4"),
    Heading("接着办", 4),
    Row("6", "待派工", "6-2-1904", "可视对讲没声音", "第 2 次报修", "弱电班", "还剩 12 分", shape=RING, permille=600,
        next_step="dispatch", next_label="派工", next_key="F4"),
    Row("7", "待派工", "2-1-601", "书房插座没电", "", "水电班", "还剩 18 分", shape=RING, permille=400,
        next_step="dispatch", next_label="派工", next_key="F4"),
    Row("8", "待派工", "4栋单元门", "单元门关不上", "同报 3 户", "综合班", "还剩 22 分", shape=RING, permille=260,
        next_step="dispatch", next_label="派工", next_key="F4"),
    Row("9", "待审核", "1-2-1501", "装窗帘杆", "约明天上午", "综合班", "还剩 26 分", shape=RING, permille=130,
        next_step="review", next_label="审核", next_key="Return"),
    Heading("等师傅", 3),
    Row("10", "未报到", "1-1-202", "客厅换灯", "催过 2 次", "王建国", "时段到 16:00", mark="not_reported",
        next_step="urge", next_label="催单", next_key="+"),
    Row("11", "未报到", "6-2-805", "浴霸灯不亮", "", "李伟", "时段到 16:00", mark="not_reported",
        next_step="arrive", next_label="到场", next_key="Space"),
    Row("12", "未报到", "3-2-1801", "厨房龙头滴水", "", "王建国", "时段到 16:00", mark="not_reported",
        next_step="arrive", next_label="到场", next_key="Space"),
]  # fmt: skip
ORDERS: list[Line] = [
    Heading("超时", 2, "bad", LATE, "先打给工程班长"),
    Row("1", "已到场", "5栋水泵房", "跑水, 水没过脚面", who="张强", clock="完工 超时 12 分", mark="arrived", shape=LATE,
        permille=1000, tone="bad", urgent=True),
    Row("2", "未报到", "4-2-901", "跳闸, 家有老人", who="李伟", clock="到场 超时 5 分", mark="not_reported", shape=LATE,
        permille=1000, tone="bad", urgent=True),
    Heading("将超", 2, "warn", SOON, "时限只剩四分之一"),
    Row("3", "已接单", "2-1-604", "单元门关不上", who="赵海", clock="到场 还剩 4 分", mark="acknowledged", shape=SOON,
        permille=800, tone="warn"),
    Row("4", "已到场", "1-1-202", "下水反水", who="陈立", clock="完工 还剩 9 分", mark="arrived", shape=SOON, 
        permille=900, tone="warn", urgent=True),
    Heading("时段内", 3, aside="14:00-16:00"),
    Row("5", "未报到", "3-2-1801", "厨房龙头漏水", who="王建国", clock="到场 还剩 17 分", mark="not_reported",
        shape=RING, permille=150),
    Row("6", "已接单", "6-2-1102", "马桶冲不下", who="王建国", clock="到场 还剩 17 分", mark="acknowledged", shape=RING,
        permille=150),
    Row("7", "已完工", "9-2-1501", "插座没电, 面板烧黑, 业主说闻到焦味已经拉了电闸", who="李伟", clock="完工 13:20",
        mark="done"),
]  # fmt: skip
HAPPENED = (
    Happening("14:00", "时段开始, 到场计时", "20 分内到场, 或另约时间", "自动"),
    Happening("13:40", "对讲机: 王师傅还在 6-2-1102", "", "李敏"),
    Happening("13:04", "派工 王建国, 打印 2 联", "携带 生料带、阀芯、龙头", "李敏", pending=True),
    Happening("13:03", "电话中已告知时段、现场报价, 业主同意", "", "李敏"),
    Happening("13:02", "受理: 厨房水龙头一直滴水", "电话 · 受理用时 38 秒", "李敏"),
)
WHEN = (
    Choice("now", "尽快", "约 40 分内"),
    Choice("afternoon", "今天 14–16 点", "水电班 3/6"),
    Choice("evening", "今晚 18:30", "水电班 1/6"),
    Choice("morning", "明天上午", "水电班 2/6"),
    Choice("tomorrow", "明天下午", "水电班 0/6"),
    Choice("other", "另约…"),
)


def frame(page: QWidget, chosen: str, time: str = "14:02") -> QWidget:
    """The window's frame around a page."""
    window = QWidget()
    window.setObjectName("page")
    across = QHBoxLayout(window)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(0)
    rail = Rail("翠", PLACES)
    rail.choose(chosen)
    rail.show_count("orders", 7)
    rail.show_count("revisits", 12)
    across.addWidget(rail)
    column = QVBoxLayout()
    column.setSpacing(0)
    top, status = TopBar(), StatusLine()
    top.show_person("白班 李敏")
    top.show_time("周五", time)
    top.show_parked([
        Parked("a", "6-1-302", "漏水", "4 分"), Parked("b", "未知", "停车", "11 分", late=True),
        Parked("c", "2-2-501", "咨询", "1 分"),
    ])  # fmt: skip
    status.show_sync(f"已同步 {time} · 待上传 0")
    status.show_keys(KEYS)
    column.addWidget(top)
    column.addWidget(page, 1)
    column.addWidget(status)
    across.addLayout(column, 1)
    return window


def today_page() -> QWidget:
    look = theme()
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(*[look.px(n) for n in (16, 12, 16, 12)])
    column.setSpacing(look.px(12))
    piles = QHBoxLayout()
    piles.setSpacing(look.px(12))
    for title, key, figure, caption, shape, permille, words, tone in (
        ("待派", "", "7", "最久 26 分 · 3-1-1102", SOON, 870, "", ""),
        ("超时 · 将超", "", "5", "■ 超时 2  ▲ 将超 3", LATE, 1000, "", "bad"),
        ("今日回访", "F7", "12", "已访 5 · 14:30 起宜拨", RING, 290, "5/17", ""),
        ("待回单", "F6", "9", "昨日缺 2", RING, 390, "9/23", ""),
    ):  # fmt: skip
        pile = PileCard(title, key)
        pile.show_pile(figure, caption, shape, permille, words, tone)
        piles.addWidget(pile, 1)
    column.addLayout(piles)
    card = Card(0)
    head = QHBoxLayout()
    head.setContentsMargins(*[look.px(n) for n in (16, 12, 16, 4)])
    head.addWidget(label("要你动手", "heading"))
    head.addWidget(label("最急在上", "quiet"))
    head.addStretch()
    head.addWidget(label("↑↓ 选 · Enter 办", "quiet"))
    card.column.addLayout(head)
    rows = RowList(
        {"state": 80, "where": 104, "note": 154, "who": 96, "clock": 112, "next": 120, "urgent": 0}, "要你动手"
    )
    rows.show_lines(TODAY)
    rows.setFocus()
    card.column.addWidget(rows, 1)
    column.addWidget(card, 1)
    return page


def today() -> QWidget:
    return frame(today_page(), "today")


def orders() -> QWidget:
    look = theme()
    page = QWidget()
    across = QHBoxLayout(page)
    across.setContentsMargins(*[look.px(n) for n in (16, 12, 16, 12)])
    across.setSpacing(look.px(12))
    left = Card(0)
    rows = RowList({"state": 60, "where": 116, "who": 60, "clock": 150}, "报修", opens=False)
    rows.show_lines(ORDERS)
    rows.choose("5")
    left.column.addWidget(rows)
    across.addWidget(left, 52)
    right = Card(18)
    title = QHBoxLayout()
    title.setSpacing(look.px(10))
    for words, kind in (("3栋2单元1801", "who"), ("王秀英", "room"), ("业主", "quiet")):
        title.addWidget(label(words, kind))
    title.addStretch()
    title.addWidget(label("17:42", "clock"))
    right.column.addLayout(title)
    right.column.addWidget(line())
    right.column.addWidget(label("厨房水龙头一直滴水, 关紧也不停", "heading"))
    facts = FactGrid()
    facts.show_facts([
        ("类别", "给排水·龙头漏水 (一般, 自有)"), ("电话", "138****6621"),
        ("收费", "有偿 · 现场报价, 参考 ¥30.00-50.00"), ("已告知", "13:03 电话中, 时段和报价"), 
        ("携带", "生料带、阀芯、龙头"), ("单号", "W3-0457 · 已打印 2 联"),
        ("注意", "家有老人, 敲门等一会儿"), ("同类", "本单元 7 天 2 起"),
    ])  # fmt: skip
    right.column.addWidget(facts)
    steps = QHBoxLayout()
    steps.setSpacing(look.px(8))
    steps.addWidget(KeyButton("到场", "Space", PRIMARY, "map-pin"))
    for words, key in (("完工", "9"), ("等料", "8"), ("未遇", "7")):
        steps.addWidget(KeyButton(words, key))
    steps.addStretch()
    steps.addWidget(KeyButton("催单", "+"))
    right.column.addLayout(steps)
    more = QHBoxLayout()
    more.addWidget(KeyButton("改派", "", QUIET, "repeat"))
    more.addWidget(KeyButton("收回派工单", "", QUIET, "undo-2"))
    more.addWidget(KeyButton("补打", "F8", QUIET, "printer"))
    more.addStretch()
    more.addWidget(KeyButton("更多", "", QUIET, "ellipsis"))
    right.column.addLayout(more)
    happened = TimeLine()
    happened.show_lines(HAPPENED)
    right.column.addWidget(happened, 1)
    across.addWidget(right, 48)
    return frame(page, "orders")


def intake_panel() -> QWidget:
    look = theme()
    panel = QWidget()
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    head = QHBoxLayout()
    head.setContentsMargins(*[look.px(n) for n in (24, 10, 24, 10)])
    head.setSpacing(look.px(12))
    head.addWidget(label("新报修", "who"))
    head.addStretch()
    head.addWidget(label("受理", "quiet"))
    head.addWidget(label("00:38", "who"))
    head.addWidget(KeyButton("暂存", "Esc"))
    column.addLayout(head)
    column.addWidget(line())
    body = QVBoxLayout()
    body.setContentsMargins(*[look.px(n) for n in (24, 14, 24, 14)])
    body.setSpacing(look.px(12))
    who = TextField("谁/哪户", hint="尾号、姓名首字母、房号", main=True)
    who.setText("3栋2单元1801   王秀英")
    body.addWidget(Field("谁 / 哪户", who))
    picks = PickList("候选", 2)
    picks.show_choices([Choice("1", "王秀英", "3-2-1801 业主"), Choice("2", "王强", "3-2-1801 家人")])
    body.addWidget(picks)
    words = TextField("报修内容", main=True)
    words.setText("厨房水龙头一直滴水")
    body.addWidget(Field("报修内容", words))
    when = Choices("上门时间", tall=True)
    when.show_choices(WHEN, "afternoon")
    body.addWidget(Field("上门时间", when))
    body.addStretch()
    column.addLayout(body, 1)
    aloud = ReadAloud()
    aloud.show_sentence([
        ("3栋2单元1801", True), (" 王女士, 厨房水龙头一直滴水, ", False), ("今天下午2点到4点", True),
        (", 水电班师傅上门, 电话 138…6621, ", False), ("上门费30元", True), (", 看后现场报价, 对吗?", False),
    ])  # fmt: skip
    column.addWidget(aloud)
    foot = QFrame()
    foot.setObjectName("foot")
    row = QHBoxLayout(foot)
    row.setContentsMargins(*[look.px(n) for n in (24, 12, 24, 12)])
    row.setSpacing(look.px(12))
    row.addWidget(label("Enter 下一项 · F2 暂存并接下一个电话", "quiet"))
    row.addStretch()
    row.addWidget(KeyButton("保存受理", "F9"))
    row.addWidget(KeyButton("保存并派工", "F4", PRIMARY))
    column.addWidget(foot)
    return panel


def intake() -> QWidget:
    page = today_page()
    window = frame(page, "today", "13:36")
    window.resize(theme().px(1366), theme().px(768))
    slide = SlideOver(intake_panel(), page)
    window.show()
    slide.open()
    slide.settle()
    return window


def sign_in() -> QWidget:
    window = QWidget()
    window.setObjectName("page")
    card = SignInCard()
    QVBoxLayout(window).addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
    card.show_office("翠湖花园 · 前台")
    card.show_time("07:52", "2026年11月20日 周五")
    card.show_facts([("夜班 赵刚 交班", "遗留 3 件"), ("待收派工单", "2 张"), ("今天的约定", "20 户")])
    card.show_notes([("cloud-upload", "已同步 07:50 · 待上传 0"), ("printer", "打印机正常 · 高拍仪已接")])
    card.show_persons([
        Person("李敏", "客服 03", "白班 8:00–17:00"), Person("张敏", "客服主管 01", "白班"),
        Person("王丽", "客服 05", "午间 11:30–13:30"), Person("欧阳建华", "班长 12", "夜班 到 8:00"),
    ])  # fmt: skip
    card.secret.setText("1234")
    return window


def controls() -> QWidget:
    look = theme()
    page = QWidget()
    across = QHBoxLayout(page)
    across.setContentsMargins(*[look.px(16)] * 4)
    across.setSpacing(look.px(12))
    left, right = Card(), Card()
    left.head("按钮", "每个都写着键", "最多一个主按钮")
    for kind in (PRIMARY, PLAIN, QUIET):
        row = QHBoxLayout()
        row.addWidget(KeyButton("派工", "F4", kind))
        row.addWidget(KeyButton("到场", "Space", kind, "map-pin"))
        row.addWidget(KeyButton("更多", "", kind))
        held = KeyButton("冻结本次结果", "F9", kind, "lock")
        held.block("待裁定 2 件, 裁完才能冻结")
        row.addWidget(held)
        row.addStretch()
        left.column.addLayout(row)
    compact = Choices("业主要", 3)
    compact.show_choices([Choice("a", "先送合格的"), Choice("b", "等齐一起送"), Choice("c", "不要该项")], "a")
    left.column.addWidget(compact)
    box = QComboBox()
    box.addItems(["水电班", "综合班", "弱电班"])
    number = QSpinBox()
    number.setValue(3)
    tick = QCheckBox("送货人已签")
    tick.setChecked(True)
    empty = QCheckBox("清场")
    for control, name in ((box, "班组"), (number, "件数"), (tick, "送货人已签"), (empty, "清场")):
        control.setAccessibleName(name)
        left.column.addWidget(control)
    bar = QProgressBar()
    bar.setAccessibleName("进度")
    bar.setValue(62)
    left.column.addWidget(bar)
    left.column.addStretch()
    right.head("填写", "出错的话写在下面")
    money, when, words = (
        MoneyField("约定价格"),
        FigureField("到场时间", "hhmm"),
        WordsField("备注", "对讲机、来电、答应的事"),
    )
    money.show_fen(3_000)
    price = Field("约定价格", money)
    right.column.addWidget(Field("到场时间", when))
    right.column.addWidget(price)
    right.column.addWidget(Field("备注", words))
    right.column.addStretch()
    price.refuse("有偿维修还没有约定价格: 选价目表, 或选‘现场报价, 业主签字后施工’")
    across.addWidget(left, 1)
    across.addWidget(right, 1)
    window = frame(page, "settings")
    window.resize(look.px(1366), look.px(768))
    toast = Toast(window)
    toast.say("W3-0457 已打印 2 联, 交 王建国", undo=True)
    return window


def notices() -> QWidget:
    look = theme()
    page = QWidget()
    across = QHBoxLayout(page)
    across.setContentsMargins(*[look.px(16)] * 4)
    across.setSpacing(look.px(12))
    made = [Notice() for _ in range(4)]
    made[0].empty("今天还没有要办的事", "来电先按 F2", "新报修", "F2")
    made[1].loading()
    made[2].refused("客服主管")
    made[3].failed("打不开这一页", "数据文件正被别的程序占用: 关掉它再试")
    for notice in made:
        card = Card()
        card.column.addWidget(notice)
        across.addWidget(card, 1)
    return frame(page, "residents")


SCENES: dict[str, Callable[[], QWidget]] = {
    "today": today,
    "orders": orders,
    "intake": intake,
    "sign_in": sign_in,
    "controls": controls,
    "notices": notices,
}
