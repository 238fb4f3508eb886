"""年度考核: what the year's records come to, by rules written as a list."""

from desk.domain.service import Service
from desk.services.assessment.flow import ASSESSMENT_FLOW, MAJEURE_FLOW, UNRECORDED_FLOW

SERVICE = Service("assessment", "年度考核", (ASSESSMENT_FLOW, MAJEURE_FLOW, UNRECORDED_FLOW))
