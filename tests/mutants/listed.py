"""Programs with one fault each, and the test that must catch it. A fault is a text that stands once in its file."""

# ruff: noqa: E501 - a table is read by its rows

from dataclasses import dataclass

DECIDING, CHECKS, BACK = "desk/domain/deciding.py", "desk/domain/checks.py", "desk/domain/taking_back.py"
FLOW, SAMPLING = "desk/domain/flow.py", "desk/domain/sampling.py"
ORDERS, CALLS = "desk/services/work_orders/rules.py", "desk/services/revisits/rules.py"
REVISITING = "desk/domain/revisiting.py"
HOURS, BEST = "desk/domain/call_hours.py", "desk/services/revisits/best_hours.py"
CALLS_DUE, GROUPING = "desk/services/work_orders/calls_due.py", "desk/services/revisits/grouping.py"
ONE_CALL, IN_FORCE = "desk/services/revisits/calling.py", "desk/services/revisits/in_force.py"
RADAR, PATTERNS = "desk/services/work_orders/radar.py", "desk/services/work_orders/patterns.py"
CO_REPORT, CO_REPORTS = "desk/services/work_orders/co_report.py", "desk/services/work_orders/co_reports.py"
WHOLE = "desk/services/work_orders/whole.py"
GRANTS, VALUES = "desk/services/people/rules.py", "desk/services/settings/rules.py"
TABLE = "desk/services/work_orders/flow.py"
LADDER, WISHES = "desk/services/work_orders/ladder.py", "desk/services/work_orders/wishing.py"
MATTERS, CLOCKS = "desk/services/work_orders/matters.py", "desk/domain/clocks.py"
STEPS, LOG, DEVICE, DATABASE = (
    "desk/store/steps.py",
    "desk/store/log.py",
    "desk/store/device.py",
    "desk/store/database.py",
)
LISTS, CELLS, ROWS_OF = "desk/domain/lists.py", "desk/domain/list_cells.py", "desk/domain/office_lists.py"
READ_LISTS, TREE = "desk/store/listed.py", "desk/services/work_orders/listed.py"
PLAN = "desk/services/settings/exchange/plan.py"
MONEY, SUMS = "desk/services/takings/rules.py", "desk/services/takings/sums.py"
POSTING, READS = "desk/services/takings/posting.py", "desk/services/takings/reads.py"
BOOK, OVERDUE = "desk/services/takings/receipts.py", "desk/services/slips/overdue.py"
OFFICE, ENVELOPE = "desk/store/office.py", "sync/protocol/envelope.py"
FOLD, SAID = "desk/store/fold.py", "desk/store/said.py"

D, T = "tests/domain/test_deciding.py", "tests/domain/test_taking_back.py"
R, E = "tests/services/work_orders/test_rules.py", "tests/services/work_orders/test_ending.py"
ON_LADDER, ON_TODAY = "tests/services/work_orders/test_ladder.py", "tests/services/work_orders/test_matters.py"
THERE = "tests/services/work_orders/test_out_there.py"
SEEN, ONE_FOR_ALL = "tests/services/work_orders/test_radar.py", "tests/services/work_orders/test_whole.py"
REPLIES = "tests/services/work_orders/test_co_reports.py"
V = "tests/services/revisits/test_rules.py"
W = "tests/services/revisits/test_reads.py"
LR, X = "tests/services/settings/test_list_rules.py", "tests/services/settings/test_plan.py"
LT = "tests/domain/test_lists.py"
S, L, N = "tests/store/test_steps.py", "tests/store/test_log.py", "tests/store/test_device.py"
K, KS, KP = (f"tests/services/takings/test_{name}.py" for name in ("rules", "sums", "posting"))
KO, KR = "tests/services/slips/test_overdue.py", "tests/services/takings/test_reads.py"
HANDS = "tests/simulation/test_random_hands.py"


@dataclass(frozen=True)
class Mutant:
    path: str
    old: str
    new: str
    test: str


