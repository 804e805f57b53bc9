"""The copy for others: marked faces gone, nothing in the file but the picture, original untouched."""

from io import BytesIO

import pytest
from PIL import Image

from audit.models import AuditEvent
from common.errors import NotAllowed, NotFound
from evidence import redaction
from evidence.errors import AreaOdd, NotAPhoto
from evidence.models import Copy
from evidence.services import make_copy
from tests.factories.accounts import UserFactory
from tests.factories.documents import StoredFileFactory
from tests.factories.evidence import OriginalFactory
from tests.times import NOON

FACE = [250, 250, 500, 500]


def _striped(**saving) -> bytes:
    """A picture of one-pixel stripes, in which any detail would show."""
    image = Image.new("RGB", (400, 200))
    image.putdata([(255, 255, 255) if x % 2 else (0, 0, 0) for _ in range(200) for x in range(400)])
    out = BytesIO()
    image.save(out, "JPEG", quality=95, **saving)
    return out.getvalue()


def _told_by_a_camera() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "SecretPhone"
    exif.get_ifd(0x8825)[2] = (25.0, 10.0, 30.0)
    return _striped(exif=exif, comment=b"SecretRemark")


def _contrast(image: Image.Image) -> int:
    low, high = image.convert("L").getextrema()
    return high - low


def test_copy_hides_the_area_and_leaves_the_rest():
    copy = Image.open(BytesIO(redaction.copy_of(_striped(), [FACE])))

    assert _contrast(copy.crop((120, 70, 280, 130))) < 40
    assert _contrast(copy.crop((0, 0, 80, 40))) > 200


def test_copy_tells_nothing_that_the_camera_wrote_and_stands_upright():
    content = redaction.copy_of(_told_by_a_camera(), [])

    copy = Image.open(BytesIO(content))
    assert copy.size == (200, 400)
    assert dict(copy.getexif()) == {}
    assert "Secret" not in content.decode("latin-1")
    assert "comment" not in copy.info


def test_copy_twice_is_the_same_bytes():
    assert redaction.copy_of(_striped(), [FACE]) == redaction.copy_of(_striped(), [FACE])


@pytest.mark.parametrize(
    ("area", "is_one"),
    [
        ([0, 0, 1000, 1000], True),
        ([999, 999, 1, 1], True),
        ([0, 0, 0, 10], False),
        ([900, 0, 101, 10], False),
        ([-1, 0, 10, 10], False),
        ([0.5, 0, 10, 10], False),
        ([1, 2, 3], False),
    ],
)
def test_area_lies_inside_the_picture(area, is_one):
    assert redaction.is_area(area) is is_one


def _original(**facts):
    file = StoredFileFactory(content=_told_by_a_camera(), media_type="image/jpeg")
    return OriginalFactory(file=file, **facts)


def test_make_copy_keeps_who_vouched_and_leaves_the_original(county):
    original = _original()
    before = original.file.content

    copy = make_copy(original.pk, areas=[FACE], by=original.kept_by, at=NOON)

    assert (copy.areas, copy.made_by, copy.made_at) == ([FACE], original.kept_by, NOON)
    assert copy.file.content == redaction.copy_of(before, [FACE])
    assert original.file.content == before
    assert AuditEvent.objects.get(kind="original.copy").facts["areas"] == 1


def test_make_copy_twice_is_one_and_other_areas_are_another(county):
    original = _original()
    who = {"by": original.kept_by, "at": NOON}
    first = make_copy(original.pk, areas=[FACE], **who)

    assert make_copy(original.pk, areas=[FACE], **who) == first
    assert make_copy(original.pk, areas=[], **who) != first
    assert Copy.objects.count() == 2


@pytest.mark.parametrize("areas", [[[0, 0, 2000, 1]], [[1, 2]], [FACE] * 61])
def test_area_outside_or_too_many_are_refused(county, areas):
    original = _original()

    with pytest.raises(AreaOdd):
        make_copy(original.pk, areas=areas, by=original.kept_by, at=NOON)

    assert not Copy.objects.exists()


def test_copy_needs_right_visit_and_a_photograph(county):
    original = _original()
    data = OriginalFactory(file=StoredFileFactory(), kind="data")

    with pytest.raises(NotAllowed):
        make_copy(original.pk, areas=[], by=UserFactory(section_head=True), at=NOON)
    with pytest.raises(NotFound):
        make_copy(original.pk, areas=[], by=UserFactory(partner_officer=True), at=NOON)
    with pytest.raises(NotAPhoto):
        make_copy(data.pk, areas=[], by=data.kept_by, at=NOON)

    assert not Copy.objects.exists()
    assert not AuditEvent.objects.filter(kind="original.copy").exists()
