"""A service of the office: its records, their lives, its screen."""

from dataclasses import dataclass

from desk.domain.field import RecordType
from desk.domain.flow import Flow
from desk.domain.page import PageSpec


@dataclass(frozen=True, slots=True)
class Service:
    """One folder of desk/services, as the rest of the program meets it."""

    name: str
    label: str
    flows: tuple[Flow, ...]
    pages: tuple[PageSpec, ...] = ()

    @property
    def records(self) -> tuple[RecordType, ...]:
        return tuple(flow.record for flow in self.flows)


class Rulebook:
    """All flows by the name of their record: what desk and server decide by."""

    def __init__(self, services: tuple[Service, ...]) -> None:
        self.services = services
        self._flows = {flow.record.name: flow for service in services for flow in service.flows}

    def flow(self, record: str) -> Flow | None:
        return self._flows.get(record)

    def of_kind(self, kind: str) -> tuple[Flow | None, str, str]:
        """The flow, record name and step name of an op kind such as `work_order.dispatch`."""
        record, _, step = kind.partition(".")
        return self._flows.get(record), record, step

    def known(self, record: str) -> Flow:
        return self._flows[record]

    @property
    def flows(self) -> tuple[Flow, ...]:
        return tuple(self._flows.values())

    @property
    def records(self) -> tuple[RecordType, ...]:
        return tuple(flow.record for flow in self._flows.values())
