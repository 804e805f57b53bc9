"""Refusals: a rule was applied and the answer is no.

Every refusal has a ``code`` that never changes (docs/errors.md) and one Chinese sentence
for the person at the screen: what is the matter, with which thing, what would make it possible.
"""

from __future__ import annotations

from collections.abc import Iterator


class Refusal(Exception):
    """A rule was applied and the answer is no. Not a bug: never logged as an error."""

    code = "refused"
    http_status = 409
    message = "现在不能这样做。"

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.message.format(**facts))

    def __reduce__(self) -> tuple[object, ...]:
        """A worker hands its refusals on by pickling, which knows no keyword arguments."""
        return _again, (type(self), self.facts)


def _again(kind: type[Refusal], facts: dict[str, object]) -> Refusal:
    return kind(**facts)


class WrongState(Refusal):
    """The thing is not in a state from which this move starts."""

    code = "wrong_state"
    message = "{thing}现在是“{state}”，不能{action}；须先处于“{wanted}”。"


class NotAllowed(Refusal):
    """The person does not hold the permission that the verb asks for."""

    code = "not_allowed"
    http_status = 403
    message = "您没有“{what}”的权限，请联系本县管理员。"


class NotFound(Refusal):
    """There is no such thing here, or the person may not know of it."""

    code = "not_found"
    http_status = 404
    message = "没有找到{what}，请检查编号或返回列表重新选择。"


class BadInput(Refusal):
    """What was typed or sent cannot be taken; the sentence says why."""

    code = "bad_input"
    http_status = 422
    message = "{sentence}"


class TooManyRequests(Refusal):
    """One address asked for a public page more often than its rate allows."""

    code = "too_many_requests"
    http_status = 429
    message = "请求过于频繁，请在{retry_after}秒后再试。"


class BodyTooLarge(Refusal):
    """One request sends more than the server takes in."""

    code = "body_too_large"
    http_status = 413
    message = "一次提交的内容超过{limit_mb}兆字节的上限，请分次上传。"


class ChangedMeanwhile(Refusal):
    """Somebody else saved the same thing between reading and writing."""

    code = "changed_meanwhile"
    message = "{thing}刚刚已被他人修改，请刷新页面核对后再保存。"


class FieldKeyGone(Refusal):
    """A stored value was encrypted with a key that the settings no longer hold."""

    code = "field_key_gone"
    http_status = 503
    message = "解密所需的密钥（编号{key}）不在系统设置中，请运维人员恢复该密钥后再试。"


class FieldDamaged(Refusal):
    """A stored value was changed, cut, or belongs to another row."""

    code = "field_damaged"
    http_status = 500
    message = "一项加密存放的数据已损坏或被改动，请管理员从备份中恢复。"


class TimeStampAway(Refusal):
    """The authority of time stamps does not answer."""

    code = "time_stamp_away"
    http_status = 503
    message = "可信时间戳服务没有应答，系统稍后自动重试；已存的证据不受影响。"


class TimeStampWrong(Refusal):
    """A time stamp does not hold: other bytes, another authority, or no stamp at all."""

    code = "time_stamp_wrong"
    http_status = 500
    message = "时间戳核验不通过：{reason}。请核对 YUJIAN_TSA_ROOTS 和时间戳文件。"


def every_refusal(root: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    """All refusal classes that are loaded, the root first."""
    yield root
    for child in root.__subclasses__():
        yield from every_refusal(child)
