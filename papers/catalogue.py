"""The forms as data: YAML in, checked frozen values out. Touches no database.

One file under ``forms/`` is one edition of one form. A form's later edition is another file of
the same code with a later ``valid_from``; what was approved keeps the edition it was made with.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from common.clock import chinese_date
from papers.errors import FormFileBroken, FormMissing
from papers.states import Approver

FORMS = Path(__file__).parent / "forms"

AUDIENCES = ("party", "internal", "other_body", "public", "court", "police", "from_party")
TEMPLATES = {
    "order": "papers/order.html",
    "letter": "papers/letter.html",
    "public_notice": "papers/order.html",
    "record": "papers/layouts/sheet.html",
    "approval": "papers/layouts/sheet.html",
    "list": "papers/layouts/sheet.html",
    "receipt": "papers/layouts/sheet.html",
    "report": "papers/layouts/sheet.html",
    "from_party": "papers/layouts/sheet.html",
    "cover": "papers/layouts/cover.html",
}
KINDS = (
    *("text", "long", "date", "moment", "days", "money", "number", "choice", "party", "officers"),
    *("people", "basis", "table", "opinions", "signatures", "paper_ref"),
    *("phone", "id", "address", "account", "person", "informant"),
    *("answers", "photos", "wording"),
)
_TOP = {"code": str, "title": str, "audience": str, "layout": str, "approver": str, "fields": list}
_TOP_DATES = ("edition", "valid_from")
_OPTIONAL = (
    *("number_class", "mark", "source", "signatures", "starts", "text", "receipt", "forbids"),
    *("template", "signature", "heading", "inside", "corrects"),
)
# What a form may belong to: one that does is made out inside such a thing and nowhere else.
INSIDE = {"case": "案件"}
_OF_FIELD = (
    *("key", "label", "kind", "required", "needs", "least", "annex", "mask", "options", "with"),
    *("columns", "levels", "open", "help", "half", "lines", "of"),
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table. ``width`` is in millimetres; 0 shares what is left."""

    key: str
    label: str
    kind: str = "text"
    width: float = 0
    required: bool = False
    mask: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One fact that a form states; see docs/forms.md for the kinds and their values."""

    key: str
    label: str
    kind: str
    required: bool = False
    needs: tuple[str, ...] = ("name",)
    least: int = 1
    annex: bool = False
    mask: str = ""
    needed_with: str = ""
    options: tuple[tuple[str, str], ...] = ()
    columns: tuple[Column, ...] = ()
    levels: tuple[str, ...] = ()
    open: tuple[str, ...] = ()  # levels that may be left to the pen
    help: str = ""
    half: bool = False
    lines: int = 0
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the form's own text, which a county may word anew."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Form:
    """One edition of one form of the set D01 to D52."""

    code: str
    title: str
    audience: str
    layout: str
    approver: str
    edition: date
    valid_from: date
    fields: tuple[Field, ...]
    number_class: str = ""
    mark: str = ""
    source: str = ""
    signatures: tuple[dict[str, Any], ...] = ()
    starts: tuple[str, ...] = ()
    text: tuple[Paragraph, ...] = ()
    receipt: tuple[Paragraph, ...] = ()
    forbids: str = ""
    template: str = ""
    signature: str = "organ"
    heading: str = "organ"
    inside: str = ""
    corrects: bool = False  # a paper in its place puts a slip right and decides nothing anew
    by_key: dict[str, Field] = field(default_factory=dict, compare=False, repr=False)

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def template_name(self) -> str:
        return self.template or TEMPLATES[self.layout]

    @property
    def approver_label(self) -> str:
        return str(Approver(self.approver).label)

    @property
    def is_numbered(self) -> bool:
        return bool(self.number_class)


def get_form(code: str, on: date) -> Form:
    """The edition of a form that holds on a day. Raises FormMissing, FormFileBroken."""
    editions = [form for form in _editions().get(code, ()) if form.valid_from <= on]
    if not editions:
        raise FormMissing(form=code, on=chinese_date(on))
    return editions[-1]


def all_forms(on: date) -> list[Form]:
    """Every form that holds on a day, in the order of the codes."""
    return [get_form(code, on) for code, rows in _editions().items() if rows[0].valid_from <= on]


def number_classes() -> dict[str, str]:
    """Each class of numbers with the titles of the forms that draw on it."""
    classes: dict[str, list[str]] = {}
    for editions in _editions().values():
        form = editions[-1]
        if form.number_class:
            classes.setdefault(form.number_class, []).append(form.title)
    return {key: "、".join(dict.fromkeys(titles)) for key, titles in classes.items()}


@cache
def _editions() -> dict[str, list[Form]]:
    """Every edition of every form, by code, each code's from the oldest to the newest."""
    forms: dict[str, list[Form]] = {}
    for path in sorted(FORMS.glob("*.yaml")):
        form = read_form(path)
        forms.setdefault(form.code, []).append(form)
    for code, editions in forms.items():
        editions.sort(key=lambda form: form.valid_from)
        if len({form.valid_from for form in editions}) < len(editions):
            raise FormFileBroken(file=code, why="两个版本自同一天起生效")
    return dict(sorted(forms.items()))


