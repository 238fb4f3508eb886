"""A setting is read before it is written: one that cannot stand would stop every step of the office."""

from desk.domain.deciding import Context
from desk.domain.errors import DeskError
from desk.domain.field import Scope
from desk.domain.flow import Frozen, Refusal, Verdict
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.roles import Role
from desk.domain.settings import Settings

KEYS = frozenset(setting.key for setting in ALL_SETTINGS)


def _only_head_office(context: Context) -> Refusal | None:
    if context.scope.startswith(f"{Scope.COMPANY}/") and not context.actor.may(frozenset({Role.HEAD_OFFICE})):
        return Refusal("role", "全公司的设置只能由总部修改", "请找总部办理, 或只改本小区的设置", "key")
    return None


def listed(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """A row of a list: the company's are head office's to write."""
    return Verdict(refusal=_only_head_office(context))


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
