"""What the head-office page asks about devices and codes, as JSON."""

from typing import Annotated

from msgspec import Meta, Struct, field

from sync.wire.devices import NO_CONTROLS, Ident, Scope, Words


class By(Struct, frozen=True):
    """The person who asks; the device vouches for him."""

    by: Ident


class CodeAsk(Struct, frozen=True):
    """A code with which one desk enrols for these estates."""

    by: Ident
    scopes: Annotated[list[Scope], Meta(min_length=1, max_length=200)]
    name: Words = ""


class Code(Struct, frozen=True):
    """`code` is said once, when it is made; a list of open codes has only their first letters, `handle`."""

    handle: str
    name: str
    scopes: list[str]
    by: str
    until_at: int
    tries_left: int
    code: str = ""


class Codes(Struct, frozen=True):
    codes: list[Code]


class Withdraw(Struct, frozen=True):
    by: Ident
    handle: Ident


class Device(Struct, frozen=True):
    """One line of the page of devices. `behind`: entries it has not pulled; None: it has never said.

    `copies`: how many files have worked under its key in the last week; more than one is a copy in use.
    """

    id: str
    name: str
    status: str
    since_at: int
    prefix: str
    version: str
    seen_at: int | None
    waiting: int
    behind: int | None
    copies: int
    retaken: bool
    scopes: list[tuple[str, str]]
    devs: list[str] = field(default_factory=list)


class Devices(Struct, frozen=True):
    devices: list[Device]


class Revoke(Struct, frozen=True):
    """`stolen`: what it still pushes is put aside, not logged."""

    by: Ident
    stolen: bool = False


class GrantAsk(Struct, frozen=True):
    by: Ident
    scope: Scope
    status: Annotated[str, Meta(pattern="^(active|draining|gone)$")]


class Rename(Struct, frozen=True):
    by: Ident
    name: Annotated[str, Meta(min_length=1, max_length=60, pattern=NO_CONTROLS)]


class Done(Struct, frozen=True):
    """It is done, or was already."""