def read_form(path: Path) -> Form:
    """One file, checked. Raises FormFileBroken with the first thing that is wrong."""
    try:
        content = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        raise FormFileBroken(file=path.name, why=f"第{line}行附近不是有效的YAML") from error
    if why := _top_problem(content):
        raise FormFileBroken(file=path.name, why=why)
    form = _form(content)
    from papers.wording import text_problem  # noqa: PLC0415 -- wording reads forms

    if why := text_problem(form):
        raise FormFileBroken(file=path.name, why=why)
    return form


def freeze(form: Form) -> dict[str, Any]:
    """A form as JSON, to be kept with the paper that was made out on it."""
    held = {name: value for name, value in asdict(form).items() if name != "by_key"}
    days = {name: held[name].isoformat() for name in _TOP_DATES}
    return {**held, **days}


def thaw(held: dict[str, Any]) -> Form:
    """The form that was frozen, whatever the files say by now."""
    fields = tuple(
        Field(**{**row, "columns": tuple(Column(**column) for column in row["columns"])})
        for row in held["fields"]
    )
    days = {name: date.fromisoformat(held[name]) for name in _TOP_DATES}
    texts = {name: tuple(Paragraph(**part) for part in held[name]) for name in ("text", "receipt")}
    return Form(**{**held, **days, **texts, "fields": fields}, by_key={f.key: f for f in fields})


def _top_problem(content: Any) -> str:
    if not isinstance(content, dict):
        return "不是字段和取值的对照"
    for name, kind in _TOP.items():
        if not isinstance(content.get(name), kind):
            return f"缺少{name}或者类型不对"
    for name in _TOP_DATES:
        if not isinstance(content.get(name), date):
            return f"{name}不是日期"
    if unknown := sorted(content.keys() - {*_TOP, *_TOP_DATES, *_OPTIONAL}):
        return f"多出{'、'.join(map(str, unknown))}"
    for name, known in (
        ("audience", AUDIENCES),
        ("layout", TEMPLATES),
        ("approver", Approver.values),
    ):
        if content[name] not in known:
            return f"{name}“{content[name]}”不在{'、'.join(known)}之中"
    if not isinstance(content.get("corrects", False), bool):
        return "corrects不是true或者false"
    if content.get("inside", "case") not in INSIDE:
        return f"inside“{content['inside']}”不在{'、'.join(INSIDE)}之中"
    problems = (_field_problem(row) for row in content["fields"])
    return next(filter(None, problems), "") or _keys_problem(content["fields"])


def _field_problem(row: Any) -> str:
    if not isinstance(row, dict) or not {"key", "label", "kind"} <= row.keys():
        return "有字段缺少key、label或者kind"
    if unknown := sorted(row.keys() - set(_OF_FIELD)):
        return f"字段{row['key']}多出{'、'.join(map(str, unknown))}"
    if row["kind"] not in KINDS:
        return f"字段{row['key']}的类型“{row['kind']}”无法识别"
    if row["kind"] == "money" and not row["key"].endswith("_fen"):
        return f"金额字段{row['key']}应以_fen结尾"
    for wanted, kind in (("columns", "table"), ("options", "choice")):
        if row["kind"] == kind and not row.get(wanted):
            return f"字段{row['key']}没有{wanted}"
    return ""


def _keys_problem(rows: list[dict[str, Any]]) -> str:
    keys = [row["key"] for row in rows]
    if len(set(keys)) < len(keys):
        return "字段的key重复"
    wanted = [row["with"] for row in rows if row.get("with") and row["with"] not in keys]
    return f"with指向不存在的字段{wanted[0]}" if wanted else ""


def _form(content: dict[str, Any]) -> Form:
    fields = tuple(_field(row) for row in content["fields"])
    plain = {k: v for k, v in content.items() if k not in _BUILT}
    return Form(
        **plain,
        fields=fields,
        signatures=tuple(content.get("signatures") or ()),
        starts=tuple(content.get("starts") or ()),
        text=_paragraphs(content.get("text")),
        receipt=_paragraphs(content.get("receipt")),
        by_key={one.key: one for one in fields},
    )


_BUILT = ("fields", "signatures", "starts", "text", "receipt")


def _paragraphs(rows: Any) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(row["key"], row["text"])
        if isinstance(row, dict)
        else Paragraph(f"p{number}", str(row))
        for number, row in enumerate(rows or (), start=1)
    )


def _field(row: dict[str, Any]) -> Field:
    built = ("needs", "options", "columns", "with", "levels", "open", "of")
    plain: dict[str, Any] = {k: v for k, v in row.items() if k not in built}
    return Field(
        **plain,
        levels=tuple(row.get("levels") or ()),
        open=tuple(row.get("open") or ()),
        of=tuple(row.get("of") or ()),
        needs=tuple(row.get("needs") or ("name",)),
        needed_with=row.get("with", ""),
        options=tuple((str(k), str(v)) for k, v in (row.get("options") or {}).items()),
        columns=tuple(Column(**column) for column in row.get("columns") or ()),
    )
