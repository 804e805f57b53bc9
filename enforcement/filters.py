"""What the list of notices is narrowed by."""

from common.filters import Filters, Key, OneOf, OneRow, Pick, Words
from enforcement.states import NoticeForm, NoticeState
from inspections.queries import campaigns_for


class NoticeFilters(Filters):
    title = "notices"
    filters = (
        OneOf(name="form", label="文种", says="the form of the paper", choices=NoticeForm),
        OneOf(name="state", label="状态", says="its state now", choices=NoticeState),
        Pick(
            name="overdue",
            label="逾期",
            says="the limit ran out before today",
            picks={"yes": ("已逾期", lambda rows, asker: rows.overdue(asker.today))},
        ),
        OneRow(
            name="campaign",
            label="专项行动",
            says="the campaign it belongs to",
            column="campaign_id",
            rows_of=lambda asker: campaigns_for(asker.user),
        ),
        Key(
            name="institution",
            label="机构",
            says="the institution it is addressed to",
            column="institution_id",
            is_hidden=True,
        ),
        Words(
            name="text",
            label="查找",
            says="every word stands in the number, or in what is known of the institution",
            hint="文号、机构名称或拼音首字母",
        ),
    )
