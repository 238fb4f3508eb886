"""Signed requests to the server's doors. A request without an answer is sent again: it has one effect."""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sync.wire.keyed import Signed, prove

if TYPE_CHECKING:
    import httpx

PATH = "/v1/channel/requests"


class Refused(Exception):
    """The server said no, in words."""

    def __init__(self, status: int, title: str) -> None:
        super().__init__(title)
        self.status = status


@dataclass
class Caller:
    """`key` is what the server gave the partner: `<id>.<secret>`. `clock` in ms UTC."""

    http: "httpx.Client"
    key: str
    clock: Callable[[], int]

    @property
    def partner(self) -> str:
        return self.key.partition(".")[0]

    @property
    def secret(self) -> str:
        return self.key.partition(".")[2]

    def report(self, told: dict[str, Any]) -> dict[str, Any]:
        return self.send("POST", PATH, told)

    def status(self, event: str) -> dict[str, Any]:
        return self.send("GET", f"{PATH}/{event}")

    def rate(self, event: str, told: dict[str, Any]) -> dict[str, Any]:
        return self.send("POST", f"{PATH}/{event}/rating", told)

    def send(self, method: str, path: str, told: dict[str, Any] | None = None) -> dict[str, Any]:
        """The answer; Refused where the server says no, httpx's own errors where there is none."""
        body = b"" if told is None else json.dumps(told, ensure_ascii=False).encode()
        proof = prove(self.secret, self.partner, self.clock(), secrets.token_hex(12), Signed(method, path, {}, body))
        headers = {"authorization": proof.header, "content-type": "application/json"}
        answer = self.http.request(method, path, content=body, headers=headers)
        try:
            said: dict[str, Any] = answer.json()
        except ValueError as error:
            raise Refused(answer.status_code, f"HTTP {answer.status_code}") from error
        if not answer.is_success:
            raise Refused(answer.status_code, str(said.get("title") or answer.status_code))
        return said
