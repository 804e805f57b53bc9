"""Invented institutions are plausible, lie in the county, and are the same for the same seed."""

from stdnum.cn import uscc

from operations.replay.invention import Inventor


def _inventor(county, seed="1"):
    return Inventor(seed, county_code="431129", boundary=county.boundary)


def test_the_same_seed_invents_the_same_institutions(county):
    first, second = _inventor(county), _inventor(county)

    assert [first.institution("childcare") for _ in range(5)] == [
        second.institution("childcare") for _ in range(5)
    ]


def test_another_seed_invents_others(county):
    assert _inventor(county).institution("subject") != _inventor(county, "2").institution("subject")


def test_every_institution_lies_in_the_county_and_has_a_name_of_its_own(county):
    inventor = _inventor(county)
    made = [inventor.institution("childcare") for _ in range(300)]

    assert all(county.boundary.contains(one.point) for one in made)
    assert len({one.name for one in made}) == 300


def test_invented_credit_codes_pass_a_library_of_somebody_else(county):
    inventor = _inventor(county)

    assert all(uscc.is_valid(inventor.institution("childcare").credit_code) for _ in range(50))
