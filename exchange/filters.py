"""What the list of events of registers is narrowed by."""

from common.filters import Filters, OneOf
from exchange.states import RegistryEventKind, RegistryEventState


class RegistryEventFilters(Filters):
    title = "registry events"
    filters = (
        OneOf(name="state", label="状态", says="its state now", choices=RegistryEventState),
        OneOf(name="kind", label="事项", says="what was reported", choices=RegistryEventKind),
    )
