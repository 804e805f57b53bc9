"""Law packages: out, in, looked at, taken; and everything that is refused on the way."""

import io
import json
import zipfile
from datetime import date

import pytest

from audit.models import AuditEvent
from common.errors import NotAllowed, WrongState
from policies.errors import (
    CatalogueConflict,
    PackageChecksumWrong,
    PackageKindUnknown,
    PackageRowsOverlap,
    PackageRowWrong,
    PackageTakenBefore,
    PackageUnreadable,
)
from policies.models import (
    Benchmark,
    Law,
    PackageArrival,
    Parameter,
    PowerHolder,
    Violation,
)
from policies.packages import write_package
from policies.queries import articles_to_confirm, get_violation_on, parameter
from policies.services import (
    confirm_article,
    discard_arrival,
    export_law_package,
    load_catalogue,
    preview_package,
    read_package,
    receive_package,
    seed_parameters,
    set_parameter,
    take_arrival,
    take_package,
)
from tests.factories.accounts import UserFactory
from tests.factories.policies import ISSUE, PackageArrivalFactory, PowerHolderFactory
from tests.times import DAY, NOON

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 30)
NEXT = ISSUE.edition
V03 = {
    "code": "V03", "part": "A", "title": "明知他人违法开展校外培训仍提供场所",
    "law": "measures_53_2023", "article": "第二十条", "requirement": "不得提供场所",
    "remedy": "停止提供场所", "hearing": "no", "kinds": ["subject"], "valid_from": "2027-03-01",
    "confidence": "uncertain", "mark": "[U]", "source": "省教发〔2027〕1号",
}  # fmt: skip
LINE = {
    "code": "V02a-heavier-P3-1", "violation_code": "V02a", "level": "benchmark",
    "tier": "heavier", "circumstance": "学员10人以上的", "penalty_kind": "P3", "manner": "must",
    "min_fen": 1_000_000, "max_fen": 3_000_000, "valid_from": "2027-03-01",
    "confidence": "source", "mark": "[source: 省基准]", "source": "省教发〔2027〕2号",
}  # fmt: skip
LARGE = {
    "key": "hearing.large_fine", "value": {"person_fen": 300_000, "organisation_fen": 3_000_000},
    "valid_from": "2027-03-01", "confidence": "source", "mark": "[source: 省规章]",
    "source": "省教育行政处罚听证规定",
}  # fmt: skip
NEW_LAW = {
    "code": "regulation_2027", "title": "《校外培训管理条例》", "version_label": "2027年",
    "in_force_from": "2027-03-01", "confidence": "source", "mark": "[source]", "source": "国务院令",
}  # fmt: skip
HOLDER = {
    "code": "V02@", "covers": "V02", "kind": "comprehensive", "way": "transferred",
    "name": "综合行政执法局", "published_on": "2027-02-01", "valid_from": "2027-03-01",
    "confidence": "source", "mark": "[source]", "source": "省政府决定",
}  # fmt: skip


def packed(**rows):
    return write_package(rows, ISSUE)


def package(**rows):
    return read_package(packed(**rows))


