"""The demonstration county's published list of what may be inspected, so that visits can be planned.

A real county enters its own list: publishing it is the county's act, and no package's. The laws are
named without an article, since the matters are invented; a county's own list says the article.
"""

from __future__ import annotations

from datetime import date, datetime

from accounts.models import User
from draws.models import Matter
from draws.services import publish_matter
from draws.states import VisitClass
from institutions.states import InstitutionKind

LAW = "《中华人民共和国民办教育促进法》"
MEASURES = "《校外培训行政处罚暂行办法》"
MINORS = "《中华人民共和国未成年人保护法》"
SOURCE = "县人民政府网站“行政检查事项清单”（演示）"

K = InstitutionKind
TUTORING = (K.SUBJECT, K.NON_SUBJECT)

MATTERS = (
    ("YS01", "办学许可、登记和办学地点", f"{LAW}、{MEASURES}", TUTORING),
    ("YS02", "培训内容、时间和班次", MEASURES, TUTORING),
    ("YS03", "从业人员资质和性侵等违法犯罪记录查询", f"{MEASURES}、{MINORS}", tuple(K)),
    ("YS04", "收费公示、合同和预收费监管", MEASURES, TUTORING),
    ("YS05", "招生宣传和广告", MEASURES, TUTORING),
    ("YS06", "场所安全、消防通道和视频监控", MINORS, tuple(K)),
    ("YS07", "托管机构登记、食品安全和餐饮来源", MINORS, (K.CHILDCARE,)),
    ("YS08", "托管机构是否变相开展学科类培训", MEASURES, (K.CHILDCARE,)),
)


def publish(*, by: User, at: datetime) -> None:
    """Enter what is not there yet; a second call changes nothing."""
    known = set(Matter.objects.values_list("code", flat=True))
    for code, title, basis, kinds in MATTERS:
        if code not in known:
            publish_matter(
                code=code,
                title=title,
                basis=basis,
                kinds=kinds,
                classes=VisitClass.values,
                published_on=date(2021, 1, 1),
                source=SOURCE,
                by=by,
                at=at,
            )
