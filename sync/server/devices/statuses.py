"""What a device and a grant may be, and for how long."""

from desk.domain.code import Code
from desk.domain.days import DAY

DRAINING_MS = 7 * DAY  # for so long what was done before still arrives


class DeviceStatus(Code):
    """Revoked and stolen are for ever: such a desk is taken in as a new device, with a new key."""

    ACTIVE = "active", "使用中"
    DRAINING = "draining", "停用中, 只传完已做的"
    REVOKED = "revoked", "已停用"
    STOLEN = "stolen", "已挂失"


class GrantStatus(Code):
    """Of one scope on one device."""

    ACTIVE = "active", "可用"
    DRAINING = "draining", "只传完已做的"
    GONE = "gone", "已收回"
    SEALED = "sealed", "只递交密封的"  # of complaints, where nobody may read them: never granted, it follows


GONE_FOR_EVER = frozenset({"revoked", "stolen"})
