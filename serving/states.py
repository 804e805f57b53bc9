"""The ways of service and what may stand in their way (Civil Procedure Law arts. 87 to 95)."""

from django.db.models import TextChoices


class DeliveryWay(TextChoices):
    DIRECT = "direct", "直接送达"
    LEFT = "left", "留置送达"
    ELECTRONIC = "electronic", "电子送达"
    MAIL = "mail", "邮寄送达"
    PUBLIC_NOTICE = "public_notice", "公告送达"


class Hindrance(TextChoices):
    """Why an attempt did not become a service."""

    ABSENT = "absent", "受送达人不在"
    REFUSED = "refused", "拒绝签收"
    RETURNED = "returned", "邮件退回"
    UNKNOWN = "unknown", "地址不明、下落不明"
