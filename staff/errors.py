"""The refusals of the door and of pages that Django answers by itself."""

from common.errors import Refusal


class PageExpired(Refusal):
    """The form's token is missing or old (template 403_csrf.html)."""

    code = "page_expired"
    http_status = 403
    message = "这个页面打开得太久，提交没有被接受；请返回上一页，刷新后再提交一次。"


class BadRequest(Refusal):
    """The request is malformed or too large for Django to read (template 400.html)."""

    code = "bad_request"
    http_status = 400
    message = "发来的内容不完整或太大，没有被接受；请返回上一页重试。"


class ServerError(Refusal):
    """A defect of the software (template 500.html): logged, with the request's number."""

    code = "server_error"
    http_status = 500
    message = "系统出错，这一步没有完成；错误已记录，请稍后再试或联系管理员。"
