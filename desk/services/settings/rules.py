"""A setting is read before it is written: one that cannot stand would stop every step of the office."""

from desk.domain.deciding import Context
from desk.domain.errors import DeskError
from desk.domain.field import Scope
from desk.domain.flow import Frozen, Refusal, Verdict
from desk.domain.lists import check_row
from desk.domain.office_lists import OWN_RECORDS, list_facts
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.roles import Role
from desk.domain.settings import Settings

KEYS = frozenset(setting.key for setting in ALL_SETTINGS)


def _only_head_office(context: Context) -> Refusal | None:
    if context.scope.startswith(f"{Scope.COMPANY}/") and not context.actor.may(frozenset({Role.HEAD_OFFICE})):
        return Refusal("role", "全公司的设置只能由总部修改", "请找总部办理, 或只改本小区的设置", "key")
    return None


def listed(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """A row of a list, alone and beside the others in force; the company's are head office's to write.

    A row of a list that only a newer program has is kept as it is.
    """
    if (wrong := _only_head_office(context)) is not None:
        return Verdict(refusal=wrong)
    told = {**before, **body}
    name, code = str(told.get("list_name") or ""), str(told.get("code") or "")
    if before and (name, code) != (before.get("list_name"), before.get("code")):
        return Verdict(refusal=Refusal("list_row", "表和编码不能改", "请停用这一行, 另加一行", "code"))
    facts = list_facts(name)
    if facts is None:
        return Verdict()
    if name in OWN_RECORDS:
        return Verdict(refusal=Refusal("list_row", f"“{facts.label}”不在这里改", "请在它自己的页上改", "list_name"))
    if not facts.grows and code not in context.lists.every(name) and context.lists.every(name):
        return Verdict(refusal=Refusal("list_row", f"“{facts.label}”不能加行", "请改已有的行", "code"))
    try:
        check_row(facts, code, _cells(told.get("cells")), context.lists)
    except DeskError as error:
        return Verdict(refusal=Refusal("list_row", error.message, error.advice, error.field))
    return Verdict()


def _cells(told: object) -> dict[str, str]:
    """A row's cells; what is no cell says nothing."""
    rows = told if isinstance(told, list) else []
    return {str(one.get("name")): str(one.get("value") or "") for one in rows if isinstance(one, dict)}


def can_stand(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """The value alone and beside all others in force; the company's are head office's to write.

    A key of a newer program is kept as it is.
    """
    if (wrong := _only_head_office(context)) is not None:
        return Verdict(refusal=wrong)
    told = {**before, **body}
    if told.get("key") not in KEYS:
        return Verdict()
    in_force = {key: context.settings.text(key) for key in KEYS}
    try:
        Settings(in_force, {told["key"]: str(told.get("value") or "")}, facts=ALL_SETTINGS)
    except DeskError as error:
        return Verdict(refusal=Refusal("setting", error.message, error.advice, "value"))
    return Verdict()
