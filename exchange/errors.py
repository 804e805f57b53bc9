"""The refusals of this app."""

from common.errors import Refusal


class EventDiffers(Refusal):
    """The register reported the same number twice with different contents."""

    code = "registry_event_differs"
    message = "来源编号“{reference}”此前报送过不同的内容，没有改动；更正请用新的来源编号。"


class EventInFuture(Refusal):
    """A reported event lies after today."""

    code = "registry_event_in_future"
    http_status = 422
    message = "发生日期（{on}）晚于今天，请核对。"


class CreditCodeWrong(Refusal):
    """The check digits of the uniform social credit code do not fit."""

    code = "credit_code_wrong"
    http_status = 422
    message = "统一社会信用代码“{credit_code}”校验不通过，请核对。"


class UploadTooLarge(Refusal):
    """A file of an assignment is larger than the county takes in."""

    code = "upload_too_large"
    http_status = 413
    message = "附件不能超过{limit_mb}兆字节。"


class UploadKindUnknown(Refusal):
    """Only PDF files and photographs can be attached."""

    code = "upload_kind_unknown"
    http_status = 422
    message = "附件“{name}”不是PDF、JPEG或PNG文件。"


class UploadOffset(Refusal):
    """The part does not begin where the last one ended."""

    code = "upload_offset"
    message = "分段须从第{offset}字节开始；请先查询已收到多少，再接着传。"


class UploadDiffers(Refusal):
    """All bytes came, but they are others than were announced; the upload begins anew."""

    code = "upload_differs"
    http_status = 422
    message = "附件“{name}”收齐后与声明的校验值不符，已丢弃，请重新上传。"
