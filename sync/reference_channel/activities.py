"""What residents do about an activity: some of them sign up as soon as they read of it; by the same seed the same."""

from typing import Any

PATH = "/v1/channel/sign-ups"
EAGER = 3  # so many of those that the channel knows


def takes_names(told: dict[str, Any]) -> bool:
    """Whether a webhook is about an activity that has just been published."""
    return told["kind"] == "notice_published" and bool(told["notice"].get("signs_up"))


def asks(told: dict[str, Any], people: list[dict[str, Any]], now: int) -> list[dict[str, Any]]:
    """The sign-ups of these people, each under an id of its own: sent again it is the same."""
    notice = str(told["notice"]["id"])
    return [
        {"event": f"a-{notice[:13]}-{number}", "revision": 1, "at": now, "notice": notice, "people": 1 + number % 2,
         "who": one["who"], "address": one["address"]}
        for number, one in enumerate(people[:EAGER])
    ]  # fmt: skip
