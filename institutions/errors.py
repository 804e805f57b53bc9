from common.errors import Refusal


class WrongCreditCode(Refusal):
    """A uniform social credit code has a wrong length, sign or check digit."""

    code = "wrong_credit_code"
    http_status = 422
    message = "统一社会信用代码“{credit_code}”{problem}，请对照证照原件核对后重填。"


class CreditCodeTaken(Refusal):
    """Another institution of the county has this uniform social credit code."""

    code = "credit_code_taken"
    message = "统一社会信用代码“{credit_code}”已登记在{other}名下，请核对代码，或到该机构页面修改。"


class LicenceNoTaken(Refusal):
    """Another institution of the county has this licence number."""

    code = "licence_no_taken"
    message = "办学许可证编号“{licence_no}”已登记在{other}名下，请核对编号，或到该机构页面修改。"


class LicenceMissing(Refusal):
    """A state that rests on a licence was asked for an institution without licence number."""

    code = "licence_missing"
    message = "{thing}没有办学许可证编号，须先填写许可证编号，才能处于“正式设立”状态。"


class RegisterMissing(Refusal):
    """The state registered was asked for an institution that stands in no register."""

    code = "register_missing"
    message = "{thing}没有填写登记机关，须先选择市场监管登记或民政登记，才能处于“已登记”状态。"


class RegisterContradictsCode(Refusal):
    """The prefix of the credit code belongs to another register than the one given."""

    code = "register_contradicts_code"
    http_status = 422
    message = "统一社会信用代码“{credit_code}”的前两位属于“{expected}”，与所填登记机关“{given}”不一致，请核对。"


class LicenceTermBackwards(Refusal):
    """The last day of the licence lies before its first."""

    code = "licence_term_backwards"
    http_status = 422
    message = "许可证有效期止（{until}）早于有效期起（{start}），请核对许可证后重填。"


class NotAFirstState(Refusal):
    """An institution was to be entered in a state that is only reached by a move."""

    code = "not_a_first_state"
    http_status = 422
    message = "新录入的机构不能直接处于“{state}”，请先按“{possible}”之一录入，再办理状态变更。"


class PointOutsideCounty(Refusal):
    """The position, converted to WGS 84, does not lie within the county's boundary."""

    code = "point_outside_county"
    http_status = 422
    message = "坐标（经度{lon}，纬度{lat}）不在{county}辖区内，请核对读数和坐标系后重填。"


class MoveBeforeSite(Refusal):
    """A move was dated before the present site began."""

    code = "move_before_site"
    http_status = 422
    message = "{thing}现地点自{since}起启用，变更日期不能早于这一天，请核对日期。"


class DayInFuture(Refusal):
    """Something that has happened was dated after today."""

    code = "day_in_future"
    http_status = 422
    message = "{what}（{on}）晚于今天（{today}），请在发生之后登记。"


class AlreadyNonprofit(Refusal):
    """Re-registration as non-profit was asked for an institution that is non-profit."""

    code = "already_nonprofit"
    message = "{thing}已是非营利性机构，无须再次登记为非营利性。"


class EventCountedAlready(Refusal):
    """The same reporting event of the same institution and day is on record."""

    code = "event_counted_already"
    message = "{thing}在{on}的“{kind}”已经登记过，同一事件每天只计一次。"


class PersonNamedAlready(Refusal):
    """The person has this role in this institution already."""

    code = "person_named_already"
    message = "{thing}已登记{role}“{name}”，如需更正请先登记其离开。"


class EntryTaken(Refusal):
    """The same person, course, material or price is in the registry already."""

    code = "entry_taken"
    message = "{thing}已登记{what}，不能重复登记；如需更正请修改原有登记。"


class EntryEnded(Refusal):
    """The entry has ended: it is history and is not changed any more."""

    code = "entry_ended"
    message = "{what}已于{on}终止，只作历史留存，不能再修改。"


class EntryBeforeFormer(Refusal):
    """A new entry was dated before the one that it follows."""

    code = "entry_before_former"
    http_status = 422
    message = "{thing}现有的{what}自{since}起，新的日期不能早于这一天，请核对日期。"


class EndsBeforeBeginning(Refusal):
    """The end of an entry was dated before its beginning."""

    code = "ends_before_beginning"
    http_status = 422
    message = "{what}的终止日期（{until}）早于起始日期（{since}），请核对日期。"


class SiteMissing(Refusal):
    """The rooms of an institution were to be described, but it has no site."""

    code = "site_missing"
    message = "{thing}没有登记办学地点，请先登记地点，再登记场地情况。"


class AnnualCheckTaken(Refusal):
    """The annual check of this year is on record; a wrong one must be voided first."""

    code = "annual_check_taken"
    message = "{thing}的{year}年度年检结论已经登记；如有错误，请先作废原结论。"


class AlreadyVoided(Refusal):
    """It was voided before."""

    code = "already_voided"
    message = "{what}已经作废，不能再次作废。"


class ListedSameDay(Refusal):
    """The institution came on another list on the same or a later day."""

    code = "listed_same_day"
    message = "{thing}已自{since}列入{list}，新的列入日期须晚于这一天。"


class NotOnList(Refusal):
    """The list entry has ended: there is nothing to end."""

    code = "not_on_list"
    message = "{what}已经期满或者移出，无须再办理。"


class GradeUnknown(Refusal):
    """The grade does not stand in the county's scheme of that day."""

    code = "grade_unknown"
    http_status = 422
    message = "本县评级办法没有“{grade}”这一等级，可选：{possible}。"


class PointsAlreadySettled(Refusal):
    """The points of this year have led to a list entry already."""

    code = "points_already_settled"
    message = "{thing}{year}年度积分已经结算，对应的名单已登记。"
