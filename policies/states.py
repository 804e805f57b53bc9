"""The codes of penalties and powers, and the life of a law package that came in."""

from django.db.models import TextChoices

from accounts.lifecycle import Lifecycle, Move
from accounts.permissions import Permission


class HearingRight(TextChoices):
    """Whether a kind of penalty opens the right to a hearing (行政处罚法 art. 63)."""

    NO = "no", "无须听证"
    IF_LARGE = "if_large", "数额较大时可听证"
    YES = "yes", "可听证"
    BY_CASE = "by_case", "视具体种类"


class Measure(TextChoices):
    """In what a kind of penalty is measured."""

    NONE = "none", "无幅度"
    MONEY = "money", "金额"
    TIME = "time", "期限"


class Tier(TextChoices):
    """The steps of a discretion benchmark; ANY is a range that the law itself does not divide."""

    ANY = "any", "不分档"
    SLIGHT = "slight", "轻微"
    ORDINARY = "ordinary", "一般"
    HEAVIER = "heavier", "较重"
    SERIOUS = "serious", "严重"
    GRAVE = "grave", "特别严重"


class RangeLevel(TextChoices):
    """Who sets a range: the law, or a published benchmark inside the law's range."""

    LAW = "law", "法定幅度"
    BENCHMARK = "benchmark", "裁量基准"


class Manner(TextChoices):
    """How a penalty stands beside the others of its tier."""

    MUST = "must", "应当"
    EITHER = "either", "择一"
    MAY = "may", "可以"


class HolderKind(TextChoices):
    """Who may hold the power to penalise (53号令 art. 6; 行政处罚法 arts. 18, 20, 24)."""

    EDUCATION = "education", "教育行政部门"
    COMPREHENSIVE = "comprehensive", "综合行政执法部门"
    TOWNSHIP = "township", "乡镇人民政府、街道办事处"
    SECTOR = "sector", "其他主管部门"


class HoldingWay(TextChoices):
    """By what a body holds the power; a delegate acts in the delegating bureau's name."""

    OWN = "own", "法定职权"
    TRANSFERRED = "transferred", "划转、赋权"
    DELEGATED = "delegated", "委托"


class PackageState(TextChoices):
    WAITING = "waiting", "待确认"
    TAKEN = "taken", "已载入"
    DISCARDED = "discarded", "已放弃"


S = PackageState

LAW_PACKAGE = Lifecycle(
    "law_package",
    PackageState,
    Move("take", (S.WAITING,), S.TAKEN, Permission.POLICY_EDIT, "确认载入"),
    Move("discard", (S.WAITING,), S.DISCARDED, Permission.POLICY_EDIT, "放弃"),
)
