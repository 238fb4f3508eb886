"""夜间值班记录: the night's lines and the numbered sheets they were written on."""

from desk.domain.service import Service
from desk.services.night_log.flow import NIGHT_ENTRY_FLOW, NIGHT_SHEET_FLOW

SERVICE = Service("night_log", "夜间值班", (NIGHT_ENTRY_FLOW, NIGHT_SHEET_FLOW))
