"""The closed lists of words that rows of this app use."""

from django.db.models import TextChoices


class OriginalKind(TextChoices):
    """What an original is, by how it came to be (Penalty Law art. 46 names the kinds of evidence)."""

    PHOTO = "photo", "现场照片"
    DOCUMENT = "document", "书证"
    RECORDING = "recording", "视听资料"
    DATA = "data", "电子数据"


class SignerRole(TextChoices):
    """As whom somebody signs a paper of the visit."""

    OFFICER = "officer", "执法人员"
    PARTY = "party", "当事人"
    WITNESS = "witness", "见证人"
    ASKED = "asked", "被询问人"
    CLERK = "clerk", "记录人"
