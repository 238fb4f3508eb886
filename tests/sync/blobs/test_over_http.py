"""The same through sockets: HEAD has no body, PUT is bounded, a snapshot is given from any byte on."""

from desk.store.database import Database
from sync.client import blobs, snapshot
from sync.client.blobs import Behind
from sync.client.snapshot import Download
from sync.server.serving import Server
from sync.wire.paths import scope_in_path
from tests.sync.blobs.conftest import attach
from tests.sync.direct import line
from tests.sync.estate import push_all
from tests.sync.server.running import running
from tests.world import World


def test_photos_and_snapshots_go_through_a_real_server(world: World, server: Server, empty: Database) -> None:
    picture = attach(world, world.order())
    push_all(server, world)
    sent = line(server, world.database, world.office, world.scope)[0]
    got = line(server, empty, world.office, world.scope)[0]
    path = f"/v1/scopes/{scope_in_path(world.scope)}"
    with running(server) as one, one.client() as http:
        sent.http = got.http = http
        assert blobs.push_blobs(sent) == blobs.Moved(1, False)
        head = http.head(f"{path}/blobs/{picture.sha256}")
        assert (head.status_code, head.content) == (200, b"")
        assert http.put(f"{path}/blobs/{picture.sha256}", content=bytes(11 * 1024 * 1024)).status_code == 413
        download = Download(world.scope)
        whole = http.get(f"{path}/snapshot")
        download.begin_anew(whole.headers["etag"], len(whole.content))
        download.append(whole.content[:1_000])
        assert snapshot.begin(got, download).rows > 0
        assert blobs.fetch_blobs(got, Behind()) == blobs.Moved(1, False)
        assert http.get(f"{path}/snapshot", headers={"range": "bytes=0-9"}).status_code == 200  # of which file?
        of_file = {"range": f"bytes={len(whole.content)}-", "if-range": whole.headers["etag"]}
        assert http.get(f"{path}/snapshot", headers=of_file).status_code == 416
    assert empty.read("SELECT sha256, data FROM blob") == [(picture.sha256, picture.data)]
