"""Receives webhooks on a small HTTP server: checks the signature, takes each event once, answers at once."""

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from sync.wire.keyed import SKEW_MS, Signed, is_proven, proof_of

LARGEST = 256 * 1024
Heard = Callable[[dict[str, Any]], None]


class Inbox:
    """What was heard. The same event again, and older news behind newer, change nothing."""

    def __init__(self, partner: str, secret: str, clock: Callable[[], int], heard: Heard) -> None:
        self._partner, self._secret, self._clock, self._heard = partner, secret, clock, heard
        self._seen: set[str] = set()
        self._places: dict[str, int] = {}

    def take(self, path: str, header: str, body: bytes) -> int:
        """The status to answer: 401 where the server did not sign it."""
        proof = proof_of(header)
        if proof is None or proof.partner != self._partner:
            return 401
        if not is_proven(self._secret, proof, Signed("POST", path, {}, body)):
            return 401
        if abs(self._clock() - proof.at) > SKEW_MS:
            return 401
        try:
            told: dict[str, Any] = json.loads(body)
            about = told["notice"]["id"] if "notice" in told else (told.get("order") or told["request"])["event"]
            ident, event, place = str(told["id"]), str(about), int(told["place"])
        except (ValueError, KeyError, TypeError):
            return 400
        if ident not in self._seen:
            self._seen.add(ident)
            if place > self._places.get(event, -1):
                self._places[event] = place
                self._heard(told)
        return 204


class Listener(HTTPServer):
    """One request at a time, in the turn of whoever calls `listen`."""

    def __init__(self, host: str, port: int, inbox: Inbox) -> None:
        self.inbox = inbox
        super().__init__((host, port), _Handler)

    @property
    def url(self) -> str:
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}/hooks"

    def listen(self, seconds: float) -> None:
        """Wait so long for one webhook."""
        self.timeout = max(seconds, 0.0)
        self.handle_request()


class _Handler(BaseHTTPRequestHandler):
    timeout = 5

    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, Listener)
        length = self.headers.get("content-length", "")
        if not length.isdigit() or int(length) > LARGEST:
            self.send_response(413)
        else:
            body = self.rfile.read(int(length))
            self.send_response(server.inbox.take(self.path, self.headers.get("authorization", ""), body))
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing but the news is printed."""
