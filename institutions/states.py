"""What an institution can be, and the whole life of one as a table of moves.

Source: registry-funds 2.2 (classification) and 2.3 (status life cycle). Two things that
sound like states are not: 压减 (reduced) and 营转非 (re-registered as non-profit) are
counted for reports and leave the state alone; they are ``ReportingEvent`` rows.
A change of address, name or principal (变更) is no state either: the licence goes on,
and history keeps before and after.
"""

from django.db.models import TextChoices

from accounts.lifecycle import Lifecycle, Move
from accounts.permissions import Permission


class InstitutionKind(TextChoices):
    """What is practised. An unlicensed institution keeps the kind that was found."""

    SUBJECT = "subject", "学科类培训"
    NON_SUBJECT = "non_subject", "非学科类培训"
    CHILDCARE = "childcare", "校外托管"


class Nature(TextChoices):
    FOR_PROFIT = "for_profit", "营利性"
    NON_PROFIT = "non_profit", "非营利性"
    UNKNOWN = "unknown", "未查明"


class RegisterKind(TextChoices):
    """In which register of legal persons or traders it stands."""

    BUSINESS = "business", "市场监管登记（营业执照）"
    CIVIL = "civil", "民政登记（民办非企业单位）"
    NONE = "none", "未登记"


class CoordinateSystem(TextChoices):
    WGS84 = "wgs84", "WGS-84（手机定位）"
    CGCS2000 = "cgcs2000", "CGCS2000（天地图）"
    GCJ02 = "gcj02", "GCJ-02（高德、腾讯地图）"
    BD09 = "bd09", "BD-09（百度地图）"
    UNKNOWN = "unknown", "来源不明"


class PersonRole(TextChoices):
    SPONSOR = "sponsor", "举办者"
    TEACHER = "teacher", "教学人员"
    CARER = "carer", "托管照护人员"
    SAFETY = "safety", "安全责任人"
    CONTACT = "contact", "联系人"
    OTHER = "other", "其他人员"


class TeachingMode(TextChoices):
    OFFLINE = "offline", "线下"
    ONLINE = "online", "线上"
    BOTH = "both", "线下和线上"


class StaffRole(TextChoices):
    """What somebody is employed for; teaching and research staff count for the ratios.

    Source: registry-funds 2.6 (assistants and class minders are other staff).
    """

    TEACHING = "teaching", "教学人员"
    RESEARCH = "research", "教研人员"
    CARE = "care", "照护人员"
    KITCHEN = "kitchen", "食品加工人员"
    OTHER = "other", "其他人员"


class Employment(TextChoices):
    FULL = "full", "专职"
    PART = "part", "兼职"


class CertificateKind(TextChoices):
    """What proves that somebody may teach it."""

    TEACHER = "teacher", "教师资格证"
    ABILITY = "ability", "职业（专业）能力证明"
    NONE = "none", "无"


class CheckKind(TextChoices):
    """Question to police or procuratorate for records of offences (未成年人保护法第六十二条)."""

    ENTRY = "entry", "入职查询"
    YEARLY = "yearly", "年度查询"


class CheckResult(TextChoices):
    CLEAR = "clear", "未发现相关记录"
    FOUND = "found", "有相关违法犯罪记录"


class Tenure(TextChoices):
    OWNED = "owned", "自有"
    RENTED = "rented", "租赁"


class FirePaper(TextChoices):
    """On which paper of fire protection the premises rest."""

    ACCEPTANCE = "acceptance", "消防验收或者备案"
    INSPECTION = "inspection", "营业前消防安全检查合格"
    COMMITMENT = "commitment", "消防安全承诺"
    NONE = "none", "无"


class Meals(TextChoices):
    NONE = "none", "不供餐"
    COOKED = "cooked", "自办食堂"
    ORDERED = "ordered", "订餐配送"


class CourseFamily(TextChoices):
    """Families of the national platform (registry-funds 2.2), and care."""

    SUBJECT = "subject", "学科"
    SPORT = "sport", "体育"
    ART = "art", "艺术"
    PRACTICE = "practice", "综合实践"
    SCIENCE = "science", "科技"
    CARE = "care", "托管服务"


class Audience(TextChoices):
    PRESCHOOL = "preschool", "学龄前（3至6岁）"
    PRIMARY = "primary", "小学"
    JUNIOR = "junior", "初中"
    SENIOR = "senior", "高中"


class PriceUnit(TextChoices):
    LESSON = "lesson", "课时"
    MONTH = "month", "月"
    TERM = "term", "期"
    TIMES = "times", "次"


class AnnualResult(TextChoices):
    """Classes of the annual check; which points give which is the county's parameter."""

    EXCELLENT = "excellent", "优秀"
    PASSED = "passed", "合格"
    FAILED = "failed", "不合格"


class ListKind(TextChoices):
    WHITE = "white", "白名单"
    KEY_SUPERVISION = "key_supervision", "重点监督名单"
    BLACK = "black", "黑名单"


class PlaceQuestionKind(TextChoices):
    """Why a point on the map is asked about."""

    OUTSIDE = "outside", "坐标在辖区外"
    SHARED = "shared", "与另一机构坐标重合"
    STOOD_ELSEWHERE = "stood_elsewhere", "与检查人员定位相距较远"


class EventKind(TextChoices):
    """Events that are counted in the report to the superior and are no states."""

    REREGISTERED_NONPROFIT = "reregistered_nonprofit", "统一登记为非营利性机构"
    FILING_TO_APPROVAL = "filing_to_approval", "备案改审批"
    REDUCED = "reduced", "压减"


