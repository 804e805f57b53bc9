"""The card of service on the page of a case: what reached the party, what did not, and where to."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission as P
from cases.models import Case, CasePaper
from cases.queries import address_key
from common.clock import localdate
from papers.models import OfficialPaper
from serving.models import AddressConfirmation
from serving.queries import confirmations_for, is_out_for_service
from staff.buttons import Button
from staff.cases.entries import Entry, Offers, Section
from staff.cases.said import day as _day
from staff.serving.story import Standing, standings_of


def service(case: Case, user: User, offers: Offers) -> Section:
    """Numbered papers that are out and what was served, each with its attempts; the addresses."""
    today = localdate(timezone.now())
    keys = CasePaper.objects.filter(case=case).values("paper_id")
    papers = OfficialPaper.objects.filter(pk__in=keys, dated_on__isnull=False).order_by("pk")
    standings = [
        one for one in standings_of(papers, today) if one.steps or is_out_for_service(one.paper)
    ]
    entries = [_entry(one) for one in standings]
    buttons = offers.of("service")
    if case.party is not None:
        key = address_key(case.party)
        held = confirmations_for(user).of_party(key).in_force().first()
        if held is not None:
            entries.append(_confirmed(held))
        elif user.has(P.NOTICE_SERVE):
            url = f"{reverse('staff:address-new')}?case={case.pk}"
            buttons = [*buttons, Button(url, "登记送达地址确认书", "map-pin")]
    return Section("service", "送达", "truck-delivery", entries, "还没有要送达的文书。", buttons)


def _entry(one: Standing) -> Entry:
    facts = [("情况", one.text)] if one.served is None or one.tone == "busy" else []
    if one.served is not None and one.tone == "good":
        facts.append(("生效", _day(one.served.effective_on)))
    facts += [
        (_day(step.on), "；".join(text for text in (step.title, step.text, step.who) if text))
        for step in one.steps
    ]
    title = f"{one.paper.title}　{one.paper.number or ''}".strip()
    return Entry(title, one.label, one.tone, facts, url=reverse("staff:paper", args=[one.paper.pk]))


def _confirmed(row: AddressConfirmation) -> Entry:
    tag, tone = ("同意电子送达", "good") if row.consents_electronic else ("不电子送达", "quiet")
    facts = [("签署", _day(row.signed_on))]
    url = reverse("staff:address", args=[row.pk])
    return Entry("送达地址确认书", tag, tone, facts, url=url)
