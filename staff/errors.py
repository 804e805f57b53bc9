"""The refusals of the door and of pages that Django answers by itself."""

from common.errors import Refusal


class SignedOut(Refusal):
    """The session ended while something was typed; answered inside the page, which stays."""

    code = "signed_out"
    http_status = 401
    message = "登录已过期，刚才的操作没有完成；填写的内容还在本页，请登录后回到这里再做一次。"


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
