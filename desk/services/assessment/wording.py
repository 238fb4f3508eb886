"""Figures in words: rates, counts, remarks; the same on the page, in the workbook, on paper."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from desk.domain.assessment_lists import Way
from desk.services.assessment.counting import Tally
from desk.services.assessment.criteria import Criterion
from desk.services.assessment.record import Left, Standing
from desk.services.assessment.scoring import Figure, half_up

NONE = "—"


def marks_text(tenth: int | None) -> str:
    """80.8; nothing known is a dash."""
    return NONE if tenth is None else f"{tenth // 10}.{tenth % 10}"


def percent_text(met: int, of: int, target: int = 0) -> str:
    """82.0 %; a rate below its target never reads as if it reached it: 94.96 %."""
    if not of:
        return NONE
    tenth = half_up(Fraction(1000 * met, of))
    if tenth < 10 * target or 100 * met >= target * of:
        return f"{tenth // 10}.{tenth % 10} %"
    hundredth = 10_000 * met // of
    return f"{hundredth // 100}.{hundredth % 100:02d} %"


def pieces_text(halves: int) -> str:
    """3 件; 2.5 件 where one was valid in part."""
    return f"{halves // 2}.5 件" if halves % 2 else f"{halves // 2} 件"


def permille_text(halves: int, homes: int) -> str:
    hundredth = half_up(Fraction(halves * 100_000, 2 * max(1, homes)))
    return f"{hundredth // 100}.{hundredth % 100:02d}‰"


def actual(criterion: Criterion, figure: Figure) -> str:
    """实际, beside what the standard asks."""
    if not figure.known or not figure.there:
        return NONE
    if criterion.way in (Way.RATE, Way.BANDS):
        return percent_text(figure.met, figure.of, criterion.target)
    if criterion.way is Way.PER_THOUSAND:
        return pieces_text(figure.halves)
    return f"{sum(figure.times.get(what, 0) for what, _, _ in criterion.each)} 件"


def rate(met: int, of: int, target: int = 0) -> str:
    """2,197/2,310=95.1%."""
    return f"{met:,}/{of:,}={percent_text(met, of, target)}".replace(" ", "") if of else "没有发生"


def counted(criterion: Criterion, figure: Figure) -> list[str]:
    """责任更正1, 他人发现的错误0: only what there is."""
    return [f"{label}{figure.times[what]}" for what, label, _ in criterion.each if figure.times.get(what)]


def remark(criterion: Criterion, figure: Figure, standing: Standing, more: Iterable[str]) -> str:
    """备注: what the figure was made of, what else is known of it, and why it does not count where it does not."""
    if standing in (Standing.SEALED, Standing.ABSENT):
        return standing.label
    said: list[str] = []
    if criterion.way in (Way.RATE, Way.BANDS):
        said.append(rate(figure.met, figure.of, criterion.target))
    elif criterion.way is Way.PER_THOUSAND and figure.halves:
        said.append(f"{pieces_text(figure.halves)}={permille_text(figure.halves, figure.of)}".replace(" ", ""))
    said += [*more, *counted(criterion, figure)]
    if standing is Standing.FEW:
        said.append(standing.label)
    return ", ".join(one for one in said if one)


# what is said beside the figure of a row


def published(notices: Tally) -> str:
    return f"发布{notices.met:,}"


def planned(lead: Tally) -> str:
    told = lead.left.get(Left.TOLD_LATE, 0)
    late = lead.missed + told
    return f"计划类{lead.of + told:,}, 迟{late}" + (f", 上级通知晚剔除{told}" if told else "")


def by_slip(slips: Tally) -> str:
    """How much of the arrivals is known from paper alone."""
    return f"按单补录{half_up(Fraction(100 * slips.missed, slips.of))}%" if slips.of else ""


def claims(found: Tally) -> str:
    return f"赔偿{found.of}" if found.of else "没有赔偿"


def late(forward: Tally, restore: Tally) -> str:
    """What else of notices was late."""
    told = ((forward.missed, "转发迟"), (restore.missed, "恢复迟"))
    return ", ".join(f"{words}{number}" for number, words in told if number)


def bound(homes: Tally) -> str:
    return f"绑定率{half_up(Fraction(100 * homes.met, homes.of))}%" if homes.of else ""


def beyond(tally: Tally, percent: int, become: str) -> str:
    """What a cap has put back."""
    said = [f"{Left.label_of(why)}超出{percent}%的{number}件{become}" for why, number in tally.over.items()]
    return ", ".join(said)


def finding(criterion: Criterion, figure: Figure, deducted: int | None) -> str:
    """回访率 82.0 %, 低于 90 %, 扣 2.0 分: one sentence for a row that lost marks."""
    name, reached = criterion.name, actual(criterion, figure)
    lost = f"扣 {marks_text(deducted)} 分"
    if criterion.way is Way.RATE:
        short = 100 * figure.met < criterion.target * figure.of
        low = f"{name} {reached}" + (f", 低于 {criterion.target} %" if short else "")
        return ", ".join([low, *counted(criterion, figure), lost])
    if criterion.way is Way.BANDS:
        return f"{name} {reached}, 不到 {criterion.bands[0][0]} %, {lost}"
    if criterion.way is Way.PER_THOUSAND:
        homes = f"{reached} ({permille_text(figure.halves, figure.of)})" if figure.halves else ""
        return ", ".join([f"{name}: {homes}" if homes else name, *counted(criterion, figure), lost])
    return f"{name}: {', '.join(counted(criterion, figure))}, {lost}"


def all_findings(rows: Sequence[tuple[Criterion, Figure, int | None]]) -> list[str]:
    """The largest loss first."""
    lost = [one for one in rows if one[2]]
    return [finding(*one) for one in sorted(lost, key=lambda one: -(one[2] or 0))]
