"""Enrolment: the desk draws its key, keeps it, and asks with it until it has the answer.

The key is committed before the first question. A lost answer, a power cut, a second press: the same key asks again
and gets the same answer. Only what the answer says is stored, in one transaction.
"""

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from desk.domain.errors import DeskError
from desk.store import accounts, bootstrap, device
from sync.client import kept
from sync.client.calling import call
from sync.client.kept import Identity, identity
from sync.protocol.envelope import Envelope
from sync.wire.devices import PROTOCOL, EnrolAsk, Enrolled, HelloAnswer, HelloAsk
from sync.wire.enrolment import proof_text
from sync.wire.signed import Purpose, is_signed, new_seed, public_key, sign, to_bytes, to_text

if TYPE_CHECKING:
    import httpx

    from desk.store.database import Database

FOUNDING = "SELECT op FROM outbox WHERE scope = ?"


class Named(Struct, frozen=True):
    """What a desk checks of its certificate."""

    device: str
    key: str
    company: str


def meet(http: "httpx.Client", version: str, now: int) -> HelloAnswer:
    """Who answers at this address: for the wizard, which shows the fingerprint before the code is typed."""
    return call(http, "POST", "/v1/hello", HelloAnswer, HelloAsk(PROTOCOL, version, now))


def enrol(
    http: "httpx.Client", database: "Database", code: str, name: str, now: int, version: str = "",
    server_key: str | None = None,
) -> Identity:  # fmt: skip
    """Join the server with a code; again with the same code after a lost answer.

    `server_key`: the key of the server that `meet` showed; another one is refused. DeskError in words otherwise.
    The prefix of printed numbers may change here: the wanted one may be another desk's.
    """
    seed = _key(database)
    ask = _ask(database, code, name, version, seed)
    answer = call(http, "POST", "/v1/enrol", Enrolled, ask)
    _check(answer, ask, server_key)
    with database.write() as connection:
        kept.put(connection, {
            kept.URL: str(http.base_url), kept.SERVER_KEY: answer.server_key, kept.DEVICE: answer.device,
            kept.COMPANY: answer.company, kept.CERTIFICATE: answer.certificate.text,
            kept.CERTIFICATE_SIGNATURE: answer.certificate.signature, kept.MARK: "", kept.DRAW: "",
        })  # fmt: skip
        device.put(connection, device.PREFIX, answer.prefix)
        device.put(connection, device.INCARNATION, answer.letter)
        kept.drop(connection, device.WAS)
        if ask.founded:  # nobody else has what these people sign in with
            for (staff,) in connection.exec_driver_sql("SELECT staff_id FROM account").fetchall():
                accounts.to_be_told(connection, staff, staff, now)
    found = identity(database)
    assert found is not None
    return found


def has_founded(database: "Database", company: str | None) -> bool:
    """Whether this desk founded its company itself and the server has not been told yet: ops that nobody took."""
    if company is None:
        return False
    return any(not Envelope.open(bytes(op)).by for (op,) in database.read(FOUNDING, (company,)))


def _key(database: "Database") -> bytes:
    with database.write() as connection:
        there = kept.value(connection, kept.KEY)
        if there is not None:
            return to_bytes(there)
        seed = new_seed()
        kept.put(connection, {kept.KEY: to_text(seed)})
        return seed


def _ask(database: "Database", code: str, name: str, version: str, seed: bytes) -> EnrolAsk:
    company = bootstrap.company_of(database)
    told = kept.values(database)
    ask = EnrolAsk(
        code, public_key(seed), name, told[device.ID], told[device.PREFIX], told[device.INCARNATION], "",
        told.get(device.FORMERLY, "").split(), company, has_founded(database, company), version,
    )  # fmt: skip
    proof = sign(seed, Purpose.ENROL, proof_text(ask)).signature
    return msgspec.structs.replace(ask, proof=proof)


def _check(answer: Enrolled, ask: EnrolAsk, server_key: str | None) -> None:
    """The certificate is about this desk, and signed by the server that was meant."""
    if server_key is not None and answer.server_key != server_key:
        raise DeskError("回答的不是刚才那台服务器", "请核对地址和校验数字, 再接入一次")
    if not is_signed(answer.server_key, Purpose.CERTIFICATE, answer.certificate):
        raise DeskError("服务器的证明不对, 没有接入", "请联系管理员检查服务器")
    told = msgspec.json.decode(answer.certificate.text, type=Named)
    if (told.device, told.key, told.company) != (answer.device, ask.key, answer.company):
        raise DeskError("服务器的证明不是给这台电脑的, 没有接入", "请联系管理员检查服务器")
