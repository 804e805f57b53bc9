"""The closed lists of words that rows of this app use."""

from django.db.models import TextChoices


class OriginalKind(TextChoices):
    """What an original is, by how it came to be (Penalty Law art. 46 names the kinds of evidence)."""

    PHOTO = "photo", "现场照片"
    DOCUMENT = "document", "书证"
    RECORDING = "recording", "视听资料"
    STROKES = "strokes", "签名笔迹"
    DATA = "data", "电子数据"


class SignerRole(TextChoices):
    """As whom somebody signs a paper of the visit."""

    OFFICER = "officer", "执法人员"
    PARTY = "party", "当事人"
    WITNESS = "witness", "见证人"
    ASKED = "asked", "被询问人"
    CLERK = "clerk", "记录人"


class PaperForm(TextChoices):
    """Papers about a visit, by the numbers of the catalogue of forms (D03, D04, F11, D08)."""

    SITE_RECORD = "site_record", "现场检查笔录"
    QUESTIONING = "questioning", "询问笔录"
    EVIDENCE_LIST = "evidence_list", "证据清单"
    PHOTO_SHEET = "photo_sheet", "现场照片说明"
