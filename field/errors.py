"""The refusals of the field: what a phone or its person cannot do."""

from common.errors import Refusal


class DeviceUnknown(Refusal):
    """The token of a call is missing or none that this county gave out."""

    code = "device_unknown"
    http_status = 401
    message = "这部设备没有在本县登记；请登录后重新登记设备，未送达的内容仍保留在设备上。"


class DeviceExpired(Refusal):
    """The token of a device is older than the county's parameter allows."""

    code = "device_expired"
    http_status = 401
    message = "设备登记已于{expired_on}到期；请登录后重新登记，未送达的内容仍保留在设备上。"


class DeviceRevoked(Refusal):
    """The device was reported lost or withdrawn."""

    code = "device_revoked"
    http_status = 401
    message = "设备“{device}”已被停用，不能再使用；请联系本单位管理人员。"


class DeviceOfOther(Refusal):
    """The key that is to be registered is another person's."""

    code = "device_of_other_person"
    message = "这部设备已由他人登记；请本人登录，或清除设备上的登记后再登记。"


class DeviceKeyUnfit(Refusal):
    """The public key is no point of the curve P-256, or not in the form of a JWK."""

    code = "device_key_unfit"
    http_status = 422
    message = "设备密钥无效（应为P-256公钥）；请更换浏览器或更新后再登记。"


class LossReasonMissing(Refusal):
    """A device is withdrawn, or a record decided upon, without a reason."""

    code = "field_reason_missing"
    http_status = 422
    message = "{action}须写明原因；请填写原因后再提交。"


class PackSectionGone(Refusal):
    """The section that a phone asks for is no part of its person's present pack."""

    code = "pack_section_gone"
    http_status = 404
    message = "数据包已更新；请重新获取目录。"


class EntryMalformed(Refusal):
    """An entry is not what the field protocol says an entry is."""

    code = "entry_malformed"
    http_status = 422
    message = "有一条现场记录格式不符（{reason}），没有收下；请更新应用，或保存队列交管理人员。"


class EntrySignature(Refusal):
    """An entry is not signed by the key of the device that it names."""

    code = "entry_signature"
    http_status = 422
    message = "有一条现场记录的签名与设备不符，可能被改动，没有收下；请保留设备上的原始记录。"


class EntryOfOtherDevice(Refusal):
    """An entry names another device than the one that sends it, or one that is not registered."""

    code = "entry_of_other_device"
    http_status = 422
    message = "有一条现场记录不属于这部设备，没有收下；他人设备的记录请以队列文件提交。"


class EntryOfOtherVisit(Refusal):
    """An entry's chain belongs to another visit or another device."""

    code = "entry_of_other_visit"
    http_status = 422
    message = "有一条现场记录的检查编号与前面的记录不一致，没有收下；请保留设备上的原始记录。"


class SyncTooLarge(Refusal):
    """One call carries more entries or bytes than the protocol allows."""

    code = "sync_too_large"
    http_status = 413
    message = "一次最多发送{most}条、共1兆字节的现场记录；请分次发送。"


class BlobOffset(Refusal):
    """The bytes that were sent do not begin where the server's end."""

    code = "blob_offset"
    message = "文件应从第{offset}字节接着发送。"


class BlobDiffers(Refusal):
    """All bytes came, but their hash is not the one they were announced under."""

    code = "blob_differs"
    http_status = 422
    message = "文件内容与拍摄时的校验值不符，没有收下；请重新发送，仍不符时说明设备上的文件已损坏。"


class BlobTooLarge(Refusal):
    """A blob is larger than the protocol allows, or more came than was announced."""

    code = "blob_too_large"
    http_status = 413
    message = "文件超过{limit_mb}兆字节的上限，不能发送。"


class QueueFileUnfit(Refusal):
    """A saved queue cannot be read at all."""

    code = "queue_file_unfit"
    http_status = 422
    message = "队列文件不能读取：{reason}；请重新保存队列文件后提交。"


class RecordStands(Refusal):
    """A version is chosen although the visit was recorded from another one."""

    code = "record_stands"
    message = "{visit}已按另一版本形成记录；请先作废该记录并重新安排检查，或者不采用本版本。"


class OwnRecord(Refusal):
    """Somebody who went on a visit would decide which version of it counts."""

    code = "own_field_record"
    message = "您参加了{visit}，不能由您决定采用哪个版本；请由其他有权人员处理。"


class VisitBegunOnPhone(Refusal):
    """Officers are exchanged on a visit of which a phone that still works has sent something."""

    code = "visit_begun_on_phone"
    message = (
        "{visit}已在{person}的设备“{device}”上开始或者有现场记录待处理，不能更换人员；"
        "设备遗失的，请先停用该设备；有待处理记录的，请先处理。"
    )
