"""The pages on which clerks enter, change and end what the registry knows of an institution."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from common.clock import localdate
from institutions import services
from institutions.models import (
    AnnualCheck,
    Care,
    Course,
    CreditGrade,
    CreditPoint,
    HiringCheck,
    LicenceTerm,
    ListEntry,
    Material,
    Price,
    StaffMember,
    Venue,
)
from policies.queries import values_on
from staff.institutions.entry_forms import (
    EntryForm,
    day_field,
    entry_form,
    reason_field,
    version_field,
)
from staff.institutions.entry_pages import Words, entering, on_entry

STAFF, VENUE = "staff:institution-staff", "staff:institution-venue"
COURSES, STANDING = "staff:institution-courses", "staff:institution-standing"

Form = Any  # one of the forms below, valid


def _of(verb: Any) -> Any:
    """A verb that takes the columns."""

    def run(pk: int, form: Form, *, by: User, at: datetime) -> object:
        return verb(pk, form.values(), by=by, at=at)

    return run


def _from(verb: Any) -> Any:
    """A verb that takes the columns and the day from which they hold."""

    def run(pk: int, form: Form, *, by: User, at: datetime) -> object:
        return verb(pk, form.values(), on=form.cleaned_data["on"], by=by, at=at)

    return run


def _changing(verb: Any) -> Any:
    """A verb that changes what somebody saw in one version."""

    def run(pk: int, form: Form, *, by: User, at: datetime) -> object:
        return verb(pk, form.values(), version=form.cleaned_data["version"], by=by, at=at)

    return run


def _named(verb: Any) -> Any:
    """A verb that takes each field by its name."""

    def run(pk: int, form: Form, *, by: User, at: datetime) -> object:
        return verb(pk, **form.cleaned_data, by=by, at=at)

    return run


def _always(kind: type[EntryForm]) -> Any:
    return lambda _: kind


def _ending(label: str) -> Any:
    return _always(type("EndForm", (EntryForm,), {"on": day_field(label)}))


# Staff
_CHECK = ("kind", "asked_on", "result", "authority", "paper_no")
staff_new = entering(
    _always(entry_form(StaffMember, services.STAFF_FIELDS)),
    _of(services.enter_staff),
    Words("登记从业人员", "登记", "从业人员已登记。", STAFF),
)
staff_edit = on_entry(
    StaffMember,
    "member_id",
    _always(entry_form(StaffMember, services.STAFF_FIELDS, version=version_field())),
    _changing(services.change_staff),
    Words("变更从业人员信息", "保存", "已保存，修改前后的内容已留存在历史中。", STAFF),
)
staff_leave = on_entry(
    StaffMember,
    "member_id",
    _ending("离职日期"),
    _named(services.release_staff),
    Words("登记离职", "登记", "已登记离职。", STAFF),
)
staff_check = on_entry(
    StaffMember,
    "member_id",
    _always(type("CheckForm", (entry_form(HiringCheck, _CHECK),), {"columns": ()})),
    _named(services.note_hiring_check),
    Words("登记违法犯罪记录查询", "登记", "查询结果已登记，今后不能修改。", STAFF),
)

# Venue and care
venue_new = entering(
    _always(entry_form(Venue, services.VENUE_FIELDS, on=day_field("自哪一天起"))),
    _from(services.survey_venue),
    Words("登记场地情况", "保存", "场地情况已登记，以前的留作历史。", VENUE),
    former=lambda one: one.current_site and one.current_site.venues.current().first(),
)
care_new = entering(
    _always(entry_form(Care, services.CARE_FIELDS, on=day_field("自哪一天起"))),
    _from(services.note_care),
    Words("登记托管情况", "保存", "托管情况已登记，以前的留作历史。", VENUE),
    former=lambda one: one.care_facts.current().first(),
)

# Courses, material, prices
course_new = entering(
    _always(entry_form(Course, services.COURSE_FIELDS)),
    _of(services.enter_course),
    Words("登记课程", "登记", "课程已登记。", COURSES),
)
course_edit = on_entry(
    Course,
    "course_id",
    _always(entry_form(Course, services.COURSE_FIELDS, version=version_field())),
    _changing(services.change_course),
    Words("变更课程", "保存", "课程已保存。", COURSES),
)
course_end = on_entry(
    Course,
    "course_id",
    _ending("停课日期"),
    _named(services.end_course),
    Words("登记停课", "登记", "已登记停课。", COURSES),
)
material_new = entering(
    _always(entry_form(Material, services.MATERIAL_FIELDS)),
    _of(services.enter_material),
    Words("登记培训材料", "登记", "培训材料已登记。", COURSES),
)
material_edit = on_entry(
    Material,
    "material_id",
    _always(entry_form(Material, services.MATERIAL_FIELDS, version=version_field())),
    _changing(services.change_material),
    Words("变更培训材料", "保存", "培训材料已保存。", COURSES),
)
material_end = on_entry(
    Material,
    "material_id",
    _ending("停用日期"),
    _named(services.withdraw_material),
    Words("停用培训材料", "登记", "已登记停用。", COURSES),
)
price_new = entering(
    _always(entry_form(Price, services.PRICE_FIELDS, on=day_field("公示起"))),
    _from(services.publish_price),
    Words("登记收费标准", "登记", "收费标准已登记；同一项目原来的标准截至这一天。", COURSES),
)

# Standing
_TERM = ("number", "valid_from", "valid_until", "issuer", "scope")
_LIST = ("kind", "reason", "basis", "valid_from", "valid_until")


def _plain(model: Any, columns: tuple[str, ...], **extra: forms.Field) -> Any:
    """A form whose fields are the verb's arguments one by one."""
    return _always(type("PlainForm", (entry_form(model, columns, **extra),), {"columns": ()}))


