"""When people may be rung: as for every call back (desk.domain.call_hours)."""

from desk.domain.call_hours import in_minutes as in_minutes
from desk.domain.call_hours import is_good as is_good
from desk.domain.call_hours import parts_after as parts_after
