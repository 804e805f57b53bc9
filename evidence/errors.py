"""The refusals of this app."""

from common.errors import Refusal


class SignatureUnclear(Refusal):
    """Neither strokes nor a refusal, or both at once."""

    code = "signature_unclear"
    http_status = 422
    message = "{signer}的签名须有笔迹，或者写明拒绝签名的原因，二者只取其一。"


class StrokesOdd(Refusal):
    """Strokes that are no strokes: too many, or points that are no numbers."""

    code = "strokes_odd"
    http_status = 422
    message = "{signer}的签名笔迹无法读取（{reason}），请重新签名。"


class OriginalUnfit(Refusal):
    """The file of an original is kept as something that it is not."""

    code = "original_unfit"
    http_status = 422
    message = "文件“{name}”不能作为{kind}存档：{reason}。"
