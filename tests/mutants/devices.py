"""Faults of enrolment, tokens, copies, packs and revocation: file, text, fault, and the test that must catch it."""

# ruff: noqa: E501 - a table is read by its rows

TOKENS, COPIES, CODES = (f"sync/server/devices/{name}.py" for name in ("tokens", "copies", "codes"))
PACKS, REGISTERED, NUMBERS = (f"sync/server/devices/{name}.py" for name in ("packs", "registered", "numbers"))
ENROLMENT, VERIFIERS = "sync/server/devices/enrolment.py", "sync/server/devices/verifiers.py"
ASKING, GREETING, PEOPLE, BEARER = (f"sync/client/{name}.py" for name in ("enrolling", "greeting", "people", "tokens"))


def _test(file: str, name: str) -> str:
    return f"tests/sync/devices/test_{file}.py::test_{name}"


DEVICES = (
    (TOKENS, "        _spend(session, ask.nonce, asked.now)\n", "", _test("tokens", "a_replayed_token_request_gives_nothing[sqlite]")),
    (TOKENS, "if not is_signed(key, Purpose.TOKEN,", "if False and not is_signed(key, Purpose.TOKEN,", _test("tokens", "another_key_proves_nothing[sqlite]")),
    (TOKENS, "if not same(shown, mac(server, \"token\", device, int(until))):", "if False:", _test("tokens", "a_token_of_one_device_is_not_anothers[sqlite]")),
    (TOKENS, "if not 0 < int(until) - asked.now <= TOKEN_MS:", "if False:", _test("tokens", "tokens_end[sqlite]")),
    (TOKENS, "if device is None and ask.certificate is not None:", "if False:", _test("tokens", "an_emptied_server_takes_every_device_up_again[sqlite]")),
    (TOKENS, "if device.status in GONE_FOR_EVER and not putting_aside:", "if False:", _test("office", "a_revoked_desk_is_told_so_and_destroys_its_keys[sqlite]")),
    (COPIES, "if copy.mark == row.was and copy.draw == row.draw and row.place:", "if copy.mark == row.was and row.place:", _test("copies", "a_clone_is_told_and_the_original_is_not[sqlite]")),
    (COPIES, "if copy.mark == row.was and copy.draw == row.draw and row.place:", "if False:", _test("copies", "a_lost_answer_to_hello_makes_no_copy[sqlite-1]")),
    (COPIES, "behind = shown is not None and shown > row.place", "behind = False", _test("copies", "a_restored_server_renews_nobody[sqlite]")),
    (COPIES, " or _went_back(session, copy, cursors)", "", _test("copies", "a_restore_within_the_hour_is_seen_by_its_own_later_ops[sqlite]")),
    (NUMBERS, "given = wanted if later(wanted, newest) else following(newest)", "given = wanted", _test("copies", "two_restores_of_one_backup_have_two_letters[sqlite]")),
    (NUMBERS, "    if owner != device:", "    if False:", _test("enrolment", "an_id_of_ops_belongs_to_one_desk[sqlite]")),
    (CODES, "\"UPDATE enrolment SET tries = tries + 1 WHERE handle = ?\"", "\"UPDATE enrolment SET tries = tries WHERE handle = ?\"", _test("enrolment", "five_wrong_tries_end_a_code[sqlite]")),
    (CODES, "if not 0 < row.until_at - now <= CODE_MS:", "if False:", _test("enrolment", "a_code_lives_a_quarter_of_an_hour[sqlite-900000]")),
    (CODES, "    if row.used_by is not None and row.used_by == device:\n        return row\n", "", _test("enrolment", "a_lost_answer_is_asked_for_again[sqlite]")),
    (ENROLMENT, "if not is_key(ask.key) or not is_signed(", "if False and not is_signed(", _test("enrolment", "somebody_elses_key_cannot_be_enrolled[sqlite]")),
    (PACKS, "\"WHERE excluded.set_at > account.set_at\",", "\"\",", _test("packs", "giving_back_twice_or_something_old_changes_nothing[sqlite]")),
    (PACKS, "    if peer.status not in GONE_FOR_EVER:\n        return taken\n", "    return taken\n", _test("packs", "what_was_revoked_stays_revoked_after_a_restore[sqlite]")),
    (VERIFIERS, "WHERE excluded.set_at >= account.set_at AND", "WHERE", _test("packs", "the_later_secret_stays_whatever_the_clocks_say[sqlite-0]")),
    (VERIFIERS, "    if ask.by == ask.staff or acts.head_office:\n        return\n", "    return\n", _test("packs", "who_may_set_whose[sqlite-clerk-butler-False]")),
    (REGISTERED, "over = grant.status == GrantStatus.DRAINING and now", "over = False and now", _test("office", "a_scope_drains_for_seven_days[sqlite]")),
    (GREETING, "    if met.server_key != me.server_key:\n        raise ForeignServer\n", "", _test("office", "another_server_at_the_same_address_is_left_alone[sqlite]")),
    (GREETING, "        if kept.value(connection, kept.MARK) == shown.mark:", "        if True:", _test("copies", "two_processes_whose_answers_cross_are_one_desk[sqlite]")),
    (PEOPLE, "if (content.draw, content.device", "if (draw, content.device", _test("packs", "a_pack_shown_again_or_signed_by_another_is_refused[sqlite]")),
    (PEOPLE, "if account.staff not in untold:", "if True:", _test("packs", "a_secret_that_was_not_sent_yet_survives_the_pack[sqlite]")),
    (PEOPLE, "if staff not in packed | working | untold:", "if staff not in packed:", _test("packs", "an_emptied_server_locks_nobody_out[sqlite]")),
    (BEARER, "not is_signed(me.server_key, Purpose.REVOKED, statement)", "False", _test("office", "only_the_companys_own_server_can_say_revoked[sqlite]")),
    (ASKING, "        kept.put(connection, {kept.KEY: to_text(seed)})\n", "", _test("enrolment", "a_lost_answer_is_asked_for_again[sqlite]")),
)  # fmt: skip
