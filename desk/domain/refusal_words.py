"""Why a step did not take effect, from the word that the log keeps: what happened, and what to do now.

Words of a refusal are never logged. Where the rules of today would say more, a code not named here has the general
words.
"""

from desk.domain.flow import Flow

# code -> (why, what to do)
WORDS: dict[str, tuple[str, str]] = {
    "role": ("当时您的岗位不能做这一步", "请找有这个岗位的人补做"),
    "post": ("当时您的岗位不能附上或拿掉照片", "请找客服办理"),
    "state": ("别的电脑先办了, 这一步接不上", "请打开看现在的状态, 需要的话重新办"),
    "exists": ("别的电脑已经建了同一条", "请打开看, 一般不用再建"),
    "missing": ("要办的那一条没有找到", "请刷新后再看, 需要的话重新登记"),
    "branch": ("这一单当时还待裁定, 不能这样办", "裁定以后再办"),
    "resolved": ("别的电脑先裁定了", "请打开看裁定的结果; 不对的请项目经理处理"),
    "group": ("和它一起的裁定没有生效, 这一步也不算", "请打开看裁定的结果, 需要的话重新办"),
    "asks": ("还缺必填的内容", "请打开补上, 再办一次"),
    "field": ("内容和公司现在的设置对不上", "请更新程序后再办一次"),
    "scope": ("这一条不属于这个小区", "请更新程序后再办一次"),
    "future": ("填的时间还没有到", "请核对电脑时间和填的时间, 再办一次"),
    "price": ("还没有约定价格", "请先约定价格, 再办一次"),
    "second": ("两个人选成了同一个人", "请另选一个人, 再办一次"),
    "order": ("时间的先后不对", "请核对时间, 再办一次"),
    "amount": ("金额不对", "请核对金额, 再办一次"),
    "duty": ("按值班表, 当时不归您办", "请当班的人打开再办一次"),
    "choice": ("有不合格的, 还没有问业主", "请打电话问过业主, 选好再办"),
    "chosen": ("业主的选择别的电脑先记了", "请打开看记的是哪一种"),
    "together": ("业主要等齐一起送, 当时还没有齐", "请等换货验收合格, 再交配送"),
    "unchecked": ("地址还没有核对是哪一家", "请在生鲜看板上按 - 核对, 再交配送"),
    "checked": ("别的电脑已经核对过了", "请打开看核对的是哪一家, 一般不用再办"),
    "opened": ("整箱的没有按规定打开看", "请按验收表上的箱数打开, 再办一次"),
    "spoiled": ("坏了几件还没有填", "请全部打开, 补上坏了几件"),
    "got": ("有一样没有称重", "请补上实重, 再办一次"),
    "temp": ("有一样没有量温度", "请补上温度, 再办一次"),
    "stopped": ("别的电脑已经停了表", "请打开看, 一般不用再办"),
    "numbered": ("这个号已经用过", "请核对纸上的号, 换一个号再登记"),
}
GENERAL = ("服务器按公司的规定没有接受", "请打开看现在的状态, 需要的话重新办; 不清楚请找项目经理")


def reason(code: str) -> str:
    return WORDS.get(code, GENERAL)[0]


def advice(code: str) -> str:
    return WORDS.get(code, GENERAL)[1]


def about(flow: Flow | None, field: str | None) -> str:
    """Which field it was about, by its label; empty where none is known."""
    return flow.record.field(field).label if flow is not None and field and flow.record.has(field) else ""
