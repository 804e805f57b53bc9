import pytest
from django.utils import timezone

from exchange.models import Upload
from exchange.tasks import forget_uploads
from tests.factories.exchange import UploadFactory

pytestmark = pytest.mark.usefixtures("county")


def test_uploads_that_nobody_finished_are_dropped_and_new_ones_stay():
    UploadFactory()
    fresh = UploadFactory(begun_at=timezone.now())

    forget_uploads()
    forget_uploads()

    assert list(Upload.objects.all()) == [fresh]
