"""The head-office page's questions: devices and enrolment codes. `by` is the person at the desk, `token` the desk's."""

from typing import TYPE_CHECKING, Any

from sync.client.calling import call
from sync.wire.office import By, Code, CodeAsk, Codes, Device, Devices, Done, GrantAsk, Rename, Revoke, Withdraw

if TYPE_CHECKING:
    import httpx


def devices(http: "httpx.Client", token: str, by: str) -> list[Device]:
    """All of the company for the head office, those of his estates for a manager."""
    return call(http, "GET", "/v1/devices", Devices, token=token, query={"by": by}).devices


def open_codes(http: "httpx.Client", token: str, by: str) -> list[Code]:
    return call(http, "GET", "/v1/codes", Codes, token=token, query={"by": by}).codes


def make_code(http: "httpx.Client", token: str, by: str, scopes: list[str], name: str = "") -> Code:
    """A code for one desk, good for 15 minutes; it is shown here and never again."""
    return call(http, "POST", "/v1/codes", Code, CodeAsk(by, scopes, name), token=token)


def withdraw_code(http: "httpx.Client", token: str, by: str, handle: str) -> None:
    call(http, "POST", "/v1/codes/withdraw", Done, Withdraw(by, handle), token=token)


def revoke(http: "httpx.Client", token: str, by: str, device: str, stolen: bool = False) -> None:
    """At once and for ever; the desk destroys its keys when it asks next."""
    _about(http, token, device, "revoke", Revoke(by, stolen))


def drain(http: "httpx.Client", token: str, by: str, device: str) -> None:
    """The usual way: for seven days it still pushes what it has."""
    _about(http, token, device, "drain", By(by))


def grant(http: "httpx.Client", token: str, by: str, device: str, scope: str, status: str) -> None:
    """`status`: active, draining or gone."""
    _about(http, token, device, "grant", GrantAsk(by, scope, status))


def rename(http: "httpx.Client", token: str, by: str, device: str, name: str) -> None:
    _about(http, token, device, "rename", Rename(by, name))


def keep(http: "httpx.Client", token: str, by: str, device: str) -> None:
    """A device that a restored server took up again is known, and ours."""
    _about(http, token, device, "keep", By(by))


def _about(http: "httpx.Client", token: str, device: str, action: str, message: Any) -> None:
    call(http, "POST", f"/v1/devices/{device}/{action}", Done, message, token=token)
