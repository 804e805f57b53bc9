"""What the list of institutions and the map are narrowed by."""

from common.filters import Filters, OneOf, Pick, Words
from institutions.states import InstitutionKind, InstitutionState, Nature


class InstitutionFilters(Filters):
    title = "institutions"
    filters = (
        Words(
            name="text",
            label="查找",
            says="every word stands in a name, former name, number, person or the current address,"
            " or in their pinyin initials",
            hint="名称、地址、证号或拼音首字母，两个字即可",
        ),
        OneOf(name="kind", label="类别", says="what it provides", choices=InstitutionKind),
        OneOf(name="state", label="状态", says="its state now", choices=InstitutionState),
        OneOf(name="nature", label="性质", says="for profit or not", choices=Nature),
        Pick(
            name="located",
            label="定位",
            says="whether it has a point on the map",
            picks={
                "yes": ("已定位", lambda rows, asker: rows.located()),
                "no": ("未定位", lambda rows, asker: rows.unlocated()),
            },
        ),
    )
