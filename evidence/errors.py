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


class NotAPhoto(Refusal):
    """Only of photographs are copies made here."""

    code = "not_a_photo"
    http_status = 422
    message = "{original}不是照片，不能制作遮盖副本。"


class AreaOdd(Refusal):
    """Rectangles outside the picture, without size, or too many."""

    code = "area_odd"
    http_status = 422
    message = "遮盖区域须在照片之内，且不多于{most}处，请重新框选。"


class DayNotOver(Refusal):
    """A day's list waits until nothing more can come in on that day."""

    code = "day_not_over"
    message = "{day}尚未结束，当日的证据清单须在次日生成。"


class CopyMissing(Refusal):
    """Photographs that nobody has looked at for children's faces yet."""

    code = "copy_missing"
    message = "有{count}张照片尚未核对是否拍到未成年人面部，请逐张核对并制作副本后再制作照片说明。"


class GuardianMissing(Refusal):
    """A minor is questioned with a guardian present."""

    code = "guardian_missing"
    http_status = 422
    message = "{name}（{age}岁）未满十八周岁，询问时应有监护人在场，请写明在场监护人。"
