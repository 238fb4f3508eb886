"""Whom a caller is sent to, in the words of the counter: 李主管 802. No word of what it is about."""

from desk.domain.roles import Role

# Two-character surnames that are common enough to be met at a counter.
DOUBLE = frozenset({"欧阳", "司马", "上官", "诸葛", "皇甫", "尉迟", "令狐", "慕容", "司徒", "夏侯", "东方", "公孙"})
TITLES = {
    Role.MANAGER: "经理",
    Role.SUPERVISOR: "主管",
    Role.FOREMAN: "班长",
    Role.SQUAD_LEADER: "班长",
    Role.BUTLER: "管家",
    Role.ACCOUNTANT: "会计",
    Role.HEAD_OFFICE: "总",
}
LONGEST_EXTENSION = 8  # a desk telephone; a mobile number is nobody's business at the counter


def titled(name: str, roles: frozenset[Role]) -> str:
    """李主管: surname and post; a name that is not a Chinese one, or a post without a title, stays whole."""
    title = next((TITLES[role] for role in TITLES if role in roles), "")
    plain = name.partition("(")[0]
    if not title or not 2 <= len(plain) <= 4 or "·" in plain:
        return plain
    surname = plain[:2] if plain[:2] in DOUBLE and len(plain) > 2 else plain[:1]
    return surname + title


def extension(phone: str) -> str:
    """The number to ask for, where it is one of the office's own."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    return phone.strip() if 0 < len(digits) <= LONGEST_EXTENSION else ""


def receiver_words(name: str, roles: frozenset[Role], phone: str) -> str:
    """李主管 802; empty where there is nobody."""
    return " ".join(part for part in (titled(name, roles), extension(phone)) if part)[:60]
