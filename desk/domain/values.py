"""What a record's facts are while they are worked on: plain dicts by field name."""

from collections.abc import Mapping
from typing import Any

Values = dict[str, Any]
Frozen = Mapping[str, Any]
