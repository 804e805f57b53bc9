import pytest
from django.db import IntegrityError, transaction

from documents.models import StoredFile
from tests.factories.documents import StoredFileFactory
from tests.times import NOON

pytestmark = pytest.mark.usefixtures("county")


def test_a_stored_file_is_called_by_its_name():
    assert str(StoredFileFactory(name="复查照片.jpg")) == "复查照片.jpg"


def test_photos_and_papers_are_told_apart():
    photo = StoredFileFactory(photo=True)
    paper = StoredFileFactory(media_type="application/pdf")

    assert list(StoredFile.objects.photos()) == [photo]
    assert list(StoredFile.objects.papers()) == [paper]


def _rename() -> None:
    StoredFile.objects.update(name="another.txt")


def _throw_away() -> None:
    StoredFile.objects.all().delete()


@pytest.mark.parametrize("change", [_rename, _throw_away])
def test_a_stored_file_stays(change):
    StoredFileFactory()

    with pytest.raises(IntegrityError, match="history stays"), transaction.atomic():
        change()

    assert StoredFile.objects.get().name == "记录.txt"


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        ("stored_file_has_a_sha256", {"sha256": "X" * 64}),
        ("stored_file_is_not_empty", {"size_bytes": 0}),
    ],
)
def test_rules_are_held_by_the_database(rule, facts):
    row = {"sha256": "a" * 64, "size_bytes": 1, "media_type": "x/y", "name": "n", "stored_at": NOON}

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        StoredFile.objects.create(**{**row, **facts})
