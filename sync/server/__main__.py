"""`python -m sync.server`: the server of the estates' logs, on an encrypted file or on PostgreSQL."""

import argparse
import asyncio
import gc
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from desk.domain.errors import DeskError
from desk.paths import data_home
from sync.server import logs

if TYPE_CHECKING:
    from sync.server.serving import Server

PORT = 8460
GRACE_S = 20
PARTNER = "partner"  # another command: the partners of the doors
KEEP_S = 65  # an idle connection; longer than the longest poll


def options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sync.server", description=__doc__)
    parser.add_argument("--database", metavar="URL", help="postgresql://...; without it an encrypted SQLite file")
    parser.add_argument("--data", metavar="DIR", type=Path, default=data_home() / "server", help="files and secrets")
    parser.add_argument("--sample", action="store_true", help="put the sample office on an empty server, to try it")
    parser.add_argument("--at", metavar="MOMENT", type=int, help="for trials: the clock begins here (UTC ms)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=PORT, help="0: any free one (%(default)s)")
    parser.add_argument("--log-level", choices=logs.LEVELS, default="info")
    parser.add_argument("--tls-cert", metavar="FILE", help="certificate chain (PEM); without it a proxy does TLS")
    parser.add_argument("--tls-key", metavar="FILE", help="its private key (PEM)")
    parser.add_argument("--rate", type=float, default=50, help="requests a second of one device; 0: any (%(default)s)")
    parser.add_argument("--behind-proxy", metavar="ADDRESS", help="trust X-Forwarded-For of this address")
    told = parser.parse_args(arguments)
    if bool(told.tls_cert) != bool(told.tls_key):
        parser.error("--tls-cert and --tls-key belong together")
    return told


def main(arguments: Sequence[str]) -> int:
    if arguments[:1] == [PARTNER]:
        from sync.server.doors.command import main as partner

        return partner(arguments[1:])
    told = options(arguments)
    logs.set_up(told.log_level)
    try:
        return serve(told)
    except DeskError as error:
        print(f"{error.message}\n{error.advice}", file=sys.stderr)
        return 1


def serve(told: argparse.Namespace) -> int:
    """Until it is told to stop; what runs then is finished, and whoever waits is answered."""
    import uvicorn

    from sync.server.building import build_server
    from sync.server.live import Live
    from sync.server.rates import Rates
    from sync.server.routes import WORKERS
    from sync.server.shell import application

    rates = Rates(time.monotonic, told.rate, 4 * told.rate) if told.rate else None
    server = build_server(told.data, told.database, None if told.at is None else _from(told.at), rates=rates)
    live = Live(server, WORKERS)
    _count_seldom()

    class Orderly(uvicorn.Server):
        """uvicorn waits for open polls for ever: told to stop, they are answered first."""

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            self.force_exit = self.should_exit and sig == signal.SIGINT
            self.should_exit = True
            live.release()

    try:
        if told.sample:
            from sync.server import sample

            sample.fill(server)
        listening = listen(told.host, told.port)
        config = uvicorn.Config(
            application(live), http="httptools", loop="asyncio", ws="none", lifespan="on",
            access_log=False, log_config=None, server_header=False, timeout_graceful_shutdown=GRACE_S,
            ssl_certfile=told.tls_cert, ssl_keyfile=told.tls_key, proxy_headers=bool(told.behind_proxy),
            forwarded_allow_ips=told.behind_proxy or "", timeout_keep_alive=KEEP_S,
        )  # fmt: skip
        _greet(server, "https" if told.tls_cert else "http", told.host, listening.getsockname()[1])
        asyncio.run(Orderly(config).serve([listening]))
    finally:
        server.close()
    logs.log("stopped")
    return 0


def _count_seldom() -> None:
    """What was made at the start stays, and a log's rows are no rings: they are looked for seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _from(moment: int) -> Callable[[], int]:
    """A clock that goes on from a moment, for trials with data of another day."""
    begun = time.monotonic_ns()
    return lambda: moment + (time.monotonic_ns() - begun) // 1_000_000


def listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=2048)
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # accepted ones have it too; else 44 ms a trip
        return listening
    except OSError as error:
        raise DeskError(f"不能在 {host}:{port} 上提供服务", "请换一个端口 (--port), 或先停掉占用它的程序") from error


def _greet(server: "Server", scheme: str, host: str, port: int) -> None:
    from sync.server.routes import GREETINGS

    logs.log("started", port=port, database=type(server.store).__name__)
    print(f"{scheme}://{host}:{port}", flush=True)
    for label, words in GREETINGS:
        said = words(server)
        if said:
            print(f"{label}: {said}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
