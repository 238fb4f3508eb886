"""What stands on a poster, from a notice: the notice itself, its correction, that it is over, or called off."""

import re
from dataclasses import dataclass

from desk.domain.calendar import day_of, end_of_day
from desk.domain.code import Code
from desk.domain.flow import Frozen
from desk.domain.words_of_time import clock_word, weekday_word
from desk.services.notices.record import NoticeState, NoticeVoid, WrongPart

AFTERWARDS = re.compile("来水|恢复")
QR_RANGE = 60  # a long range would make squares that no telephone reads off a wall


class PosterKind(Code):
    NOTICE = "notice", "公告"
    CORRECTION = "correction", "更正"
    RESTORED = "restored", "恢复"
    CALLED_OFF = "called_off", "取消"


@dataclass(frozen=True, slots=True)
class Poster:
    """`facts` are label and words, in the order they are read; `band` stands across the head where there is one."""

    kind: PosterKind
    company: str
    estate: str
    title: str
    band: str
    salutation: str
    opening: str
    facts: tuple[tuple[str, str], ...]
    tips: str
    closing: str
    phone: str
    undersigned: str
    day_on: str
    qr: str
    qr_words: str


def day_words(day: str) -> str:
    """11月23日 (周一)."""
    _, month, number = day.split("-")
    return f"{int(month)}月{int(number)}日 ({weekday_word(day)})"


def moment_words(at: int) -> str:
    return f"{day_words(day_of(at))} {clock_word(at)}"


def time_words(notice: Frozen) -> str:
    """11月23日 (周一) 09:00 至 17:00; 起 where nobody knows the end."""
    begins, ends = notice.get("from_at"), notice.get("to_at")
    if not begins:
        return f"{moment_words(int(ends))} 前" if ends else ""
    if not ends:
        return f"{moment_words(int(begins))} 起"
    midnight = end_of_day(day_of(int(begins)))
    if ends > midnight:
        return f"{moment_words(int(begins))} 至 {moment_words(int(ends))}"
    return f"{moment_words(int(begins))} 至 {'24:00' if ends == midnight else clock_word(int(ends))}"


def kind_of(notice: Frozen) -> PosterKind:
    """What is to hang on the wall now."""
    status = notice.get("status")
    if status == NoticeState.RESTORED:
        return PosterKind.RESTORED
    if status == NoticeState.VOID:
        return PosterKind.CALLED_OFF
    return PosterKind.CORRECTION if notice.get("corrects_id") else PosterKind.NOTICE


def poster_of(notice: Frozen, company: str, estate: str, link: str, now: int, kind: PosterKind | None = None) -> Poster:
    """`link`: where the office's platform shows its notices; without one the squares hold the words themselves."""
    kind, link = kind or kind_of(notice), link if link.startswith("http") else ""
    title = str(notice.get("title") or "通知")
    address = f"{link.rstrip('/')}/{notice['id']}" if link else ""
    return Poster(
        kind=kind,
        company=company,
        estate=estate,
        title=_title(kind, title),
        band=_band(kind, notice, title),
        salutation="尊敬的业主:",
        opening=_opening(kind, notice),
        facts=_facts(kind, notice),
        tips=_tips(kind, str(notice.get("tips") or "")),
        closing=_closing(kind, notice),
        phone=str(notice.get("phone") or ""),
        undersigned=str(notice.get("undersigned") or estate),
        day_on=day_of(_signed_at(kind, notice, now)),
        qr=address or _plain(kind, notice, title),
        qr_words="扫码看最新情况" if address else "扫码存到手机",
    )


def _signed_at(kind: PosterKind, notice: Frozen, now: int) -> int:
    """The day under the signature: when this paper went out, or will."""
    if kind is PosterKind.RESTORED:
        return int(notice.get("restored_recorded_at") or now)
    if kind is PosterKind.CALLED_OFF:
        return now
    return int(notice.get("sent_at") or notice.get("send_at") or now)


def tips_of(text: str) -> tuple[str, ...]:
    """请提前储水, 关好龙头; 请放水几分钟: each piece of advice by itself."""
    return tuple(one.strip() for one in re.split(r"[;；\n]", text) if one.strip())


