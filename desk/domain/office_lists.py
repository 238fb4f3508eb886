"""The lists themselves: the repair tree, words that lift, skills, wished times, revisits. All of them, in one place."""

import re
from collections.abc import Sequence

from desk.domain import list_cells
from desk.domain.assessment_lists import ASSESSMENT_LISTS
from desk.domain.complaint_lists import COMPLAINT_LISTS
from desk.domain.duty_list import DUTY_LISTS
from desk.domain.errors import DeskError
from desk.domain.fresh_lists import FRESH_LISTS
from desk.domain.housekeeping_lists import HOUSEKEEPING_LISTS
from desk.domain.list_codes import Area, DayPart, Next, RevisitBy, Urgency, WhoseArea
from desk.domain.lists import Cells, ListColumn, ListFacts, ListKind, Lists
from desk.domain.notice_lists import NOTICE_LISTS

K = ListKind
PROBLEMS, GROUPS, URGENT, SKILLS, CREWS, WISHES = (
    "problems", "problem_groups", "urgent_words", "skills", "crews", "wishes",
)  # fmt: skip
SOURCES, CALLS, SCRIPTS = "revisit_sources", "revisit_calls", "revisit_scripts"
FRAME, RATING = "script", "rating_question"
UNCLEAR = "00"
MATTER_GAPS = ("谁", "事项", "地点")
GAPS = ("称呼", "小区", "工号", "日期", "事项", "问题", "评价", "电话")


def _digits(label: str, count: int) -> ListColumn:
    return ListColumn("code", label, required=True, hint=f"{count} 位数字", limit=count)


def _check_problem(code: str, cells: Cells, lists: Lists) -> None:
    if not re.fullmatch(r"\d\d", code):
        raise DeskError(f"问题码“{code}”不对", "请写两位数字, 第一位是类别, 例如 19", "code")
    groups = lists.rows(GROUPS)
    if groups and code[0] not in groups:
        raise DeskError(f"没有第 {code[0]} 类", f"已有的类: {'、'.join(groups)}", "code")
    if not cells.get("crews") and not cells.get("contractor"):
        raise DeskError("班组和外单位都空着", "请至少写一个, 不然没有人去", "crews")
    if len(list_cells.words_of(cells.get("contractor", ""))) > 1:
        raise DeskError("外单位只能写一个", "请留下先打电话的那个", "contractor")
    charges = list_cells.charges_of(cells.get("charges", ""))
    for area in Area:
        if not any(one.where in (None, area) for one in charges):
            raise DeskError(f"收费: 没有写{area.label}怎么收", f"请补上, 例如“{area.label} 无偿”", "charges")


def _check_one_digit(code: str, cells: Cells, lists: Lists) -> None:
    if not re.fullmatch(r"\d", code):
        raise DeskError(f"“{code}”不是一位数字", "请写 0 到 9", "code")


def _check_wish(code: str, cells: Cells, lists: Lists) -> None:
    if not re.fullmatch(r"[1-9]", code):
        raise DeskError(f"“{code}”不是 1 到 9 的数字", "这是受理时按的那个键", "code")
    if cells.get("days_ahead") == "-1" and cells.get("part"):
        raise DeskError("另约的不写上午下午", "几天后写 -1 就是当面再定哪一天, 请把时段空着", "part")


def _check_source(code: str, cells: Cells, lists: Lists) -> None:
    first, last, percent = (cells.get(name, "") for name in ("from_day", "to_day", "percent"))
    if bool(first) != bool(last) or bool(first) != bool(percent):
        raise DeskError("第几天起、第几天止、比例要一起填", "维修类的这三项在“规则·回访”里改, 这里空着", "from_day")
    if first and int(first) > int(last):
        raise DeskError(f"第 {first} 天起, 第 {last} 天止: 起晚于止", "请把前者改小或后者改大", "to_day")
    gaps = [gap for gap in re.findall(r"\{([^{}]*)\}", cells.get("said", "")) if gap not in MATTER_GAPS]
    if gaps:
        raise DeskError(f"不认识 {{{gaps[0]}}}", "能用的空: {谁} {事项} {地点}", "said")
    asked = list_cells.sentences_of(cells.get("questions", ""))
    strange = [one for one in list_cells.sentences_of(cells.get("only_paid", "")) if one not in asked]
    if strange:
        raise DeskError(f"“{strange[0]}”不在要问的问题里", "只问有偿的, 请从上面的问题里照抄", "only_paid")


