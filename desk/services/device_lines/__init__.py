"""本机记录: who signed in on a PC, who tried to, whose number was looked at; pushed, and read by nobody's desk."""

from desk.domain.service import Service
from desk.services.device_lines.record import FLOW

SERVICE = Service("device_lines", "本机记录", (FLOW,))
