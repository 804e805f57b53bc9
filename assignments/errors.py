from common.errors import Refusal


class NotYourDepartment(Refusal):
    """Somebody of another department tried to take up, answer or give back an assignment."""

    code = "not_your_department"
    http_status = 403
    message = "{thing}交由{department}办理，只有该部门的人员才能{action}。"


class NotTheAsker(Refusal):
    """Somebody of another department than the asking one tried to take an assignment back."""

    code = "not_the_asker"
    http_status = 403
    message = "{thing}由{department}发起，只有该部门的人员才能撤回。"


class DueInThePast(Refusal):
    """The last day for the answer lies before the day on which it is asked."""

    code = "due_in_the_past"
    http_status = 422
    message = "答复期限（{due_on}）早于今天（{today}），请改为今天或以后的日期。"


class SharingIncomplete(Refusal):
    """Something goes to another body, and what or what for was left out."""

    code = "sharing_incomplete"
    http_status = 422
    message = "没有写明{missing}，请补齐后再提交。"
