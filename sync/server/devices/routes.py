"""The endpoints of devices and people."""

from typing import Any

from sync.server import confidential
from sync.server.asked import JSON, Endpoint, Route
from sync.server.devices import enrolment, hello, office, packs, tokens, verifiers
from sync.wire.devices import (
    AgainAnswer,
    AgainAsk,
    EnrolAsk,
    Enrolled,
    GaveBack,
    GiveBack,
    HelloAnswer,
    HelloAsk,
    KeyAnswer,
    KeyAsk,
    NonceAnswer,
    NonceAsk,
    PackAnswer,
    SecretAnswer,
    SecretAsk,
    TokenAnswer,
    TokenAsk,
)
from sync.wire.office import By, Code, CodeAsk, Codes, Devices, Done, GrantAsk, Rename, Revoke, Withdraw

PACK_BYTES = 4 * 1024 * 1024
BY = {"by": "The person who asks"}


def _route(
    method: str, path: str, endpoint: Endpoint, summary: str, takes: Any, gives: Any, *problems: int, **more: Any
) -> Route:
    told = {"tag": "devices", "takes_media": JSON, "gives_media": JSON, "takes": takes, "gives": gives, **more}
    return Route(method, path, endpoint, summary, problems=problems, **told)


def _for_device(action: str, endpoint: Endpoint, summary: str, takes: Any) -> Route:
    return _route("POST", f"/v1/devices/{{device}}/{action}", endpoint, summary, takes, Done, 400, 403, 404, 409)


ROUTES: tuple[Route, ...] = (
    _route("POST", "/v1/enrol", enrolment.enrol, "A desk is taken in with a code", EnrolAsk, Enrolled,
           400, 401, 403, 409, 429, auth="none"),
    _route("POST", "/v1/hello", hello.hello, "Versions and clocks; with a token the desk's scopes and mark",
           HelloAsk, HelloAnswer, 400, 401, 403, 409, auth="none", limit_bytes=256 * 1024),
    _route("POST", "/v1/nonce", tokens.nonce, "A text to sign", NonceAsk, NonceAnswer, 400, auth="none"),
    _route("POST", "/v1/token", tokens.token, "A token for a signed nonce", TokenAsk, TokenAnswer,
           400, 401, 403, 409, auth="none"),
    _route("POST", "/v1/device/again", hello.again, "A restored or copied desk says the new id of its ops",
           AgainAsk, AgainAnswer, 400, 403, 409),
    _route("GET", "/v1/pack", packs.pack, "Who may sign in on this device, signed", None, PackAnswer, 403,
           query={"draw": "A text that is signed with the pack"}),
    _route("POST", "/v1/pack", packs.give_back, "A desk gives a restored server its last pack back",
           GiveBack, GaveBack, 400, 403, 409, limit_bytes=PACK_BYTES),
    _route("POST", "/v1/secret", verifiers.secret, "A staff member's new verifier", SecretAsk, SecretAnswer,
           400, 403, 409),
    _route("POST", "/v1/complaints/key", confidential.key, "A reader of complaints gets the key of a desk's file",
           KeyAsk, KeyAnswer, 400, 403),
    _route("GET", "/v1/devices", office.devices, "The devices of the company or of a manager's estates", None,
           Devices, 403, query=BY),
    _route("GET", "/v1/codes", office.codes_open, "Open enrolment codes", None, Codes, 403, query=BY),
    _route("POST", "/v1/codes", office.make_code, "A new enrolment code", CodeAsk, Code, 400, 403, 409),
    _route("POST", "/v1/codes/withdraw", office.withdraw_code, "An open code is taken back", Withdraw, Done, 400, 403),
    _for_device("revoke", office.revoke, "A device is given up at once, or was stolen", Revoke),
    _for_device("drain", office.drain, "A device is given up in seven days", By),
    _for_device("grant", office.grant, "A scope is given to a device or taken from it", GrantAsk),
    _for_device("rename", office.rename, "A device gets another name", Rename),
    _for_device("keep", office.keep, "A device that was taken up again is confirmed", By),
)  # fmt: skip