MUTANTS = (
    # decide and apply
    Mutant(DECIDING, "max(min(order.at + context.offset, context.now), context.previous_eff)", "min(order.at + context.offset, context.now)", f"{D}::TestMoments"),
    Mutant(DECIDING, "min(order.at + context.offset, context.now)", "order.at + context.offset", f"{D}::TestMoments"),
    Mutant(DECIDING, "order.at + context.offset", "order.at", f"{D}::TestMoments"),
    Mutant(DECIDING, "else context.at(eff)", "else context", f"{D}::TestMoments"),
    Mutant(DECIDING, "_wrong_scope(flow, context)\n        or ", "", D),
    Mutant(DECIDING, "or _wrong_state(flow, step, before)", "", "tests/house/test_flows.py"),
    Mutant(DECIDING, "if context.actor.may(step.by):", "if True:", "tests/house/test_flows.py"),
    Mutant(DECIDING, "value > max(order.at, eff) + FUTURE_MS", "value > max(order.at, eff) + FUTURE_MS + 1", f"{D}::TestMoments"),
    Mutant(DECIDING, "min(told, eff)", "told", f"{D}::TestMoments"),
    Mutant(DECIDING, "Source.LIVE if told is None else Source.SLIP", "Source.LIVE", f"{D}::TestMoments"),
    Mutant(DECIDING, "if field.required and is_empty(value):", "if False:", D),
    Mutant(DECIDING, "not value.strip()", "not value", D),
    Mutant(DECIDING, "if name == SALT or meant", "if meant", D),
    Mutant(DECIDING, "decided.keys() - flow.record.public", "decided.keys() - flow.record.names", f"{D}::TestRules"),
    Mutant(DECIDING, "**given, **did.set}", "**did.set, **given}", f"{D}"),
    Mutant(DECIDING, "if did.verdict is not Is.OK:\n        return", "if did.verdict is Is.UNKNOWN:\n        return", D),
    Mutant(CHECKS, "and not isinstance(value, bool) and", "and", "tests/domain/test_checks.py"),
    Mutant(CHECKS, "isinstance(part, dict) and not all", "False and not all", "tests/domain/test_checks.py"),
    Mutant(SAMPLING, "number % 100 < percent", "number % 100 <= percent", "tests/domain/test_sampling.py"),
    Mutant(BACK, "if past.by != context.actor.id:", "if False:", T),
    Mutant(BACK, "past.op_id != body.get(\"op\")", "False", T),
    Mutant(BACK, "not step.undoable", "False", T),
    Mutant(BACK, "context.now - past.eff > ", "0 > ", T),
    Mutant(BACK, "if name not in flow.record.private", "", T),
    Mutant(FLOW, "not step.frm.isdisjoint(seen)", "True", "tests/domain/test_flow.py"),
    # repairs
    Mutant(ORDERS, "if not paid or _now_told", "if True or _now_told", f"{R}::TestPrice"),
    Mutant(ORDERS, '_now_told(before, body, "urgency") == Urgency.URGENT:\n        return None', "False:\n        return None", f"{R}::TestPrice"),
    Mutant(ORDERS, "or (_unpriced(before, body) if out else None)", "", f"{R}::TestPrice"),
    Mutant(ORDERS, "(end is None or end <= begin)", "(end is None or end < begin)", f"{R}::TestAgreement"),
    Mutant(ORDERS, "high is not None and high < low", "False", f"{R}::TestAgreement"),
    Mutant(ORDERS, "to=Status.UNDER_REVIEW if looked_at else None", "to=None", f"{R}::TestIntake"),
    Mutant(ORDERS, 'if kind == OrderKind.ENQUIRY and body.get("answer"):', "if kind == OrderKind.ENQUIRY:", f"{R}::TestIntake"),
    Mutant(ORDERS, "untold(before, *VISIT_MOMENTS) | ", "", f"{R}::TestVisits"),
    Mutant(ORDERS, '"result", "not_repaired_why", "signature",', '"result", "not_repaired_why",', f"{R}::TestVisits"),
    Mutant(ORDERS, 'if done_at < (before.get("arrived_at")', 'if 0 > (before.get("arrived_at")', f"{R}::TestVisits"),
    Mutant(ORDERS, "if finished is not None and arrived > finished:", "if False:", f"{R}::TestVisits"),
    Mutant(ORDERS, "return Verdict(unfinished | told_now(\"handed_out_at\", context), to=Status.HANDED_OUT)", "return Verdict({}, to=Status.HANDED_OUT)", f"{R}::TestVisits"),
    Mutant(ORDERS, "max(end, pause[\"from_at\"])", "end", f"{R}::TestPauses"),
    Mutant(ORDERS, "to = Status.of(str(was)) if was in (Status.ACCEPTED, Status.RETURNED) else None", "to = None", f"{R}::TestPauses"),
    Mutant(ORDERS, "**_ended(before, happened(body, context)), **gone", "**gone", f"{R}::TestPauses"),
    Mutant(ORDERS, 'hours("order.call_again")[0][0]', 'hours("order.call_again")[0][1]', f"{R}::TestPauses"),
    Mutant(ORDERS, "if signature == Signature.UNSIGNED and", "if False and", f"{E}::TestSignature"),
    Mutant(ORDERS, 'if satisfaction == Satisfaction.BAD and closed_by != ClosedBy.REWORKED:', "if False:", f"{E}::TestClose"),
    Mutant(ORDERS, "if closed_by == ClosedBy.EXEMPT and not context.actor.may(JUDGES):", "if False:", f"{E}::TestClose"),
    Mutant(ORDERS, 'if before.get("revisit_id"):\n        return Verdict()', "if False:\n        return Verdict()", f"{E}::TestSlipBack"),
    Mutant(REVISITING, "if not drawn(matter.about_id, fact, sampling.percent):", "if False:", f"{E}::TestRevisitOpened"),
    Mutant(CALLS_DUE, "    if urgent:\n", "    if False:\n", f"{E}::TestRevisitOpened"),
    Mutant(CALLS_DUE, 'number("revisit.urgent_first_day")', 'number("revisit.first_day")', f"{E}::TestRevisitOpened"),
    Mutant(CALLS_DUE, '> number("revisit.paid_over_yuan") * 100', '>= number("revisit.paid_over_yuan") * 100', f"{E}::TestRevisitOpened"),
    Mutant(CALLS_DUE, '100 if urgent else number("revisit.public_rate_percent")', 'number("revisit.public_rate_percent")', f"{E}::TestRevisitOpened"),
    Mutant(REVISITING, "if hours.of(one := add_days(day, n))", "if (one := add_days(day, n))", f"{E}::TestRevisitOpened"),
    Mutant(CALLS_DUE, "return calls[-1].id", "return calls[0].id", f"{E}::TestRevisitOpened"),
    Mutant(ORDERS, "if payment == Payment.WAIVED and received:", "if False:", f"{E}::TestMoney"),
    Mutant(ORDERS, "if received and not payment:", "if False:", f"{E}::TestMoney"),
    Mutant(TABLE, 'Step("remark", "记一笔", ALL,', 'Step("remark", "记一笔", OPEN,', "tests/services/work_orders/test_flow.py"),
    # who goes, who is called, what is waited for
    Mutant(LADDER, "(one.is_open, RUNGS.index(one.level), one.for_ms)", "(RUNGS.index(one.level), one.for_ms)", ON_LADDER),
    Mutant(LADDER, "RUNGS.index(said) < RUNGS.index(level) or ", "", ON_LADDER),
    Mutant(LADDER, '(values.get("answered_at") or 0) < since_at', "False", ON_LADDER),
    Mutant(LADDER, 'if Status.of(str(values.get("status"))) in ENDED:', "if False:", ON_LADDER),
    Mutant(CLOCKS, "next_at, since, waited - reached)", "next_at, since, waited)", ON_LADDER),
    Mutant(CLOCKS, "return None if pace(values) is Pace.URGENT else desk_hours(settings, calendar)", "return desk_hours(settings, calendar)", ON_LADDER),
    Mutant(CLOCKS, "if begin <= last[\"from_at\"] <= stop", "if begin == last[\"from_at\"]", f"{THERE}::TestCap"),
    Mutant(ORDERS, "urge_escalation(was, settings) or answered)", "urge_escalation(was, settings))", f"{THERE}::TestUrges"),
    Mutant(ORDERS, "if again is not None and again <= context.now:", "if False:", f"{THERE}::TestPutOff"),
    Mutant(ORDERS, 'max(before.get("suspended_until_on") or "", day_of(again))', "day_of(again)", f"{THERE}::TestPutOff"),
    Mutant(ORDERS, "if second and second == first:", "if False:", f"{THERE}::TestTwo"),
    Mutant(ORDERS, '_gone(before, *PERSONS, "contractor",', '_gone(before, "contractor",', f"{THERE}::TestTwo"),
    Mutant(ORDERS, 'unfinished | told_now("handed_out_at", context)', "unfinished", f"{THERE}::TestOutside"),
    Mutant(WISHES, "key=lambda one: (one.full, one.from_at)", "key=lambda one: one.from_at", "tests/services/work_orders/test_wishing.py"),
    Mutant(WISHES, "if near and all(one.full for one in near):", "if False:", "tests/services/work_orders/test_wishing.py"),
    Mutant("desk/services/work_orders/reads.py", "return 0 < self.room <= self.taken", "return 0 < self.room < self.taken", "tests/services/work_orders/test_wishing.py"),
    Mutant(MATTERS, "return again <= now if again is not None else", "return False if again is not None else", ON_TODAY),
    Mutant(MATTERS, "(S.ACCEPTED, S.UNDER_REVIEW) or untold or", "(S.ACCEPTED, S.UNDER_REVIEW) or", ON_TODAY),
    Mutant(MATTERS, ' or untold or values.get("cancel_asked"):', " or untold:", ON_TODAY),
    Mutant(MATTERS, "if late and runs is not None and runs <= now:", "if False:", ON_TODAY),
    Mutant(MATTERS, "return Group.NEXT if _unsaid(values) else Group.LATER", "return Group.LATER", ON_TODAY),
    Mutant(MATTERS, "call is not None and call.is_open and call.level is not Level.CLERK", "call is not None and call.level is not Level.CLERK", ON_TODAY),
    # what is there already
    Mutant(RADAR, "day_of(now)) <= days", "day_of(now)) < days", f"{SEEN}::TestRework"),
    Mutant(RADAR, "start_of_day(add_days(day_of(self._now), -days))", "self._now - days * 86_400_000", f"{SEEN}::TestRework"),
    Mutant(RADAR, "AND {name} = ? AND problem = ?", "AND {name} = ? AND problem <> ?", f"{SEEN}::TestRework"),
    Mutant(RADAR, "ORDER BY +finished_at DESC", "ORDER BY +finished_at", f"{SEEN}::TestRework"),
    Mutant(RADAR, 'worse = asked.urgent and order.get("urgency") != Urgency.URGENT', "worse = False", f"{SEEN}::TestUnfinished"),
    Mutant(RADAR, "return kin and not asked.urgent", "return kin", f"{SEEN}::TestPlaces"),
    Mutant(RADAR, "theirs[:1] == LIFTS", "True", f"{SEEN}::TestPlaces"),
    Mutant(RADAR, 'if order.get("kind") == OrderKind.ENQUIRY:', "if False:", f"{SEEN}::TestUnfinished"),
    Mutant(RADAR, "crowd = hit.recent > 1 and not self._asked.known", "crowd = False", f"{SEEN}::TestPlaces"),
    Mutant(RADAR, "co_report WHERE {self._guard} AND status <> 'void'", "co_report WHERE {self._guard} AND status <> 'none'", f"{SEEN}::TestPlaces"),
    Mutant(RADAR, "S.CLOSED, S.VOID))", "S.CLOSED))", f"{SEEN}::TestUnfinished"),
    Mutant(PATTERNS, "\"status <> 'void' AND kind", "\"status <> 'none' AND kind", f"{SEEN}::TestPatterns"),
    Mutant(PATTERNS, "self._now - days * DAY, problem", "self._now - days * DAY + 1, problem", f"{SEEN}::TestPatterns"),
    Mutant(PATTERNS, "count = int(rows[0][0]) + more", "count = int(rows[0][0])", f"{SEEN}::TestPatterns"),
    Mutant(PATTERNS, "AND {NO_PARENT} ORDER BY reported_at, id", "ORDER BY reported_at, id", ONE_FOR_ALL),
    Mutant(PATTERNS, "if any(_open(each) for each in one.loose)]", "]", ONE_FOR_ALL),
    Mutant(WHOLE, "for one in pattern.loose]\n    told", "for one in pattern.orders[1:]]\n    told", ONE_FOR_ALL),
    Mutant(CO_REPORT, 'to=S.WAITING if body.get("wants_reply") else S.NO_REPLY', "to=S.WAITING", REPLIES),
    Mutant(CO_REPORT, 'return Verdict({"wants_reply": False})', "return Verdict()", REPLIES),
    Mutant(CO_REPORTS, 'if one.get("status") in OVER', "", REPLIES),
    # revisits
    Mutant(CALLS, 'attempts[-1].get("by") == context.actor.id', "False", f"{V}::TestCheck"),
    Mutant(CALLS, 'before.get("check_result") not in (None, CheckResult.NOT_REACHED)', "False", f"{V}::TestCheck"),
    Mutant(CALLS, 'if body.get("check_result") not in FOUND_WRONG:', "if True:", f"{V}::TestCheck"),
    Mutant(CALLS, 'if body.get("exempt_reason") not in EXEMPT_BY_HAND:', "if False:", f"{V}::TestExempt"),
    Mutant(CALLS, "if _by_supervisor(before, context) and not context.actor.may(JUDGES):", "if False:", f"{V}::TestBySupervisor"),
    Mutant(CALLS, '.get("minutes") or BUSY_MINUTES', '.get("none") or BUSY_MINUTES', f"{V}::TestBySupervisor"),
    Mutant(HOURS, "return later if is_good(settings, calendar, later) else", "return later if True else", "tests/services/revisits/test_hours.py"),
    Mutant(HOURS, "_is_open(settings, calendar, day_of(now)) and any(", "any(", "tests/services/revisits/test_hours.py"),
    Mutant(BEST, "if count >= ENOUGH and count > missed[hour]", "if count >= ENOUGH", "tests/services/revisits/test_best_hours.py"),
    Mutant(BEST, "ENOUGH = 2", "ENOUGH = 1", "tests/services/revisits/test_best_hours.py"),
    Mutant(ONE_CALL, "bool(due.also)\n", "False\n", W),
    Mutant(ONE_CALL, "if bad and due.also:", "if False:", W),
    Mutant(GROUPING, "    if complaining:\n", "    if False:\n", W),
    Mutant(GROUPING, "if is_now(call.best, now):", "if False:", W),
    Mutant(GROUPING, "(wrong and not _renewed(row, due))", "wrong", W),
    Mutant(CALLS, 'enough = len(attempts) >= settings.number("revisit.attempts")', "enough = True", f"{V}::TestAttempts"),
    Mutant(CALLS, ' and len(days) >= settings.number("revisit.attempt_days")', "", f"{V}::TestAttempts"),
    Mutant(CALLS, "BUSY_MINUTES = 20", "BUSY_MINUTES = 21", f"{V}::TestNextCall"),
    Mutant(HOURS, "if one > now", "if one >= now", f"{V}::TestNextCall"),
    Mutant(CALLS, "if code in TALKED:", "if False:", f"{V}::TestAttempts"),
    Mutant(CALLS, "if not follow_up:", "if False:", f"{V}::TestAnswers"),
    # who may, and what is in force
    Mutant(GRANTS, 'before.get("role"), body.get("role")', 'body.get("role"),', "tests/services/people/test_grant_rules.py"),
    Mutant(GRANTS, "and not context.actor.may(ABOVE)", "and False", "tests/services/people/test_grant_rules.py"),
    Mutant(VALUES, "in_force, {", "{", "tests/services/settings/test_setting_rules.py"),
    Mutant(VALUES, 'if told.get("key") not in KEYS:', "if True:", "tests/services/settings/test_setting_rules.py"),
    # lists as data
    Mutant(VALUES, "if facts is None:\n        return Verdict()", "if facts is None:\n        raise AssertionError", LR),
    Mutant(VALUES, '(name, code) != (before.get("list_name"), before.get("code"))', "False", LR),
    Mutant(VALUES, "if name in OWN_RECORDS:", "if False:", LR),
    Mutant(VALUES, "if not facts.grows and code not in", "if code in", LR),
    Mutant(VALUES, 'check_row(facts, code, _cells(told.get("cells")), context.lists)', "pass", LR),
    Mutant(LISTS, "if other != code and held.get", "if held.get", LT),
    Mutant(LISTS, "if known and one not in known", "if False", LT),
    Mutant(LISTS, "if not facts.grows or code in facts.kept:", "if not facts.grows:", LT),
    Mutant(LISTS, "cells.get(OFF) != YES}", "True}", LT),
    Mutant(LISTS, "return said[-1] if said else Level.DEFAULT", "return said[0] if said else Level.DEFAULT", LT),
    Mutant(LISTS, "        laid |= cells\n", "        laid = {**cells, **laid}\n", LT),
    Mutant(CELLS, "if high < low:", "if False:", LT),
    Mutant(CELLS, "if low and rule is not ChargeRule.PAID:", "if False:", LT),
    Mutant(ROWS_OF, "if not any(one.where in (None, area) for one in charges):", "if False:", LT),
    Mutant(ROWS_OF, "if first and int(first) > int(last):", "if False:", LT),
    Mutant(READ_LISTS, "WHERE scope = ? AND status = 'active' ORDER BY head_eff, id\"\nCREW", "WHERE scope = ? ORDER BY head_eff, id\"\nCREW", LR),
    Mutant(TREE, "if own is not None:\n                found[code] = own", "pass", LR),
    Mutant(PLAN, "waiting = left", "return", X),
    Mutant(PLAN, "None if back else text", "text", X),
    Mutant(PLAN, "if known in seen:", "if False:", X),
    Mutant(OFFICE, "((company, estate), (company,))", "((company, estate),)", "tests/services/settings/test_setting_rules.py"),
    Mutant(OFFICE, "ORDER BY head_eff, id", "ORDER BY head_eff DESC, id", "tests/services/settings/test_setting_rules.py"),
    # money and the evening's paper
    Mutant(MONEY, 'if (body.get("amount_fen") or 0) <= 0:', 'if (body.get("amount_fen") or 0) < 0:', K),
    Mutant(MONEY, 'if PROGRAM_NO.fullmatch(str(body.get("receipt_no") or "")):', "if False:", K),
    Mutant(MONEY, 'if before.get("void_reason") != TakingVoid.UNDONE:', "if False:", K),
    Mutant(MONEY, '{**untold(before, VOID_MOMENT), "void_reason": None}', '{"void_reason": None}', K),
    Mutant(MONEY, 'if before.get("receipt_no") or not drawn:', "if not drawn:", K),
    Mutant(MONEY, '(before.get("copies") or 0) + 1', "1", K),
    Mutant(MONEY, '{"difference": None} if told.get("difference") else {}', "{}", K),
    Mutant(MONEY, 'if not told.get("difference"):', "if False:", K),
    Mutant(SUMS, "from_at <= at < until_at", "from_at <= at <= until_at", KS),
    Mutant(SUMS, "from_at <= at < until_at", "from_at < at < until_at", KS),
    Mutant(SUMS, "fen * (came - went)", "fen * came", KS),
    Mutant(SUMS, "if name != FORMS[TakenHow.ON_ACCOUNT])", ")", KS),
    Mutant(SUMS, "came and not went and", "came and", KS),
    Mutant(POSTING, "    if more < 0:", "    if False:", KP),
    Mutant(POSTING, "- had - owed(takings)", "- had", KP),
    Mutant(POSTING, "    if not more:", "    if False:", KP),
    Mutant(POSTING, 'if one.get("payment") != TakenHow.ON_ACCOUNT)', ")", KP),
    Mutant(POSTING, "    if left > 0:", "    if False:", KP),
    Mutant(POSTING, '"again" if undone else "take"', '"take"', KP),
    Mutant(READS, "min(now + 1, end_of_day(day_on))", "now + 1", KR),
    Mutant(READS, " - counted)", ")", KR),
    Mutant(READS, "if later is not None:", "if False:", KR),
    Mutant(BOOK, ":0{len(figures)}d", "", KP),
    Mutant(BOOK, 'unicodedata.normalize("NFKC", typed)', "typed", K),
    Mutant(OVERDUE, "one.due_on < today and", "one.due_on <= today and", KO),
    Mutant(OVERDUE, "and one.order_status != SUSPENDED)", ")", KO),
    Mutant(OVERDUE, 'if days >= settings.number("slip.manager_days"):', 'if days > settings.number("slip.manager_days"):', KO),
    Mutant(OVERDUE, 'if days >= settings.number("slip.foreman_days") else', 'if days > settings.number("slip.foreman_days") else', KO),
    Mutant(OVERDUE, "sheet.back_at < end", "True", KO),
    Mutant(FOLD, "taken_back -= 1", "taken_back = 0", L),
    Mutant(DECIDING, "return step.twice(before) if step.twice else", "return", K),
    # what is written
    Mutant(STEPS, "elif name in private:", "elif False:", S),
    Mutant(STEPS, "return cls(now, uuid7(now) if count > 1 else None)", "return cls(now, None)", S),
    Mutant(FOLD, "if not record.found_by.isdisjoint(changed):", "if False:", S),
    Mutant(STEPS, "if sealed.size > LARGEST_OP:", "if False:", S),
    Mutant(LOG, "for make in entry.did.make:", "for make in ():", L),
    Mutant(LOG, "UPDATE \"{record}\" SET head=?, head_eff=?{sets}", "UPDATE \"{record}\" SET head=?, head_eff=?", L),
    Mutant(SAID, "told[WAS] = {**values[WAS], **told[WAS]}", "pass", S),
    Mutant(DEVICE, "put(connection, INCARNATION, letter)", "pass", N),
    Mutant(DEVICE, "letter[:-1] + chr", "chr", N),
    Mutant(OFFICE, "AND g.status = 'active' ", "", "tests/store/test_bootstrap.py"),
    Mutant(OFFICE, "AND (g.estate_id = ? OR ? = '')", "AND (1 OR g.estate_id = ? OR ? = '')", "tests/store/test_bootstrap.py"),
    Mutant(ENVELOPE, "blake2b(chain + seq", "blake2b(seq", "tests/sync/test_envelope.py"),
    Mutant(ENVELOPE, '"body": digest(body_bytes)', '"body": digest(pack(dict(body)))', S),
)  # fmt: skip
