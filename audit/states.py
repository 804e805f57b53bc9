"""The states of a check of history."""

from django.db.models import TextChoices


class CheckState(TextChoices):
    WAITING = "waiting", "核验中"
    SOUND = "sound", "未发现问题"
    TROUBLED = "troubled", "发现问题"
    STOPPED = "stopped", "中断"
