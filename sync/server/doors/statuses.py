"""The states of a partner and of a webhook."""

from desk.domain.code import Code


class PartnerKind(Code):
    CHANNEL = "channel", "住户渠道"
    SHOP = "shop", "供货商"
    COMPANY = "company", "外单位"


class PartnerStatus(Code):
    ACTIVE = "active", "在用"
    CLOSED = "closed", "已停用"


class LetterState(Code):
    """What leaves through a webhook."""

    DUE = "due", "待送"
    SENT = "sent", "已送达"
    DEAD = "dead", "送不出去"
