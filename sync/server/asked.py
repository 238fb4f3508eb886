"""A request and its answer without any framework: what the ASGI shell and the simulation both hand to an endpoint."""

from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from sync.server.problems import Problem, malformed

if TYPE_CHECKING:
    from sync.server.serving import Server

MSGPACK = "application/msgpack"
JSON = "application/json"
BYTES = "application/octet-stream"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks, proven by the guard of the route. `kind`: device, partner or channel."""

    id: str
    kind: str = "device"
    company: str = ""
    pulls: frozenset[str] = frozenset()
    pushes: frozenset[str] = frozenset()
    status: str = "active"
    told: Mapping[str, Any] = field(default_factory=dict)  # what else its guard knows of it


@dataclass(frozen=True, slots=True)
class Asked:
    """`headers` by lower-case name; `body` decompressed and within the route's limit; `now` in ms."""

    method: str
    path: str
    params: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    now: int
    principal: Principal | None = None

    @property
    def who(self) -> Principal:
        """The principal of a guarded route."""
        if self.principal is None:
            raise Problem(401, "unauthorized", "请先登录")
        return self.principal

    def message(self, kind: type[T]) -> T:
        """The body as a msgpack message."""
        return _decoded(msgspec.msgpack.decode, self.body, kind)

    def json(self, kind: type[T]) -> T:
        """The body as JSON of this shape."""
        return _decoded(_of_json, self.body, kind)

    def number(self, name: str, default: int) -> int:
        """A whole number of the query."""
        text = self.query.get(name)
        if text is None:
            return default
        if not (text.isascii() and text.isdigit() and len(text) <= 15):
            raise malformed()
        return int(text)


@dataclass(frozen=True, slots=True)
class Answer:
    """`body` as a whole or as a stream, which is read off the event loop."""

    status: int = 200
    body: bytes | Iterable[bytes] = b""
    media: str = MSGPACK
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
    """Said by an endpoint before work under a scope's lock: it goes on when its turn in the queue has come.

    Whoever has little to do goes first; long work says Turn again after each piece and so gives way. It is told how to
    find out whether somebody stands behind it; None: take it that somebody does.
    """

    scope: str
    small: bool


@dataclass(frozen=True, slots=True)
class Wait:
    """Said by an endpoint that has nothing to answer yet: it goes on when a scope is beyond its seq, or after `ms`."""

    seqs: Mapping[str, int]
    ms: int


Behind = Callable[[], bool]
Stages = Generator[Turn | Wait, Behind | None, Answer]
Endpoint = Callable[["Server", Asked], Answer | Stages]
Guard = Callable[["Server", Asked], Principal]


@dataclass(frozen=True, slots=True)
class Route:
    """One endpoint and what the API's description says of it.

    `path` holds `{name}` for one segment; `{scope}` is written with dots for slashes and given back with slashes.
    `auth` names the guard. `takes` and `gives` are shapes of the bodies (None: none, bytes: as they are).
    `patient` ones give way to those who write.
    """

    method: str
    path: str
    endpoint: Endpoint
    summary: str
    tag: str
    auth: str = "device"
    takes: Any = None
    gives: Any = None
    takes_media: str = MSGPACK
    gives_media: str = MSGPACK
    problems: tuple[int, ...] = ()
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    limit_bytes: int = 64 * 1024
    patient: bool = False


def packed(message: Any, status: int = 200) -> Answer:
    """An answer of one msgpack message."""
    return Answer(status, msgspec.msgpack.encode(message))


def told(message: Any, status: int = 200) -> Answer:
    """An answer in JSON."""
    return Answer(status, msgspec.json.encode(message), JSON)


def _of_json(body: bytes, *, type: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=type)
    except msgspec.ValidationError:
        return msgspec.convert(_whole(msgspec.json.decode(body)), type)


def _whole(value: Any) -> Any:
    """JSON knows one kind of number: 1.0 is as whole as 1, and some programs write it so."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_whole(one) for one in value]
    return {name: _whole(one) for name, one in value.items()} if isinstance(value, dict) else value


def _decoded(decode: Callable[..., T], body: bytes, kind: type[T]) -> T:
    try:
        return decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise malformed() from error
