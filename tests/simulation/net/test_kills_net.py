"""The short form of `python -m tests.simulation.net.kills_net`: real programs killed, a real PostgreSQL put back."""

from tests import postgres
from tests.simulation.net.kills_net import killed_servers, lost_tails


def test_a_server_killed_while_desks_push_loses_nothing() -> None:
    assert "nothing lost" in killed_servers(2, 3)


def test_a_restore_and_a_failover_need_nobody(clusters: postgres.Clusters) -> None:
    assert "nothing lost" in lost_tails(clusters, 4)
