"""The party's way in: one link, one PIN, few tries."""

from datetime import timedelta

import pytest

from audit.models import AuditEvent
from common.errors import NotAllowed, NotFound
from enforcement import services
from enforcement.errors import LinkEnded, NoticeNotRunning, PinPaused, PinWrong
from enforcement.models import LinkEnd, RectificationLink
from enforcement.services.pins import PAUSE, TRIES_IN_A_ROW, TRIES_IN_ALL
from tests.factories.enforcement import NoticeFactory, WithdrawalFactory
from tests.times import NOON


@pytest.fixture
def notice(county):
    return NoticeFactory(served=True)


@pytest.fixture
def opened(notice, people):
    return services.open_link(notice.pk, by=people.clerk, at=NOON)


def wrong(opened) -> str:
    return f"{(int(opened.pin) + 1) % 10**6:06}"


def guess(opened, times: int, at=NOON) -> list[str]:
    """What each of so many wrong PINs was answered."""
    answers = []
    for _ in range(times):
        with pytest.raises((PinWrong, PinPaused, LinkEnded)) as caught:
            services.enter_link(opened.token, wrong(opened), at=at)
        answers.append(caught.value.code)
    return answers


def test_the_right_pin_opens_and_nothing_of_it_is_kept(notice, opened):
    link = services.enter_link(opened.token, opened.pin, at=NOON)

    assert (link.notice, link.last_used_at) == (notice, NOON)
    row = RectificationLink.objects.values().get()
    assert opened.token not in str(row)
    assert opened.pin not in (row["pin_digest"], row["token_digest"])


def test_history_knows_that_a_link_was_opened_and_not_its_secrets(opened):
    event = AuditEvent.objects.get(kind="notice.open_link")

    assert event.facts == {}


def test_an_unknown_token_leads_nowhere(opened):
    with pytest.raises(NotFound):
        services.enter_link("unknown", opened.pin, at=NOON)


def test_the_fifth_wrong_pin_pauses_and_the_right_one_waits_too(opened):
    assert guess(opened, TRIES_IN_A_ROW) == ["pin_wrong"] * 4 + ["pin_paused"]
    with pytest.raises(PinPaused, match="12:15"):
        services.enter_link(opened.token, opened.pin, at=NOON + timedelta(minutes=14))

    assert services.enter_link(opened.token, opened.pin, at=NOON + PAUSE)


def test_the_right_pin_forgets_the_wrong_ones_in_a_row_but_not_in_all(opened):
    guess(opened, 3)

    link = services.enter_link(opened.token, opened.pin, at=NOON)

    assert (link.wrong_in_a_row, link.wrong_in_all) == (0, 3)


def test_too_many_wrong_pins_in_all_end_the_link_for_good(opened):
    moments = [NOON + PAUSE * n for n in range(TRIES_IN_ALL // TRIES_IN_A_ROW)]

    answers = [code for at in moments for code in guess(opened, TRIES_IN_A_ROW, at=at)]

    assert answers[-1] == "link_ended"
    with pytest.raises(LinkEnded, match="输错次数过多"):
        services.enter_link(opened.token, opened.pin, at=NOON + timedelta(days=1))
    assert AuditEvent.objects.filter(kind="notice.link_ended_by_tries").count() == 1


def test_a_new_link_replaces_the_old_one(notice, opened, people):
    again = services.open_link(notice.pk, by=people.clerk, at=NOON)

    with pytest.raises(LinkEnded, match="替代"):
        services.enter_link(opened.token, opened.pin, at=NOON)
    assert services.enter_link(again.token, again.pin, at=NOON).is_open


def test_a_closed_link_lets_nobody_in_and_closing_twice_is_once(notice, opened, people):
    services.close_link(notice.pk, by=people.clerk, at=NOON)
    services.close_link(notice.pk, by=people.clerk, at=NOON)

    assert notice.links.get().ended_because == LinkEnd.CLOSED
    assert AuditEvent.objects.filter(kind="notice.close_link").count() == 1


@pytest.mark.parametrize("stage", ["approved", "printed"])
def test_an_order_that_was_not_served_has_no_link(people, stage):
    with pytest.raises(NoticeNotRunning):
        services.open_link(NoticeFactory(**{stage: True}).pk, by=people.clerk, at=NOON)
    assert not RectificationLink.objects.exists()


def test_a_withdrawal_has_no_link_and_not_everybody_opens_one(notice, people):
    with pytest.raises(NoticeNotRunning):
        services.open_link(WithdrawalFactory(served=True).pk, by=people.clerk, at=NOON)
    with pytest.raises(NotAllowed):
        services.open_link(notice.pk, by=people.bureau_head, at=NOON)
