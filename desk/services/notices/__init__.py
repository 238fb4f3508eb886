"""公告与活动: what residents are told in time, corrected where it was wrong, and told again when it is over."""

from desk.domain.service import Service
from desk.services.notices.flow import NOTICE_CALL_FLOW, NOTICE_FLOW, SIGN_UP_FLOW
from desk.services.notices.page import PAGE

SERVICE = Service("notices", "公告", (NOTICE_FLOW, NOTICE_CALL_FLOW, SIGN_UP_FLOW), (PAGE,))
