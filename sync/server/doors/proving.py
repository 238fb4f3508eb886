"""The guard of the doors: a keyed hash over the whole request, a near clock, and a nonce that serves once."""

from typing import TYPE_CHECKING

from desk.domain.days import MINUTE
from sync.server.asked import Asked, Principal
from sync.server.devices import limits
from sync.server.doors.partners import Partner, by_id, secrets_in_force
from sync.server.doors.statuses import PartnerKind
from sync.server.problems import Problem
from sync.wire.keyed import SKEW_MS, Proof, Signed, is_proven, proof_of

if TYPE_CHECKING:
    from sync.server.serving import Server
    from sync.server.store import Session

KEPT_MS = 60 * MINUTE  # a spent nonce; longer than a proof is good, for clocks that go back
SPEND = "INSERT INTO partner_nonce (partner, value, until_at) VALUES (?, ?, ?) ON CONFLICT (partner, value) DO NOTHING"


def any_partner(server: "Server", asked: Asked) -> Principal:
    return _principal(_proven(server, asked), "partner")


def channel(server: "Server", asked: Asked) -> Principal:
    """Residents' channels alone."""
    one = _proven(server, asked)
    if one.kind != PartnerKind.CHANNEL:
        raise Problem(403, "no_channel", "这把密钥不是住户渠道的")
    return _principal(one, "channel")


def partner_of(asked: Asked) -> Partner:
    """The partner who asks, as the guard read it."""
    one: Partner = asked.who.told["partner"]
    return one


def _principal(one: Partner, kind: str) -> Principal:
    return Principal(one.id, kind, one.company, told={"partner": one})


def _proven(server: "Server", asked: Asked) -> Partner:
    proof = proof_of(asked.headers.get("authorization", ""))
    if proof is None:
        raise Problem(401, "no_key", "请求没有签名")
    with server.store.reading() as session:
        one = by_id(session, proof.partner)
    request = Signed(asked.method, asked.path, asked.query, asked.body)
    known = one is not None and any(
        is_proven(secret, proof, request) for secret in secrets_in_force(server, one, asked.now)
    )
    if one is None or not known:
        raise Problem(401, "signature", "签名不对, 请核对密钥和签名的内容")
    if abs(asked.now - proof.at) > SKEW_MS:
        raise Problem(401, "clock", "请求的时间和服务器相差超过 5 分钟, 请校准时钟")
    if not one.is_open:
        raise Problem(403, "closed", "这个渠道已停用, 请联系物业公司总部")
    with server.store.session() as session:
        limits.check(session, _rate(one), asked.now, MINUTE, one.per_minute)
        _spend(session, proof, asked.now)
        limits.count(session, _rate(one), asked.now, MINUTE)
    return one


def _rate(one: Partner) -> str:
    return f"partner {one.id}"


def _spend(session: "Session", proof: Proof, now: int) -> None:
    """A proof serves once; those whose moment is long over are swept."""
    session.run("DELETE FROM partner_nonce WHERE partner = ? AND until_at < ?", (proof.partner, now - KEPT_MS))
    if not session.run(SPEND, (proof.partner, proof.nonce, proof.at + SKEW_MS)):
        raise Problem(401, "nonce", "这次请求已经用过, 请换一个随机串重新签名")
