"""Sheets as an office fills them: the usual one, the longest of everything, and an emergency."""

from dataclasses import replace

from reports.slips.sheet import SlipSheet, Ticks

CHARGES = ("无偿", "有偿", "保修", "转外单位")
PRICE_FORMS = ("价目表", "区间", "现场报价")
URGENCIES = ("紧急", "一般", "计划")
AREAS = ("公共区域", "业主自有")

NORMAL = SlipSheet(
    company="翠湖物业服务有限公司",
    estate="翠湖花园",
    desk_phone="8801 6000",
    slip_no="W3-0457",
    qr="W3-0457",
    printed_by="李敏",
    printed_at="2026-11-20 13:04",
    reporter="王秀英",
    phone="138 0000 6621",
    channel="电话",
    reported_at="2026-11-20 13:02",
    address="3栋2单元1801",
    area=Ticks(AREAS, "业主自有"),
    urgency=Ticks(URGENCIES, "一般"),
    words="厨房水龙头一直滴水，关紧也不停",
    category="给排水·龙头漏水",
    window="11-20 周五 14:00 至 16:00",
    precautions="家有老人，敲门等一会儿；先报价，业主签字后施工",
    crew="水电班",
    technician="王建国",
    dispatched_at="13:04",
    tools="生料带、阀芯、龙头",
    co_reports=1,
    charge=Ticks(CHARGES, "有偿"),
    price_form=Ticks(PRICE_FORMS, "现场报价"),
    price="上门后报价，参考 ¥30-50",
)
LONGEST = replace(
    NORMAL,
    company="深圳市前海万科翠湖锦绣物业服务与资产管理集团股份有限公司华南分公司",
    estate="翠湖花园二期北区西组团滨河国际公馆（含商业街区）",
    slip_no="CHXG3A-000457",
    qr="https://desk.example.cn/s/CHXG3A-000457?k=8f3c21",
    printed_by="欧阳上官诸葛司马慕容夏侯",
    print_no=3,
    reporter="麦麦提艾力阿卜杜拉𬭎喆",
    phone="0755-8801 6000 转 8012 / 138 0000 6621",
    channel="12345 转办 2026112000457",
    address="翠湖花园二期北区西组团18栋地下二层东侧水泵房与配电间之间的消防通道口",
    related_home="3栋2单元1701（王建国 138 0000 1234，天花渗水）",
    words=("厨房水龙头一直滴水，关紧也不停，" * 32)[:500],
    category="给排水·天花/墙面渗水（疑似公共管道，反复报修）",
    window="2026-11-20 周五 22:00 至 11-21 周六 06:00",
    precautions="家有老人和婴儿，敲门等一会儿；先报价，业主签字后施工；有狗，请先电话联系，等主人把狗关好再进门；电梯在维修，请走楼梯",
    crew="弱电与消防联合维保班",
    technician="欧阳上官诸葛司马慕容夏侯",
    tools="生料带、阀芯、龙头、管钳、抢修卡、关阀钥匙、人字梯、万用表、空开、疏通机、冲击钻、记录表、相机",
    co_reports=27,
    price="上门后报价，参考 ¥30.00-50.00，材料另计，超过 ¥200.00 须由业主书面同意并由项目经理批准",
)
EMERGENCY = replace(
    NORMAL,
    slip_no="W3-0461",
    qr="W3-0461",
    print_no=2,
    emergency=True,
    urgency=Ticks(URGENCIES, "紧急"),
    area=Ticks(AREAS, "公共区域"),
    reporter="陈刚（秩序维护员）",
    words="水泵房跑水，水已漫到电梯厅",
    address="5栋1单元地下二层水泵房",
    category="给排水·水管爆裂/跑水",
    window="尽快",
    precautions="先关总阀；不得靠近带电设备",
    tools="管钳、抢修卡、关阀钥匙",
    technician="",
    co_reports=6,
    charge=Ticks(CHARGES, "无偿"),
    price_form=Ticks(PRICE_FORMS),
    price="",
)
SHEETS = {"normal": NORMAL, "longest": LONGEST, "emergency": EMERGENCY}
