"""年度考核: what the year's records come to, by rules written as a list."""

from desk.domain.service import Service

SERVICE = Service("assessment", "年度考核", ())
