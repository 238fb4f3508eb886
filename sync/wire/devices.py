"""What desk and server say about devices and people, as JSON: enrolment, tokens, hello, packs, the head-office page."""

from typing import Annotated

from msgspec import Meta, Struct, field

from sync.wire.signed import Signed

PROTOCOL = 1  # of the messages; the server says the oldest it still answers pulls to

Ident = Annotated[str, Meta(pattern="^[0-9A-Za-z_-]{1,64}$")]
Scope = Annotated[str, Meta(pattern="^[a-z]/[0-9A-Za-z/*_-]{1,100}$")]
NO_CONTROLS = "^[^\\x00-\\x1f\\x7f-\\x9f]*$"
Words = Annotated[str, Meta(max_length=60, pattern=NO_CONTROLS)]
Line = Annotated[str, Meta(max_length=200, pattern=NO_CONTROLS)]
Key = Annotated[str, Meta(pattern="^[0-9A-Za-z_-]{43}$")]
Letters = Annotated[str, Meta(pattern="^[A-Z]{1,8}$")]
Prefix = Annotated[str, Meta(pattern="^[A-Z]{1,3}[1-9][0-9]{0,4}$")]
Whole = Annotated[int, Meta(ge=0, le=2**53)]
Moment = Annotated[int, Meta(ge=-(2**53), le=2**53)]
EVERY_ESTATE = "e/*"  # a grant of the head office's own desks: every estate there is or will be


class EnrolAsk(Struct, frozen=True):
    """A desk asks to be taken in. `dev` is the id its ops carry, `formerly` the ids that earlier ones carry.

    `company` is the company's scope of a desk that has data already; `founded` says that it founded that company
    itself and still has the founding ops to send. `proof` is the key's signature over `proof_text`.
    """

    code: Annotated[str, Meta(max_length=40)]
    key: Key
    name: Words
    dev: Ident
    prefix: Prefix
    letter: Letters
    proof: Annotated[str, Meta(max_length=100)]
    formerly: Annotated[list[Ident], Meta(max_length=200)] = field(default_factory=list)
    company: Scope | None = None
    founded: bool = False
    version: Words = ""


class Enrolled(Struct, frozen=True):
    """The same for ever for the same key: an answer that was lost is asked for again."""

    device: str
    company: str
    certificate: Signed
    server_key: str
    prefix: str
    letter: str
    now: int


class Copy(Struct, frozen=True):
    """How a file shows that it is the one which said hello last, and no copy of it (see the server's `copies`)."""

    dev: Ident
    letter: Letters
    mark: Line
    draw: Ident
    counter: Whole
    formerly: Annotated[list[Ident], Meta(max_length=200)] = field(default_factory=list)


class HelloAsk(Struct, frozen=True):
    """`cursors`: how far this desk has got, for the page of devices; `waiting`: how many ops are still to be sent."""

    protocol: Whole
    version: Words
    now: Moment
    copy: Copy | None = None
    cursors: Annotated[list[tuple[Scope, Whole]], Meta(max_length=2000)] = field(default_factory=list)
    waiting: Whole = 0


class Known(Struct, frozen=True):
    """To a desk that showed its token: its mark for next time, its prefix and letter, its scopes, its pack's etag.

    `behind`: the server has forgotten what this desk knows (it was restored): it wants the desk's pack back.
    """

    mark: str
    prefix: str
    letter: str
    pack: str
    scopes: list[tuple[str, str]]
    behind: bool


class HelloAnswer(Struct, frozen=True):
    """`oldest`: the oldest protocol whose pulls are answered; a desk below it pushes and asks for an upgrade."""

    now: int
    protocol: int
    oldest: int
    server_key: str
    fingerprint: str
    known: Known | None = None


class AgainAsk(Struct, frozen=True):
    """A restored or copied file takes a new id, which it drew and kept before it asked."""

    dev: Ident
    letter: Letters
    was: Ident
    formerly: Annotated[list[Ident], Meta(max_length=200)] = field(default_factory=list)


class AgainAnswer(Struct, frozen=True):
    dev: str
    letter: str


class NonceAsk(Struct, frozen=True):
    device: Ident


class NonceAnswer(Struct, frozen=True):
    nonce: str


class TokenAsk(Struct, frozen=True):
    """`signature` over the nonce. The certificate only when the server does not know the device (it was restored)."""

    device: Ident
    nonce: Line
    signature: Annotated[str, Meta(max_length=100)]
    certificate: Signed | None = None


class TokenAnswer(Struct, frozen=True):
    token: str
    lasts_ms: int
    now: int


class PackAnswer(Struct, frozen=True):
    """`etag` names the content, `pack` is signed with the draw that was asked with: an old one cannot be shown."""

    etag: str
    pack: Signed


class Account(Struct, array_like=True, frozen=True):
    staff: str
    verifier: str
    set_at: int


class Role(Struct, array_like=True, frozen=True):
    staff: str
    estate: str
    role: str


class Estate(Struct, array_like=True, frozen=True):
    id: str
    name: str


class Peer(Struct, array_like=True, frozen=True):
    """A device of the company: name, status since when, its numbers' prefix and newest letter, the ids of its ops."""

    id: str
    name: str
    status: str
    since_at: int
    prefix: str
    letter: str
    devs: list[str]


class Granted(Struct, array_like=True, frozen=True):
    scope: str
    status: str
    since_at: int


class Pack(Struct, frozen=True):
    """Who may sign in on this device, signed as one text. Rows are sorted: same content, same text."""

    company: str
    device: str
    scopes: list[Granted]
    accounts: list[Account]
    roles: list[Role]
    estates: list[Estate]
    devices: list[Peer]
    draw: str = ""
    made_at: int = 0
    complaints_key: str = ""  # the public key to which steps are sealed that this desk must not read again


class KeyAsk(Struct, frozen=True):
    """A reader of complaints without a key of his own to their file here: `escrow` is it, sealed to the server."""

    by: Ident
    escrow: Annotated[str, Meta(max_length=1000)]
    public: Annotated[str, Meta(max_length=100)]


class KeyAnswer(Struct, frozen=True):
    """The same, sealed to the public key of the one who asked."""

    wrapped: str


class GiveBack(Struct, frozen=True):
    """The last pack of a desk, for a server that was restored to before it."""

    pack: Signed


class GaveBack(Struct, frozen=True):
    taken: int


class SecretAsk(Struct, frozen=True):
    """A staff member's new verifier, never his secret. `at` and `sent_at` by the desk's clock."""

    staff: Ident
    verifier: Line
    by: Ident
    at: Moment
    sent_at: Moment


class SecretAnswer(Struct, frozen=True):
    """`kept`: a newer one was there already, and stays."""

    kept: bool


class Revocation(Struct, frozen=True):
    """Signed by the server: only with it does a desk destroy anything."""

    device: str
    since_at: int
