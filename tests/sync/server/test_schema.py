"""The server's models equal its migrations on both databases, and its secret belongs to its data."""

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from desk.domain.calendar import Calendar
from desk.domain.errors import DeskError
from desk.domain.service import Rulebook
from desk.services.fresh_orders.record import COMPENSATION, EXCHANGE, FRESH_ORDER
from desk.services.notices.record import SIGN_UP
from desk.store.rows import columns_of
from desk.store.tables import record_tables
from sync.server import own_secrets, schema, tables
from sync.server.building import build_server, open_store
from sync.server.devices import acting
from sync.server.doors import addresses, sign_ups
from sync.server.doors.shop_month import DELIVERED, SETTLED
from sync.server.store import Store
from tests.world import Clock


def test_models_equal_migrations(store: Store, rules: Rulebook) -> None:
    with store.migrating() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.build(rules.records)) == [], "python -m sync.server.migrations"


def test_a_column_that_no_migration_makes_would_show(store: Store, rules: Rulebook) -> None:
    with store.migrating() as connection:
        connection.exec_driver_sql("ALTER TABLE journal DROP COLUMN chain")
        connection.exec_driver_sql("DROP INDEX ix_residence_home_id")
        found = compare_metadata(MigrationContext.configure(connection), tables.build(rules.records))
    assert {difference[0] for difference in found} == {"add_column", "add_index"}


def test_the_newest_is_the_last_migration() -> None:
    assert ScriptDirectory(str(schema.MIGRATIONS)).get_heads() == [schema.NEWEST]


def test_every_key_leads_with_the_scope_where_there_is_one(rules: Rulebook) -> None:
    for table in tables.build(rules.records).sorted_tables:
        if "scope" in table.primary_key.columns and table.name != "device_grant":  # that is the device's
            assert next(iter(table.primary_key.columns)).name == "scope", table.name


def test_the_server_keeps_only_the_indexes_by_which_it_looks_for_rows(rules: Rulebook) -> None:
    """Each that is filled in no order costs every op of a log."""
    metadata = sa.MetaData()
    record_tables(metadata, rules.records, tables.SOUGHT)
    made = {str(index.name) for table in metadata.sorted_tables for index in table.indexes}
    sought = {f"ix_{record}_{field}" for record, field in tables.SOUGHT}
    counted = {f"ix_{record.name}_counted" for record in rules.records if record.counted}
    assert made == sought | counted, "one of them is no fact of its record"


PLANS = (
    (addresses.HOMES.format(marks="?, ?"), "ix_home_building_no"),
    (addresses.PLACES.format(marks="?, ?"), "ix_place_building_no"),
    (addresses.LIVES_THERE, "ix_residence_home_id"),
    (sign_ups.OF_EVENT.format(marks="?, ?"), "ix_sign_up_partner_event"),
    (sign_ups.LATER, "ix_notice_corrects_id"),
    (acting.HELD, "ix_grant_staff_id"),
    (columns_of(SIGN_UP).select("scope = ? AND notice_id = ?"), "ix_sign_up_notice_id"),
    (columns_of(COMPENSATION).select("scope = ? AND order_id = ?"), "ix_compensation_order_id"),
    (columns_of(COMPENSATION).select(f"scope = ? AND partner = ? AND {SETTLED}"), "ix_compensation_month"),
    (columns_of(EXCHANGE).select("scope = ? AND order_id = ?"), "ix_exchange_order_id"),
    (columns_of(EXCHANGE).select(f"scope = ? AND partner = ? AND {DELIVERED}"), "ix_exchange_delivered_at"),
    (columns_of(FRESH_ORDER).select(f"scope = ? AND partner = ? AND {DELIVERED}"), "ix_fresh_order_delivered_at"),
    ("SELECT id, ent FROM branch WHERE scope=? AND ent IN (?, ?)", "ix_branch_ent"),
)


def test_rows_are_found_by_their_indexes(tmp_path: Path) -> None:
    """Asked of SQLite, whose plan does not depend on how much there is."""
    store = open_store(None, tmp_path)
    schema.prepare(store)
    with store.reading() as session:
        for sql, index in PLANS:
            plan = session.read(f"EXPLAIN QUERY PLAN {sql}", ("x",) * sql.count("?"))
            assert any(index in str(row[3]) for row in plan), (sql, plan)
    store.close()
    assert {index for _, index in PLANS} == {f"ix_{record}_{field}" for record, field in tables.SOUGHT}


def test_names_fit_into_postgresql(rules: Rulebook) -> None:
    """It cuts longer ones silently, and then two are one."""
    for table in tables.build(rules.records).sorted_tables:
        names = [table.name, *table.columns.keys(), *(str(index.name) for index in table.indexes)]
        assert [name for name in names if len(name.encode()) > 63] == []


def test_a_database_of_a_newer_server_is_refused_in_words(store: Store) -> None:
    with store.session() as session:
        session.run("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DeskError, match="更新的服务程序"):
        schema.prepare(store)


def test_processes_that_start_together_make_the_tables_once(empty_url: str | None, tmp_path: Path) -> None:
    stores = [open_store(empty_url, tmp_path) for _ in range(3)]
    failed: list[BaseException] = []

    def start(store: Store) -> None:
        try:
            schema.prepare(store)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=start, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert stores[0].heads(["e/1"]) == {}
    for store in stores:
        store.close()


def test_the_secret_is_made_once_and_belongs_to_its_database(
    empty_url: str | None, tmp_path: Path, clock: Clock, rules: Rulebook, calendar: Calendar
) -> None:
    def mac() -> bytes:
        server = build_server(tmp_path, empty_url, clock, rules=rules, calendar=calendar)
        try:
            return server.secrets.mac
        finally:
            server.close()

    first = mac()
    path = tmp_path / own_secrets.FILE
    assert path.stat().st_mode & 0o777 == 0o600
    assert mac() == first
    kept = path.read_bytes()
    path.write_bytes(bytes(32).hex().encode())
    with pytest.raises(DeskError, match="不是一套"):
        mac()
    path.write_bytes(b"nonsense")
    with pytest.raises(DeskError, match="密钥文件不对"):
        mac()
    path.unlink()
    with pytest.raises(DeskError, match="不见了"):
        mac()
    path.write_bytes(kept)
    assert mac() == first


def test_each_purpose_has_its_own_key() -> None:
    one, other = own_secrets.Secrets(bytes(32)), own_secrets.Secrets(bytes(31) + b"1")
    keys = [one.mac, one.tokens, one.signing, one.key("x"), other.mac, other.signing]
    assert len(set(keys)) == len(keys)
    assert {len(key) for key in keys} == {32}
