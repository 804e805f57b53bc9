"""What a campaign's records add up to."""

from inspections.states import TargetGroup
from reports.counts import counts_of
from tests.factories.enforcement import NoticeFactory
from tests.factories.inspections import CampaignFactory, CampaignTargetFactory
from tests.factories.institutions import InstitutionFactory


def test_two_papers_to_one_target_leave_the_other_without_one(county):
    campaign = CampaignFactory()
    ordered, spared = InstitutionFactory(childcare=True), InstitutionFactory(childcare=True)
    for institution in (ordered, spared):
        CampaignTargetFactory(
            campaign=campaign, institution=institution, group=TargetGroup.CHILDCARE
        )
    for _ in range(2):
        NoticeFactory(approved=True, visit__campaign=campaign, visit__institution=ordered)

    counts = counts_of(campaign)

    assert counts.rectification_notices == 2
    assert counts.without_document == {"childcare": 1}
