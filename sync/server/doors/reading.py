"""A partner's JSON as its shape, or a problem that says in words which field is wrong and how."""

import re
from typing import TYPE_CHECKING, TypeVar

import msgspec

from sync.server.problems import Problem, malformed

if TYPE_CHECKING:
    from sync.server.asked import Asked

T = TypeVar("T")
LABELS = {
    "event": "事件编号", "id": "事件编号", "revision": "版次", "at": "时间", "who": "报修人", "name": "姓名",
    "phone": "电话", "openid": "渠道用户编号", "matter": "报修内容", "address": "地址", "home": "房屋编号",
    "estate": "小区编号", "kind": "种类", "wanted_from_at": "希望上门时间", "wanted_to_at": "希望上门时间的结束",
    "order": "订单号", "items": "商品", "n": "序号", "unit": "单位", "ordered": "数量", "price_fen": "金额",
    "goods": "商品种类", "spec": "规格", "note": "备注", "window_from_at": "时段开始", "window_to_at": "时段结束",
    "what": "进展", "eta_at": "预计时间", "deliverer": "送货人", "amount_fen": "金额", "by": "经办人", "reason": "原因",
    "month": "月份", "arrived": "已到", "photos": "照片", "rating": "评价", "words": "原话", "events": "事件",
    "data": "内容",
}  # fmt: skip
PLACE = re.compile(r" - at `\$\.?(.*)`$", re.S)
MOST = re.compile(r"length <= (\d+)")
MISSING = re.compile(r"missing required field `(\w+)`")


def read(asked: "Asked", kind: type[T]) -> T:
    """The body in this shape; Problem 400 with words where it is no JSON, 422 where a field is wrong."""
    try:
        return msgspec.json.decode(asked.body, type=kind)
    except msgspec.ValidationError as error:
        raise Problem(422, "field", wrong_words(str(error))) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise malformed("请求不是正确的 JSON (UTF-8)") from error


def wrong_words(said: str) -> str:
    """What the decoder says of a field, for a person."""
    missing = MISSING.search(said)
    place = PLACE.search(said)
    path = [part for part in re.split(r"[.\[\]]+", place[1]) if part and part != "..."] if place else []
    if missing:
        return f"缺少“{_label([*path, missing[1]])}”"
    label = _label(path)
    if most := MOST.search(said):
        return f"“{label}”太长, 最多 {most[1]} 个" + ("" if "`array`" in said else "字")
    if "length >=" in said:
        return f"“{label}”是空的或太短"
    if "matching regex" in said:
        return f"“{label}”里有不能用的字符"
    if "enum value" in said:
        return f"“{label}”不在可选范围内"
    if "<=" in said or ">=" in said:
        return f"“{label}”的数超出范围"
    return f"“{label}”的类型不对"


def _label(path: list[str]) -> str:
    name = next((part for part in reversed(path) if not part.isdigit()), "")
    return LABELS.get(name, name or "请求")
