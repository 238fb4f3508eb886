"""What a channel does with notices: shows them to those they are for, and says how many got them."""

from typing import Any

LABELS = {
    "notice_published": "公告", "notice_corrected": "更正公告", "notice_restored": "恢复公告",
    "notice_ended": "公告结束", "notice_void": "公告取消",
}  # fmt: skip
PATH = "/v1/partner/notice_receipt"
UNBOUND = 20  # one home in so many has nobody in the channel
EVERYBODY = 1_260  # how many homes this channel knows where a notice is for all


def words(told: dict[str, Any]) -> str:
    notice = told["notice"]
    return f"{LABELS.get(told['kind'], told['kind'])} {notice['title']}: {notice['range']}"


def receipt(told: dict[str, Any], now: int) -> dict[str, Any]:
    """The answer to one webhook; of one notice a later one counts anew."""
    homes = EVERYBODY if told["notice"]["everybody"] else len(told["notice"]["homes"])
    failed = homes // UNBOUND
    return {
        "event": str(told["id"]), "revision": 1, "at": now, "notice": told["notice"]["id"], "delivered": homes - failed,
        "failed": failed,
    }  # fmt: skip
