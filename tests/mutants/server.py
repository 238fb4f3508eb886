"""Faults of the server's store, log pages, requests, queues and waits: file, text, fault, and the test that must catch it."""

# ruff: noqa: E501 - a table is read by its rows

PULLING, HANDLING, QUEUES, HUB = (f"sync/server/{name}.py" for name in ("pulling", "handling", "queues", "hub"))
SQLITE, POSTGRES, KEEPING, RATES = (
    f"sync/server/{name}.py" for name in ("sqlite_store", "postgres_store", "keeping", "rates")
)
FRAMING, SQUEEZING, BUILDING, LOGS = (
    "sync/wire/framing.py",
    "sync/wire/squeezing.py",
    "sync/server/building.py",
    "sync/server/logs.py",
)
SECRETS = "sync/server/own_secrets.py"


def _test(file: str, name: str) -> str:
    return f"tests/sync/{file}.py::test_{name}"


SERVER = (
    (PULLING, "    if seq == head.seq:\n        return chain == head.chain\n", "    if seq == head.seq:\n        return True\n", _test("server/test_pulling", "a_cursor_that_is_not_in_this_log_has_diverged[sqlite-5-another history-False]")),
    (PULLING, "return bool(rows) and bytes(rows[0][0]) == chain", "return bool(rows)", _test("server/test_pulling", "a_cursor_that_is_not_in_this_log_has_diverged[sqlite-3-another history-False]")),
    (PULLING, "mine = server.again(asked).pulls", "pass", _test("server/test_pulling", "who_loses_a_scope_while_waiting_gets_nothing_of_it[sqlite]")),
    (PULLING, "if wanted.scope not in asked.who.pulls | asked.who.pushes:", "if False:", _test("server/test_pulling", "the_common_place_is_the_newest_that_both_have[sqlite]")),
    (PULLING, "same = [seq for seq, chain in known if bytes(chain) == marks[seq]]", "same = [seq for seq, chain in known]", _test("server/test_pulling", "the_common_place_is_the_newest_that_both_have[sqlite]")),
    (HANDLING, "    if len(body) > route.limit_bytes:\n        raise too_large()\n", "", _test("server/test_handling", "the_limit_counts_before_and_after_decompression")),
    (HANDLING, "expand((body,), coding, limit)", "expand((body,), coding)", _test("server/test_handling", "the_limit_counts_before_and_after_decompression")),
    (HANDLING, "    if guard is None:\n        raise Problem(401, \"unauthorized\", \"请先登录\")\n", "    if guard is None:\n        return None\n", _test("server/test_handling", "nobody_enters_unproven")),
    (QUEUES, "queue = line.small if line.small and not long_is_due else line.long", "queue = line.small or line.long", _test("server/test_queues", "a_long_one_has_its_turn_however_many_small_ones_come")),
    (QUEUES, "queue = line.small if small else line.long", "queue = line.long", _test("server/test_queues", "one_at_a_time_and_small_ones_first")),
    (QUEUES, "                self._hand_on(line)\n            else:", "                pass\n            else:", _test("server/test_queues", "who_goes_away_in_the_moment_of_its_turn_hands_it_on")),
    (HUB, "if self._closed or any(self._hinted.get(scope, 0) > mark for scope in wait.seqs):", "if self._closed:", _test("server/test_hub", "a_hint_between_reading_and_waiting_is_not_lost")),
    (HUB, "if waiter.wait.seqs[scope] != seq:", "if waiter.wait.seqs[scope] < seq:", _test("server/test_hub", "without_any_hint_the_look_finds_it")),
    (FRAMING, "    if held:\n        raise Broken(\"a message is cut\")\n", "", _test("wire/test_framing", "cut_uncompressed_it_is_broken_or_ends_behind_a_whole_message")),
    (FRAMING, "if trailer.scope != self.head.scope or trailer.n != len(self.entries):", "if False:", _test("wire/test_framing", "what_does_not_fit_together_is_broken")),
    (SQUEEZING, "    if not expander.eof:\n        raise Broken(\"the end is missing\")\n", "", _test("wire/test_squeezing", "cut_anywhere_it_is_broken[zstd]")),
    (KEEPING, "days[KEPT_DAYS:]", "days", _test("server/test_keeping", "a_clock_that_jumps_gives_nothing_up[sqlite]")),
    (KEEPING, "if day <= today - KEPT_DAYS", "", _test("server/test_keeping", "a_clock_that_runs_backwards_makes_nothing_old[sqlite]")),
    (RATES, "left = min(self._burst, left + (now - then) * self._per_second)", "left = self._burst", _test("server/test_handling", "who_asks_too_often_waits_and_the_others_do_not")),
    (BUILDING, "elif known[0][0] != secrets.fingerprint:", "elif False:", _test("server/test_schema", "the_secret_is_made_once_and_belongs_to_its_database[sqlite]")),
    (SECRETS, "os.O_EXCL, 0o600", "os.O_EXCL, 0o644", _test("server/test_schema", "the_secret_is_made_once_and_belongs_to_its_database[sqlite]")),
    (LOGS, "\"event\": record.name,", "\"event\": record.getMessage(),", _test("server/test_logs", "what_libraries_say_is_their_name_alone")),
    (SQLITE, "connection.execute(\"ROLLBACK\")", "connection.execute(\"COMMIT\")", _test("server/test_store", "a_transaction_is_whole_or_nothing[sqlite]")),
)  # fmt: skip
