"""The closed lists of words that rows of this app use."""

from django.db.models import TextChoices


class KeySource(TextChoices):
    """Where the private key of a certificate lies."""

    FILE = "file", "证书文件（PKCS#12）"
    PKCS11 = "pkcs11", "硬件密码设备（PKCS#11）"


class CertificateState(TextChoices):
    IN_USE = "in_use", "使用中"
    RETIRED = "retired", "已停用"


class Level(TextChoices):
    """How much proof a signed file carries by itself (PAdES baseline levels, ETSI EN 319 142-1)."""

    NONE = "none", "未签名"
    B_B = "b-b", "基本签名"
    B_T = "b-t", "带时间戳签名"
    B_LTA = "b-lta", "长期有效签名"


LEVELS = tuple(Level)  # from the least proof to the most


def is_below(level: str, wanted: str) -> bool:
    """Does a file of ``level`` lack what ``wanted`` asks for?"""
    return LEVELS.index(Level(level)) < LEVELS.index(Level(wanted))


class Outcome(TextChoices):
    """What a check of a signed file found."""

    VALID = "valid", "有效"
    CHANGED = "changed", "已被改动"
    UNTRUSTED = "untrusted", "签名者不可信"
    EXPIRED = "expired", "证书已过期"
    REVOKED = "revoked", "证书已吊销"
    NOT_SIGNED = "not_signed", "没有签名"