class InstitutionState(TextChoices):
    LEAD = "lead", "线索"
    UNLICENSED = "unlicensed", "无证"
    REGISTERED = "registered", "已登记"
    PREPARING = "preparing", "筹设"
    LICENSED = "licensed", "正式设立"
    RECTIFYING = "rectifying", "整改中"
    SUSPENDED = "suspended", "停业"
    STOPPED = "stopped", "已停办"
    ENDED = "ended", "终止"
    REVOKED = "revoked", "吊销"
    DEREGISTERED = "deregistered", "注销"
    LAPSED = "lapsed", "自然废止"


S, P = InstitutionState, Permission

# States in which nothing runs that an order could still stop.
AT_REST = (S.PREPARING, S.SUSPENDED, S.STOPPED, S.ENDED, S.REVOKED, S.DEREGISTERED, S.LAPSED)
# An institution may be entered in the registry in one of these; all others are reached by a move.
FIRST_STATES = (S.LEAD, S.UNLICENSED, S.REGISTERED, S.PREPARING, S.LICENSED)

_CLERK = P.INSTITUTION_MOVE
_SYSTEM = None  # a consequence of a notice: the notice's own verb has asked its permission

INSTITUTION = Lifecycle(
    "institution",
    InstitutionState,
    # Moves of the registry clerk, each on the strength of a document that lies before him.
    Move("find_unlicensed", (S.LEAD,), S.UNLICENSED, _CLERK, "认定为无证"),
    Move("register", (S.LEAD, S.UNLICENSED, S.STOPPED), S.REGISTERED, _CLERK, "登记"),
    Move("prepare", (S.LEAD, S.REGISTERED, S.STOPPED), S.PREPARING, _CLERK, "批准筹设"),
    Move(
        "license",
        (S.LEAD, S.REGISTERED, S.PREPARING, S.STOPPED),
        S.LICENSED,
        _CLERK,
        "准予正式设立",
    ),
    Move("order_correction", (S.LICENSED, S.REGISTERED), S.RECTIFYING, _CLERK, "责令整改"),
    Move("resume_licensed", (S.RECTIFYING, S.SUSPENDED), S.LICENSED, _CLERK, "恢复正式设立状态"),
    Move("resume_registered", (S.RECTIFYING, S.SUSPENDED), S.REGISTERED, _CLERK, "恢复已登记状态"),
    Move("suspend", (S.LICENSED, S.REGISTERED, S.RECTIFYING), S.SUSPENDED, _CLERK, "停业"),
    Move("stop", (S.UNLICENSED, S.REGISTERED, S.RECTIFYING), S.STOPPED, _CLERK, "登记停办"),
    Move("find_reopened", (S.STOPPED,), S.UNLICENSED, _CLERK, "认定擅自复开"),
    Move(
        "end",
        (S.REGISTERED, S.LICENSED, S.RECTIFYING, S.SUSPENDED, S.STOPPED),
        S.ENDED,
        _CLERK,
        "终止",
    ),
    Move("revoke", (S.LICENSED, S.RECTIFYING, S.SUSPENDED), S.REVOKED, _CLERK, "吊销"),
    Move("deregister", (S.ENDED, S.REVOKED), S.DEREGISTERED, _CLERK, "注销"),
    Move("lapse", (S.PREPARING, S.LICENSED, S.SUSPENDED), S.LAPSED, _CLERK, "公告自然废止"),
    # Consequences of a notice, written by `record_…` verbs in the name of who acted on it.
    Move(
        "note_correction_ordered",
        (S.LICENSED, S.REGISTERED),
        S.RECTIFYING,
        _SYSTEM,
        "因整改通知送达转入整改",
    ),
    Move("note_corrected_licensed", (S.RECTIFYING,), S.LICENSED, _SYSTEM, "因整改办结恢复"),
    Move("note_corrected_registered", (S.RECTIFYING,), S.REGISTERED, _SYSTEM, "因整改办结恢复"),
    Move(
        "note_stopped",
        (S.LEAD, S.UNLICENSED, S.REGISTERED, S.RECTIFYING),
        S.STOPPED,
        _SYSTEM,
        "因复查确认停办",
    ),
    Move("note_suspended", (S.LICENSED, S.RECTIFYING), S.SUSPENDED, _SYSTEM, "因复查确认停止办学"),
)


# What each event of an entry is called in history.
ENTRY_EVENTS = {
    "institution.enter_staff": "登记从业人员",
    "institution.change_staff": "变更从业人员信息",
    "institution.release_staff": "从业人员离职",
    "institution.note_hiring_check": "登记违法犯罪记录查询",
    "institution.survey_venue": "登记场地情况",
    "institution.note_care": "登记托管情况",
    "institution.enter_course": "登记课程",
    "institution.change_course": "变更课程",
    "institution.end_course": "课程停课",
    "institution.enter_material": "登记培训材料",
    "institution.change_material": "变更培训材料",
    "institution.end_material": "培训材料停用",
    "institution.publish_price": "登记收费标准",
    "institution.renew_licence": "登记许可证期限",
    "institution.record_annual_check": "登记年检结论",
    "institution.void_annual_check": "作废年检结论",
    "institution.enter_list": "列入名单",
    "institution.leave_list": "移出名单",
    "institution.assign_grade": "评定信用等级",
    "institution.note_points": "登记积分",
    "institution.answer_place": "核实坐标",
}
