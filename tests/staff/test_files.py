"""Files on their way in."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import UploadedFile

from documents.errors import FileTooLarge
from staff.files import content_of


def test_file_over_the_limit_is_not_read_into_memory():
    sent = UploadedFile(file=None, name="大.jpg", size=15 * 1024 * 1024 + 1)

    with pytest.raises(FileTooLarge) as refusal:
        content_of(sent)

    assert refusal.value.facts == {"name": "大.jpg", "size_mb": 16, "limit_mb": 15}
