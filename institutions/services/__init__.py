"""The verbs of the registry."""

from institutions.services.events import record_reporting_event, reregister_as_nonprofit
from institutions.services.many import (
    NewInstitution,
    check_change,
    check_new,
    register_institutions,
)
from institutions.services.moves import (
    hold_still,
    move_institution,
    record_correction_closed,
    record_correction_ordered,
    record_stopped,
)
from institutions.services.people import name_person, release_person
from institutions.services.registry import (
    CHANGEABLE,
    InstitutionData,
    change_institution,
    register_institution,
)
from institutions.services.sites import SiteData, move_site
from institutions.services.words import fill_initials

__all__ = [
    "CHANGEABLE",
    "InstitutionData",
    "NewInstitution",
    "SiteData",
    "change_institution",
    "check_change",
    "check_new",
    "fill_initials",
    "hold_still",
    "move_institution",
    "move_site",
    "name_person",
    "record_correction_closed",
    "record_correction_ordered",
    "record_reporting_event",
    "record_stopped",
    "register_institution",
    "register_institutions",
    "release_person",
    "reregister_as_nonprofit",
]
