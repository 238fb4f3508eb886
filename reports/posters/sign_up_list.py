"""报名表: who has a place and who waits, by turn, with a box to tick and room to sign; telephones are masked."""

from collections.abc import Iterable, Sequence

from desk.domain.flow import Frozen
from desk.domain.phones import mask
from desk.services.notices.record import SignUpState
from desk.services.notices.turns import Seat, taken
from reports.posters.of_notice import moment_words, time_words
from reports.ruled import Head, Paper, Table

HEADS = (
    Head("序", 8, right=True), Head("房间号", 26), Head("报名人", 30), Head("联系电话", 30),
    Head("人数", 11, right=True), Head("到场", 12), Head("签字", 30), Head("备注", 28),
)  # fmt: skip
PEN_MM = 9.0  # somebody signs in it
FREE_ROWS = 4  # who comes without having signed up


def sheet_of(company: str, estate: str, notice: Frozen, found: Sequence[Seat]) -> Paper:
    """An activity's list as it stands."""
    sure, wait = [one for one in found if not one.waits], [one for one in found if one.waits]
    limit = int(notice.get("sign_up_limit") or 0)
    title = str(notice.get("title") or "活动")
    people = f"{len(sure)} 家 {taken(sure)} 人" + (f", 名额 {limit}" if limit else "")
    free = [(str(len(sure) + number), *[""] * 4, "□", "", "现场") for number in range(1, FREE_ROWS + 1)]
    tables = [Table("有名额", HEADS, [*_rows(sure), *free], aside=people, least=PEN_MM)]
    if wait:
        tables.append(
            Table("候补", HEADS, list(_rows(wait)), aside=f"{len(wait)} 家, 有人不来时按次序补", least=PEN_MM)
        )
    until = notice.get("sign_up_until_at")
    ended = f"　报名截止 {moment_words(int(until))}" if until else ""
    under = f"{time_words(notice)}{ended}".strip()
    notes = ("到场在方框里打勾。散场后回前台按到场打勾, 再按“结束”; 来的人按比例回访。",)
    return Paper(company, estate, f"{title} 报名表", under, tables, ("现场负责人", "前台"), notes)


def _rows(found: Iterable[Seat]) -> Iterable[tuple[str, ...]]:
    for one in found:
        values = one.values
        phone, came = str(values.get("phone") or ""), values.get("status") == SignUpState.CAME
        yield (
            str(one.place), str(values.get("where") or ""), str(values.get("name") or ""), mask(phone) if phone else "",
            str(values.get("people") or 1), "已到" if came else "□", "",
            "待核对身份" if values.get("identity_unchecked") else "",
        )  # fmt: skip
