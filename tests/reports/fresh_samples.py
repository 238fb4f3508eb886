"""Fresh orders as they stand on paper: the usual one, the longest of everything, forty items."""

from dataclasses import replace

from reports.fresh.claim import ClaimSheet
from reports.fresh.sheet import FreshSheet, Line
from reports.slips.of_order import Office
from reports.slips.sheet import Ticks

OFFICE = Office("翠湖物业服务有限公司", "翠湖花园", "8801 6000")
LONG_OFFICE = Office(
    "深圳市前海万科翠湖锦绣物业服务与资产管理集团股份有限公司华南分公司",
    "翠湖花园国际社区三期高层组团",
    "0755-8801 6000 转 8012",
)
CONCLUSIONS = ("合格", "换货", "拒收")
FINE = ("✓",) * 4
LINES = (
    Line(number=1, name="菠菜", spec="500 g", ordered="500 g", got="492 g", looks=FINE, verdict="✓"),
    Line(number=2, name="西红柿", spec="1000 g", ordered="1000 g", got="1012 g", looks=FINE, verdict="✓"),
    Line(number=3, name="鸡蛋", spec="1 盒 30 枚", ordered="1 件", got="1 件", looks=FINE, keeps="✓", verdict="✓"),
    Line(number=4, name="前腿肉", spec="500 g", ordered="500 g", got="498 g", looks=FINE, keeps="✓",
         temperature="4.0 ℃", verdict="✓"),
    Line(number=5, name="草莓", spec="500 g", ordered="500 g", got="505 g", looks=("✓", "×", "✓", "×"),
         verdict="拒收 腐烂", goes=False),
)  # fmt: skip
NORMAL = FreshSheet(
    office=OFFICE, no="TX20261122008834", kind="即时单", shop="淘鲜果翠湖店", where="6-1-1203",
    address="6栋1单元1203", name="王秀英", phone="138 0000 6621", placed_at="2026-11-22 10:31:05",
    due="10:51 前", lines=LINES, note="家有婴儿, 请轻敲门", arrived_at="2026-11-22 10:41:47", deliverer="小周",
    checked=(True, True, True), inspected_at="10:43:20", inspector="李敏", post="客服",
    conclusion=Ticks(CONCLUSIONS, "换货"), faults="5 草莓: 腐烂 (照片 1 张)",
    handling="业主选择: 先送合格的; 告知门店 10:42 李敏", guard="陈刚", out_at="10:44:02",
    printed_by="李敏", printed_at="2026-11-22 10:31",
)  # fmt: skip
EMPTY = replace(
    NORMAL, lines=tuple(replace(line, got="", looks=("",) * 4, keeps="", temperature="", verdict="", goes=True)
                        for line in LINES),
    note="", arrived_at="", deliverer="", checked=(False,) * 3, inspected_at="", inspector="", post="",
    conclusion=Ticks(CONCLUSIONS), faults="", handling="", guard="", out_at="",
)  # fmt: skip
LONGEST = replace(
    NORMAL, office=LONG_OFFICE, no="TAOXIANGUO-CHXG3A-20261122-1000008834",
    shop="淘鲜果翠湖花园国际社区三期旗舰体验门店",
    where="18-2-地下二层东侧商铺102", address="18栋2单元地下二层东侧商铺102 (靠近配电间)",
    name="阿卜杜热合曼·买买提明江", phone="0755-8801 6000 转 8012", deliverer="欧阳上官诸葛司马",
    inspector="欧阳上官诸葛司马慕容夏侯", guard="阿卜杜热合曼·买买提明江", copy_no=3,
    printed_by="欧阳上官诸葛司马慕容夏侯", note="电梯在维修请走楼梯, 有狗请先电话联系, " * 4,
    faults="; ".join(f"{n} 智利进口车厘子礼盒装: 色泽/手感 (照片 3 张)" for n in range(1, 9)),
    handling="业主选择: 等齐一起送; 告知门店 10:42 欧阳上官诸葛司马慕容夏侯; 门店说大约 15 分钟换来",
)  # fmt: skip
FORTY = replace(
    LONGEST,
    lines=tuple(
        Line(number=n, name="菠菜" if n % 3 else "智利进口车厘子特级大果礼盒装",
             spec="500 g" if n % 3 else "J级 2.5 kg 礼盒", ordered="2500 g", got="2487 g",
             looks=FINE, keeps="2026-12-01", temperature="-18.0 ℃",
             verdict="换货 缺重 13 g" if n % 7 == 0 else "✓", goes=bool(n % 7))
        for n in range(1, 41)
    ),
)  # fmt: skip
SHEETS = {"normal": NORMAL, "empty": EMPTY, "longest": LONGEST, "forty": FORTY}
EXCHANGE = ClaimSheet(
    order=NORMAL, compensation=False, item="草莓", spec="500 g", ordered="500 g", got="505 g", reason="腐烂 (红线)",
    found="验收 10:43:20", told_shop="10:42:10 李敏",
    choice=Ticks(("先送合格的", "等齐一起送", "不要该项"), "先送合格的"),
    replacement="约 10:58 到", state="等换货",
)  # fmt: skip
COMPENSATION = ClaimSheet(
    order=replace(NORMAL, delivered_at="2026-11-22 10:50:10"), compensation=True, item="草莓", spec="500 g",
    ordered="500 g", got="505 g", reason="打开后第二层有三颗霉烂, 表面看不到; 阿卜杜热合曼·买买提明江 带来照片两张",
    found="2026-11-22 19:20", told_shop="", cause="门店装盒", missed=Ticks(("是", "否"), "否"), amount_fen=2990,
    shop_by="小周", agreed="2026-11-22 19:40", month="2026-11", state="已商定",
)  # fmt: skip
CLAIMS = {"exchange": EXCHANGE, "compensation": COMPENSATION}