def _check_call(code: str, cells: Cells, lists: Lists) -> None:
    if not re.fullmatch(r"[1-9]", cells.get("digit", "")):
        raise DeskError(f"数字键“{cells.get('digit', '')}”不对", "请写 1 到 9", "digit")
    if (cells.get("next") == Next.MINUTES) != bool(cells.get("minutes")):
        raise DeskError("几分钟后再打: 只有“过几分钟再打”才填, 也必须填", "请补上或清空分钟", "minutes")


def _check_script(code: str, cells: Cells, lists: Lists) -> None:
    said = cells.get("text", "")
    strange = [gap for gap in re.findall(r"\{([^{}]*)\}", said) if gap not in GAPS]
    if strange:
        raise DeskError(f"不认识 {{{strange[0]}}}", f"能用的空: {' '.join(f'{{{gap}}}' for gap in GAPS)}", "text")
    if code == FRAME and not 0 <= said.find("{问题}") < said.find("{评价}"):
        raise DeskError("话术里要有 {问题}, 后面要有 {评价}", "这两处程序会换成要问的话", "text")


OFFICE_LISTS: tuple[ListFacts, ...] = (
    ListFacts(
        GROUPS, "大类", "问题码的第一位; 受理时先按大类再按题",
        (ListColumn("name", "名称", required=True, limit=8),),
        _digits("类", 1), kept=frozenset("0"), check=_check_one_digit,
    ),
    ListFacts(
        SKILLS, "技能证书", "派工时看谁有证; 问题里写了要证的, 没证的人排后面",
        (ListColumn("name", "名称", required=True, limit=20, unique=True),),
    ),
    ListFacts(
        CREWS, "班组与外单位", "派工时可选的班组; 外单位的电话印在转单上",
        (
            ListColumn("name", "名称", required=True, limit=20, unique=True),
            ListColumn("trades", "做什么", K.WORDS),
            ListColumn("outside", "外单位", K.FLAG),
            ListColumn("phone", "电话", hint="外单位的电话印在转单上", limit=40),
            ListColumn("capacity", "每时段单数", K.NUMBER, lowest=1, highest=99, unit="单", hint="空着就按规则"),
        ),
        brief=("trades", "phone", "capacity"),
    ),
    ListFacts(
        PROBLEMS, "问题树", "来电的话怎么归类, 急不急, 收不收钱, 派给谁, 带什么",
        (
            ListColumn("name", "问题", required=True, limit=20),
            ListColumn("category", "类别", required=True, limit=12),
            ListColumn("words", "联想词", K.WORDS, hint="业主会说的词, 用顿号隔开: 滴水、关不严"),
            ListColumn("urgency", "急", K.CHOICE, required=True, code=Urgency),
            ListColumn("area", "区域", K.CHOICE, required=True, code=WhoseArea),
            ListColumn("charges", "收费与参考价", K.CHARGES, required=True, limit=600,
                       hint="有偿 30-50（料另计）；公共区域 无偿"),
            ListColumn("crews", "班组", K.NAMES, refers=CREWS),
            ListColumn("contractor", "外单位", K.NAMES, refers=CREWS),
            ListColumn("skills", "要的证书", K.NAMES, refers=SKILLS),
            ListColumn("minutes", "用时", K.NUMBER, unit="分钟", highest=1440),
            ListColumn("tools", "携带工具", K.WORDS),
            ListColumn("precautions", "上门前的话", K.SENTENCES),
            ListColumn("script", "电话里的话", hint="要马上说给业主听的, 例如先关总阀"),
            ListColumn("lifts", "升为紧急的词", K.LIFTS, hint="反水: 倒灌、冒水；老人: 奶奶、爷爷", limit=1200),
            ListColumn("things", "认: 坏的东西", K.WORDS, limit=1200),
            ListColumn("signs", "认: 怎么坏的", K.WORDS, limit=1200),
            ListColumn("near", "认: 旁边的东西", K.WORDS, limit=1200),
            ListColumn("sure", "认: 一听就是", K.WORDS, limit=1200),
            ListColumn("against", "认: 一听就不是", K.WORDS, limit=1200),
            ListColumn("places", "认: 公共部位种类", K.WORDS),
        ),
        _digits("码", 2), kept=frozenset({UNCLEAR}), brief=("urgency", "charges", "crews", "contractor"),
        check=_check_problem,
    ),
    ListFacts(
        URGENT, "加急词", "说到这些词, 不管报的什么都先当紧急",
        (
            ListColumn("name", "词", required=True, limit=20, unique=True),
            ListColumn("also", "也这样说", K.WORDS),
            ListColumn("except", "不算的长词", K.WORDS, hint="煤气 不算 煤气灶"),
            ListColumn("all", "要同时说到", K.GROUPS, hint="老人、孩子；一个人、独自", limit=1200),
        ),
        brief=("also", "except"),
    ),
    ListFacts(
        WISHES, "上门时间键", "受理时按一个数字选上门时间; 时段本身在“规则·上门”里",
        (
            ListColumn("name", "名称", required=True, limit=8),
            ListColumn("days_ahead", "几天后", K.NUMBER, required=True, lowest=-1, highest=14, hint="-1 是当面再定"),
            ListColumn("part", "时段", K.CHOICE, code=DayPart, hint="空着就是下一个有空的时段"),
        ),
        ListColumn("code", "数字键", required=True, hint="1 到 9", limit=1), brief=("days_ahead", "part"),
        check=_check_wish,
    ),
    ListFacts(
        SOURCES, "回访问题", "办完哪种事, 第几天回访, 抽多少, 问哪几句",
        (
            ListColumn("name", "名称", required=True, limit=20),
            ListColumn("questions", "要问的话", K.SENTENCES, required=True, limit=600),
            ListColumn("only_paid", "只问有偿的", K.SENTENCES, limit=600),
            ListColumn("rated", "问评价", K.FLAG),
            ListColumn("by", "谁来打", K.CHOICE, code=RevisitBy, hint="空着就是前台"),
            ListColumn("asks", "打给谁", limit=20),
            ListColumn("said", "怎么说这件事", hint="{谁}上门处理的{事项}; 还可以用 {地点}", limit=60),
            ListColumn("from_day", "第几天起", K.NUMBER, highest=60, unit="天"),
            ListColumn("to_day", "第几天止", K.NUMBER, highest=90, unit="天"),
            ListColumn("percent", "比例", K.NUMBER, lowest=1, highest=100, unit="%"),
        ),
        grows=False, brief=("questions", "from_day", "to_day", "percent"), check=_check_source,
    ),
    ListFacts(
        CALLS, "通话结果", "回访打完按一个数字; 没接通的什么时候再打",
        (
            ListColumn("digit", "数字键", required=True, limit=1, unique=True),
            ListColumn("name", "名称", required=True, limit=12),
            ListColumn("next", "接着", K.CHOICE, required=True, code=Next),
            ListColumn("minutes", "几分钟后", K.NUMBER, lowest=1, highest=480, unit="分钟"),
        ),
        grows=False, brief=("digit", "next", "minutes"), check=_check_call,
    ),
    ListFacts(
        SCRIPTS, "回访话术", "电话里照着念的话; 花括号里的由程序填",
        (
            ListColumn("name", "名称", required=True, limit=20),
            ListColumn("text", "话", required=True, limit=600),
        ),
        grows=False, brief=("text",), check=_check_script,
    ),
    *DUTY_LISTS,
    *FRESH_LISTS,
    *COMPLAINT_LISTS,
    *NOTICE_LISTS,
    *HOUSEKEEPING_LISTS,
    *ASSESSMENT_LISTS,
)  # fmt: skip

# Kept as records of their own, not as rows: what dispatch sends slips to.
OWN_RECORDS = frozenset({CREWS})


def list_facts(name: str, lists: Sequence[ListFacts] = OFFICE_LISTS) -> ListFacts | None:
    """None for a list of a newer program."""
    return next((one for one in lists if one.name == name), None)
