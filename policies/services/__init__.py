"""The verbs of policies: catalogue, packages, parameters, working days, who holds a power."""

from policies.packages import Issue, Package, read_package
from policies.published import PublishedDay
from policies.services.calendar import (
    YEARS,
    change_calendar_day,
    date_calendar,
    enter_calendar_year,
    load_calendar,
)
from policies.services.catalogue import confirm_article, confirm_cited_row, load_catalogue
from policies.services.packages import (
    Difference,
    Preview,
    discard_arrival,
    export_law_package,
    preview_package,
    receive_package,
    take_arrival,
    take_package,
)
from policies.services.parameters import seed_parameters, set_parameter
from policies.services.powers import (
    HolderFacts,
    LineFacts,
    end_benchmark,
    end_power_holder,
    enter_benchmark,
    enter_power_holder,
    publish_power_holder,
)

__all__ = [
    "YEARS",
    "Difference",
    "HolderFacts",
    "Issue",
    "LineFacts",
    "Package",
    "Preview",
    "PublishedDay",
    "change_calendar_day",
    "confirm_article",
    "confirm_cited_row",
    "date_calendar",
    "discard_arrival",
    "end_benchmark",
    "end_power_holder",
    "enter_benchmark",
    "enter_calendar_year",
    "enter_power_holder",
    "export_law_package",
    "load_calendar",
    "load_catalogue",
    "preview_package",
    "publish_power_holder",
    "read_package",
    "receive_package",
    "seed_parameters",
    "set_parameter",
    "take_arrival",
    "take_package",
]
