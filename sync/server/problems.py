"""What the server answers when it cannot do what was asked: a status, a stable code, words for a person."""

import json

MEDIA = "application/problem+json"


class Problem(Exception):
    """An answer that is no success. No status ever makes a desk drop a step (sync.md, rule 8)."""

    def __init__(self, status: int, code: str, title: str, retry_after: int | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.title = title
        self.retry_after = retry_after

    def body(self) -> bytes:
        told = {"code": self.code, "title": self.title, "retry_after": self.retry_after}
        return json.dumps(told, ensure_ascii=False).encode()


class Busy(Problem):
    """The database has no turn for this request now: a lock, the pool, a restart."""

    def __init__(self, retry_after: int = 1) -> None:
        super().__init__(503, "busy", "服务器正忙, 稍后会自动再试", retry_after)


def malformed(title: str = "请求的格式不对") -> Problem:
    return Problem(400, "malformed", title)