def _annual_form(_: object) -> type[EntryForm]:
    today = localdate(timezone.now())
    vetoes = values_on(today, ("annual.vetoes",))["annual.vetoes"]
    boxes = forms.MultipleChoiceField(
        label="一票否决事项",
        choices=[(one, one) for one in vetoes],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="有一项即为不合格。",
    )
    kind = entry_form(AnnualCheck, ("year", "score", "checked_on", "note"), vetoes=boxes)
    return type("AnnualForm", (kind,), {"columns": (), "wide": ("vetoes", "note")})


def _grade_form(_: object) -> type[EntryForm]:
    today = localdate(timezone.now())
    grades = values_on(today, ("credit.grades",))["credit.grades"]
    chosen = forms.ChoiceField(
        label="信用等级",
        choices=[("", "按评分确定"), *((one, one) for one in sorted(grades))],
        required=False,
    )
    kind = entry_form(CreditGrade, ("score", "valid_until", "reason"), grade=chosen)
    return type("GradeForm", (kind,), {"columns": (), "on": day_field("评定日期")})


licence_new = entering(
    _plain(LicenceTerm, _TERM),
    _named(services.renew_licence),
    Words("登记许可证期限", "登记", "许可证期限已登记。", STANDING),
)
annual_new = entering(
    _annual_form,
    _named(services.record_annual_check),
    Words("登记年检结论", "登记", "年检结论已登记。", STANDING),
)
annual_void = on_entry(
    AnnualCheck,
    "annual_id",
    _always(type("VoidForm", (EntryForm,), {"because": reason_field("作废原因")})),
    _named(services.void_annual_check),
    Words("作废年检结论", "作废", "年检结论已作废，原记录留存。", STANDING),
)
list_new = entering(
    _plain(ListEntry, _LIST),
    _named(services.enter_list),
    Words("列入名单", "列入", "已列入名单。", STANDING),
)
list_leave = on_entry(
    ListEntry,
    "list_entry_id",
    _always(
        type(
            "LeaveListForm",
            (EntryForm,),
            {"on": day_field("名单上的最后一天"), "because": reason_field("移出原因")},
        )
    ),
    _named(services.leave_list),
    Words("移出名单", "移出", "已登记移出。", STANDING),
)
grade_new = entering(
    _grade_form,
    _named(services.assign_grade),
    Words("评定信用等级", "评定", "信用等级已评定。", STANDING),
)
points_new = entering(
    _plain(CreditPoint, ("delta", "reason", "on")),
    _named(services.note_points),
    Words("登记积分", "登记", "积分已登记。", STANDING),
)
points_settle = entering(
    _always(
        type(
            "SettleForm",
            (EntryForm,),
            {
                "year": forms.IntegerField(label="年度", min_value=2000, max_value=2100),
                "on": day_field("结算日期"),
            },
        )
    ),
    _named(services.settle_points),
    Words("年度积分结算", "结算", "积分已结算，名单已登记。", STANDING),
)
