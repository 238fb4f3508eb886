"""The words an office's own lists are written with: urgency, whose part, how it is charged, what a call asks for."""

from desk.domain.code import Code


class Urgency(Code):
    URGENT = "urgent", "紧急"
    GENERAL = "general", "一般"
    PLANNED = "planned", "计划"


class Area(Code):
    PUBLIC = "public", "公共区域"
    OWN = "own", "业主自有"


class WhoseArea(Code):
    """Whose part of the building a problem is about, before the place is known."""

    OWN = "own", "业主自有"
    PUBLIC = "public", "公共区域"
    BY_PLACE = "by_place", "看位置"
    TWO_HOMES = "two_homes", "关联两户"
    OUTSIDE = "outside", "外单位"


class ChargeRule(Code):
    FREE = "free", "无偿"
    PAID = "paid", "有偿"
    WARRANTY_FIRST = "warranty_first", "保修优先"
    QUOTE_ON_SITE = "quote_on_site", "现场报价"
    INSPECT_FIRST = "inspect_first", "先查后定"
    HAND_OVER = "hand_over", "转外单位"


class Next(Code):
    """What a call that did not end the matter asks for."""

    DONE = "done", "已问到"
    NEXT_PART = "next_part", "下个时段再打"
    MINUTES = "minutes", "过几分钟再打"
    CHECK_PHONE = "check_phone", "核对电话"
    CLOSED = "closed", "到此为止"
    ASKED = "asked", "按业主说的时间"


class DayPart(Code):
    MORNING = "morning", "上午"
    AFTERNOON = "afternoon", "下午"
    EVENING = "evening", "晚上"


class RevisitBy(Code):
    SUPERVISOR = "supervisor", "客服主管"
