"""The year's assessment of an estate, and what only people can say about its year."""

from desk.domain.code import Code


class Grade(Code):
    """What a total is called."""

    EXCELLENT = "excellent", "优秀"
    GOOD = "good", "良好"
    PASSED = "passed", "合格"
    FAILED = "failed", "不合格"


class Standing(Code):
    """Whether a row counts."""

    SCORED = "scored", "计分"
    FEW = "few", "件数不足, 不计分"
    ABSENT = "absent", "本小区没有, 不计分"
    SEALED = "sealed", "投诉档案未打开, 未计算"
