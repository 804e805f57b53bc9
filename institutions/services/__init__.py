"""The verbs of the registry."""

from institutions.services.courses import (
    COURSE_FIELDS,
    MATERIAL_FIELDS,
    PRICE_FIELDS,
    change_course,
    change_material,
    clean_course,
    end_course,
    enter_course,
    enter_material,
    publish_price,
    withdraw_material,
)
from institutions.services.credit import (
    assign_grade,
    enter_list,
    leave_list,
    note_points,
    settle_points,
)
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
from institutions.services.places import answer_place
from institutions.services.registry import (
    CHANGEABLE,
    InstitutionData,
    change_institution,
    register_institution,
)
from institutions.services.sites import SiteData, move_site
from institutions.services.staff import (
    STAFF_FIELDS,
    change_staff,
    clean_staff,
    enter_staff,
    note_hiring_check,
    release_staff,
)
from institutions.services.standing import (
    record_annual_check,
    renew_licence,
    void_annual_check,
)
from institutions.services.venues import CARE_FIELDS, VENUE_FIELDS, note_care, survey_venue
from institutions.services.words import fill_initials

__all__ = [
    "CARE_FIELDS",
    "CHANGEABLE",
    "COURSE_FIELDS",
    "InstitutionData",
    "MATERIAL_FIELDS",
    "PRICE_FIELDS",
    "STAFF_FIELDS",
    "NewInstitution",
    "SiteData",
    "VENUE_FIELDS",
    "answer_place",
    "assign_grade",
    "change_course",
    "change_institution",
    "change_material",
    "change_staff",
    "clean_course",
    "clean_staff",
    "end_course",
    "enter_course",
    "enter_list",
    "enter_material",
    "enter_staff",
    "check_change",
    "check_new",
    "fill_initials",
    "hold_still",
    "leave_list",
    "move_institution",
    "move_site",
    "name_person",
    "note_care",
    "note_hiring_check",
    "note_points",
    "publish_price",
    "record_annual_check",
    "record_correction_closed",
    "record_correction_ordered",
    "record_reporting_event",
    "record_stopped",
    "register_institution",
    "register_institutions",
    "release_person",
    "release_staff",
    "renew_licence",
    "reregister_as_nonprofit",
    "settle_points",
    "survey_venue",
    "void_annual_check",
    "withdraw_material",
]