def changed(content, name, was, becomes):
    """The package with one file altered and everything else as it was."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for one in old.namelist():
            text = old.read(one).decode()
            new.writestr(one, text.replace(was, becomes) if one == name else text)
    return out.getvalue()


@pytest.fixture
def catalogue(county):
    load_catalogue(at=NOON)
    seed_parameters({"organ.name": "桤木县教育局"}, at=NOON)


@pytest.fixture
def administrator(county):
    return UserFactory(system_administrator=True)


def told():
    return AuditEvent.objects.count()


def test_what_leaves_comes_in_and_changes_nothing(catalogue):
    content = export_law_package(TODAY, ISSUE)

    found = preview_package(read_package(content), TODAY)

    assert found.differences == ()
    assert found.unchanged > 250
    assert export_law_package(TODAY, ISSUE) == content


def test_a_package_furnishes_another_county(catalogue, next_door):
    content = export_law_package(TODAY, ISSUE)

    with next_door():
        take_package(read_package(content), by=None, at=NOON)
        here = {row.code for row in Violation.objects.all()}

    assert here == {row.code for row in Violation.objects.all()}


def test_a_manifest_says_who_issued_what_and_holds_every_checksum(catalogue):
    with zipfile.ZipFile(io.BytesIO(export_law_package(TODAY, ISSUE))) as archive:
        manifest = json.loads(archive.read("manifest.json"))

    assert (manifest["issuer"], manifest["edition"]) == ("某省教育厅", "2027-03-01")
    assert set(archive.namelist()) == {"manifest.json", *manifest["files"]}
    assert all(len(digest) == 64 for digest in manifest["files"].values())


def test_a_confirmation_stays_behind(catalogue):
    row = get_violation_on("V03", TODAY)
    reader = UserFactory(security_administrator=True)
    confirm_article(row.pk, by=reader, at=NOON, note="正式文本")

    rows = read_package(export_law_package(TODAY, ISSUE)).rows["violations"]

    assert not {"confirmed_at", "confirmed_by"} & set(rows[0])


def test_preview_says_what_is_new_changed_and_ended(catalogue):
    ended = {**read_package(export_law_package(TODAY, ISSUE)).rows["routed"][0]}
    ended["valid_until"] = date(2027, 5, 31)

    found = preview_package(package(violations=[V03], benchmarks=[LINE], routed=[ended]), TODAY)

    verdicts = {one.item: one.verdict for one in found.differences}
    assert verdicts == {"V03": "changed", "V02a-heavier-P3-1": "new", "R01": "ended"}
    third = found.differences[0]
    assert ("article", "第十九条", "第二十条") in third.fields
    assert third.waits
    assert not Violation.objects.filter(valid_from=NEXT).exists()


def test_taking_ends_the_old_row_and_begins_the_new_one(catalogue, administrator):
    take_package(package(violations=[V03]), by=administrator, at=NOON)

    old, new = Violation.objects.filter(code="V03")
    assert (old.article, old.valid_until) == ("第十九条", date(2027, 2, 28))
    assert (new.article, new.valid_from) == ("第二十条", NEXT)
    assert new.origin == "某省教育厅 校外培训规则包 2027-03-01"
    assert new in articles_to_confirm(NEXT)
    line = AuditEvent.objects.get(kind="policies.take_package")
    assert line.facts["added"] == ["V03 明知他人违法开展校外培训仍提供场所"]


def test_taking_twice_changes_nothing(catalogue, administrator):
    rows = package(laws=[NEW_LAW], violations=[V03], benchmarks=[LINE], parameters=[LARGE])
    assert len(take_package(rows, by=administrator, at=NOON)) == 5
    before = told()

    assert take_package(rows, by=administrator, at=NOON) == []

    assert told() == before


def test_an_article_that_came_by_package_is_confirmed_like_any_other(catalogue, administrator):
    take_package(package(violations=[V03]), by=administrator, at=NOON)
    row = get_violation_on("V03", NEXT)

    confirm_article(row.pk, by=UserFactory(security_administrator=True), at=NOON, note="省政府公报")

    assert get_violation_on("V03", NEXT).is_quotable_on(NEXT)


def test_rows_may_cite_a_law_that_comes_with_them(catalogue, administrator):
    row = {**V03, "law": "regulation_2027", "article": "第三十条"}

    take_package(package(laws=[NEW_LAW], violations=[row]), by=administrator, at=NOON)

    assert get_violation_on("V03", NEXT).citation == "《校外培训管理条例》第三十条"


def test_a_provincial_value_holds_from_its_day_on(catalogue, administrator):
    take_package(package(parameters=[LARGE]), by=administrator, at=NOON)

    assert parameter("hearing.large_fine", date(2027, 2, 28))["person_fen"] == 200_000
    assert parameter("hearing.large_fine", NEXT)["person_fen"] == 300_000


def test_an_update_of_the_software_leaves_what_a_package_brought(catalogue, administrator):
    take_package(package(violations=[V03]), by=administrator, at=NOON)

    assert load_catalogue(at=NOON) == []

    assert get_violation_on("V03", NEXT).article == "第二十条"


def test_a_county_value_leaves_with_the_paper_as_its_source(catalogue, administrator):
    value = {"person_fen": 1, "organisation_fen": 2}
    set_parameter(
        "hearing.large_fine", value, DAY, by=administrator, at=NOON, source="县教发〔2026〕9号"
    )

    rows = read_package(export_law_package(TODAY, ISSUE)).rows["parameters"]

    found = next(row for row in rows if row["key"] == "hearing.large_fine")
    assert (found["value"], found["mark"]) == (value, "")
    assert not any(row["key"].startswith("organ.") for row in rows)


@pytest.mark.parametrize(
    ("rows", "error", "words"),
    [
        ({"sayings": [{"code": "1"}]}, PackageKindUnknown, "sayings.json是本系统不认识的种类"),
        ({"violations": [{**V03, "mark": " "}]}, PackageRowWrong, "V03@2027-03-01.*没有写明mark"),
        ({"violations": [{**V03, "source": ""}]}, PackageRowWrong, "没有写明source"),
        ({"violations": [{**V03, "colour": "red"}]}, PackageRowWrong, "多出字段colour"),
        ({"violations": [{**V03, "valid_from": "soon"}]}, PackageRowWrong, "soon不是日期"),
        ({"violations": [{**V03, "valid_until": "2020-01-01"}]}, PackageRowWrong, "早于起始日"),
        ({"violations": [{**V03, "confidence": "sure"}]}, PackageRowWrong, "可信度sure不在"),
        ({"violations": ["V03"]}, PackageRowWrong, "第1个条目有误：不是字段和取值的对照"),
        ({"parameters": [{**LARGE, "key": "no.such"}]}, PackageRowWrong, "没有这个参数"),
        ({"parameters": [{**LARGE, "value": 3}]}, PackageRowWrong, "须为字段和取值的对照"),
        ({"violations": [V03, {**V03, "valid_from": "2028-01-01"}]}, PackageRowsOverlap,
         "V03@2027-03-01和V03@2028-01-01有效期间重叠"),
        ({"laws": [NEW_LAW, NEW_LAW]}, PackageRowsOverlap, "regulation_2027"),
        ({"power_holders": [HOLDER, {**HOLDER, "code": "x"}]}, PackageRowsOverlap, "V02@"),
    ],
)  # fmt: skip
def test_a_package_that_is_not_well_made_is_named(rows, error, words):
    with pytest.raises(error, match=words):
        read_package(packed(**rows))


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ({"violations": [{**V03, "law": "no_law"}]}, "V03@2027-03-01有误：没有名为no_law的法规"),
        ({"violations": [{**V03, "hearing": "perhaps"}]}, "V03@2027-03-01有误：hearing："),
        ({"benchmarks": [{**LINE, "max_fen": 5}]}, "违反benchmark_fen_in_order"),
        ({"benchmarks": [{**LINE, "max_months": 5}]}, "违反benchmark_measures_one_thing"),
        ({"benchmarks": [{**LINE, "tier": "huge"}]}, "tier："),
    ],
)
def test_a_row_that_could_not_stand_is_named_before_anything_is_written(catalogue, rows, words):
    found = package(laws=[], **rows)
    before = told()

    for verb in (
        lambda: preview_package(found, TODAY),
        lambda: take_package(found, by=None, at=NOON),
    ):
        with pytest.raises(PackageRowWrong, match=words):
            verb()

    assert told() == before
    assert not Benchmark.objects.filter(valid_from=NEXT).exists()


def test_a_holder_that_the_county_entered_otherwise_is_named(catalogue):
    PowerHolderFactory(code="ours", covers="V02")

    with pytest.raises(PackageRowWrong, match="与本县已有的V02 桤木县综合行政执法局"):
        preview_package(package(power_holders=[HOLDER]), TODAY)


def test_an_older_package_against_a_newer_row_is_refused(catalogue, administrator):
    take_package(package(violations=[V03]), by=administrator, at=NOON)
    older = {**V03, "valid_from": "2023-10-15", "article": "第十八条"}

    with pytest.raises(CatalogueConflict, match="V03"):
        take_package(package(violations=[older]), by=administrator, at=NOON)


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (b"no zip", PackageUnreadable, "不是完整的zip文件"),
        (packed(laws=[NEW_LAW])[:-30], PackageUnreadable, "不是完整的zip文件"),
        (changed(packed(laws=[NEW_LAW]), "laws.json", "2027", "2026"), PackageChecksumWrong,
         "laws.json的校验值不符"),
        (changed(packed(laws=[NEW_LAW]), "manifest.json", "某省", "别省"), PackageChecksumWrong,
         "manifest.json的校验值不符"),
        (changed(packed(), "manifest.json", "package/1", "package/9"), PackageUnreadable,
         "格式yujian-law-package/9"),
        (changed(packed(), "manifest.json", '"note"', '"remark"'), PackageUnreadable, "项目不全"),
        (changed(packed(), "manifest.json", "{", "("), PackageUnreadable, "不是有效的JSON"),
    ],
)  # fmt: skip
def test_a_damaged_package_is_refused(content, error, words):
    with pytest.raises(error, match=words):
        read_package(content)


def test_a_file_beside_the_manifest_is_refused():
    out = io.BytesIO(packed(laws=[NEW_LAW]))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("more.json", "[]")

    with pytest.raises(PackageUnreadable, match="不一致"):
        read_package(out.getvalue())


def test_an_arrival_waits_and_is_taken_once(catalogue, administrator):
    content = packed(violations=[V03])
    arrival = receive_package(content, by=administrator, at=NOON)
    assert receive_package(content, by=administrator, at=NOON) == arrival
    assert not Violation.objects.filter(valid_from=NEXT).exists()

    take_arrival(arrival.pk, by=administrator, at=NOON)

    arrival.refresh_from_db()
    assert (arrival.state, arrival.taken_by) == ("taken", administrator)
    with pytest.raises(WrongState):
        take_arrival(arrival.pk, by=administrator, at=NOON)
    with pytest.raises(PackageTakenBefore, match="已经载入"):
        receive_package(content, by=administrator, at=NOON)
    assert Violation.objects.filter(valid_from=NEXT).count() == 1


def test_an_arrival_that_cannot_be_taken_goes_on_waiting(catalogue, administrator):
    wrong = packed(violations=[{**V03, "law": "no_law"}])
    arrival = receive_package(wrong, by=administrator, at=NOON)
    before = told()

    with pytest.raises(PackageRowWrong):
        take_arrival(arrival.pk, by=administrator, at=NOON)

    arrival.refresh_from_db()
    assert (arrival.state, told()) == ("waiting", before)


def test_a_discarded_package_may_come_again(catalogue, administrator):
    content = packed(violations=[V03])
    discard_arrival(
        receive_package(content, by=administrator, at=NOON).pk, by=administrator, at=NOON
    )

    receive_package(content, by=administrator, at=NOON)

    assert list(PackageArrival.objects.values_list("state", flat=True)) == ["waiting", "discarded"]


def test_others_than_the_administrator_take_nothing(catalogue):
    clerk = UserFactory(bureau_head=True)
    arrival = PackageArrivalFactory()
    before = (told(), Law.objects.count(), Parameter.objects.count(), PowerHolder.objects.count())

    for verb in (
        lambda: receive_package(packed(laws=[NEW_LAW]), by=clerk, at=NOON),
        lambda: take_arrival(arrival.pk, by=clerk, at=NOON),
        lambda: discard_arrival(arrival.pk, by=clerk, at=NOON),
        lambda: take_package(package(laws=[NEW_LAW]), by=clerk, at=NOON),
    ):
        with pytest.raises(NotAllowed):
            verb()

    after = (told(), Law.objects.count(), Parameter.objects.count(), PowerHolder.objects.count())
    assert after == before