def _tips(kind: PosterKind, text: str) -> str:
    """Once it is over only what is for then is still advice."""
    if kind is PosterKind.CALLED_OFF:
        return ""
    if kind is PosterKind.RESTORED:
        return "; ".join(one for one in tips_of(text) if AFTERWARDS.search(one) and "恢复即告" not in one)
    return text


def _closing(kind: PosterKind, notice: Frozen) -> str:
    if kind is PosterKind.RESTORED:
        return "感谢您的理解和配合。"
    return "给您带来不便, 敬请谅解。" if notice.get("from_at") and notice.get("restores") else ""


def _title(kind: PosterKind, title: str) -> str:
    about = title.removesuffix("通知").removesuffix("提示").removesuffix("告知")
    if kind is PosterKind.RESTORED:
        return f"{about}恢复通知"
    if kind is PosterKind.CALLED_OFF:
        return f"{about}取消通知"
    return title


def _band(kind: PosterKind, notice: Frozen, title: str) -> str:
    if kind is PosterKind.CORRECTION:
        wrong = WrongPart.of(str(notice.get("wrong_part") or ""))
        what = wrong.label if wrong and wrong is not WrongPart.OTHER else "内容"
        number = int(notice.get("correction_no") or 1)
        return f"更正 (第 {number} 次): {what}有变, 请以本公告为准"
    if kind is PosterKind.CALLED_OFF:
        cancelled = notice.get("void_reason") == NoticeVoid.CANCELLED
        return f"原“{title}”{'计划取消' if cancelled else '作废'}"
    return ""


def _opening(kind: PosterKind, notice: Frozen) -> str:
    matter, reason = str(notice.get("matter") or ""), str(notice.get("reason") or "")
    if kind is PosterKind.RESTORED:
        said = str(notice.get("restored_words") or "")
        over = f"已于 {moment_words(int(notice['restored_at']))} 恢复正常。" if notice.get("restored_at") else ""
        return f"{over}{said}"
    if kind is PosterKind.CALLED_OFF:
        return "原定的安排不再进行, 一切照常, 请转告邻居。"
    if matter:
        return matter
    return f"因{reason.removeprefix('因').rstrip('。')}, 现将有关安排通知如下:" if reason else "现将有关安排通知如下:"


def _facts(kind: PosterKind, notice: Frozen) -> tuple[tuple[str, str], ...]:
    told: list[tuple[str, str]] = []
    if kind is PosterKind.RESTORED:
        told.append(("恢复范围", str(notice.get("range_words") or "")))
        return tuple(told)
    if notice.get("matter") and notice.get("reason"):
        told.append(("原因", str(notice["reason"])))
    told.append(("原定时间" if kind is PosterKind.CALLED_OFF else "时间", time_words(notice)))
    told.append(("影响范围" if notice.get("restores") else "范围", str(notice.get("range_words") or "")))
    expected = notice.get("expected_at")
    if kind is not PosterKind.CALLED_OFF and expected:
        told.append(("预计恢复", moment_words(int(expected))))
    if notice.get("sign_up_until_at"):
        told.append(("报名截止", moment_words(int(notice["sign_up_until_at"]))))
    if notice.get("sign_up_limit"):
        told.append(("名额", f"{notice['sign_up_limit']} 人"))
    return tuple((name, words) for name, words in told if words)


def _plain(kind: PosterKind, notice: Frozen, title: str) -> str:
    """The gist, so that a telephone shows it without any network."""
    whom = str(notice.get("range_words") or "")
    whom = whom if len(whom) <= QR_RANGE else whom[:QR_RANGE] + "…"
    parts = [_title(kind, title)]
    if kind is PosterKind.RESTORED and notice.get("restored_at"):
        parts.append(f"恢复: {moment_words(int(notice['restored_at']))}")
    elif times := time_words(notice):
        parts.append(f"{'原定' if kind is PosterKind.CALLED_OFF else ''}时间: {times}")
    parts += [f"范围: {whom}"] if whom else []
    parts += [f"电话: {notice['phone']}"] if notice.get("phone") else []
    return "\n".join(parts)
