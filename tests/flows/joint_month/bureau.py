"""The bureau's side of the month: its people do by verbs what they would do on their pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random

from accounts.models import User
from common.errors import Refusal
from exchange.models import RegistryEvent
from exchange.services import handle_event, leave_event
from institutions.models import Institution
from institutions.services import move_institution
from institutions.states import INSTITUTION
from partners.sandbox import acts
from partners.sandbox.scene import RUNNING, Scene

WITHOUT_GROUND = ("nothing_to_happen", "visit_planned_already")
KEPT = 6  # institutions that go on running, so that the month has something to speak of
SOMETIMES: tuple[tuple[float, Callable[[Scene], object]], ...] = (
    (0.9, acts.ask_for_help),
    (0.5, acts.ask_for_help),
    (0.15, acts.take_back),
    (0.3, acts.plan_together),
    (0.2, acts.route_next),
    (0.3, acts.issue_notice),
    (0.5, acts.transfer),
    (0.6, acts.close),
    (0.6, acts.close),
    (0.3, acts.change_telephone),
    (0.5, acts.answer_yours),
    (0.2, acts.decline_yours),
)


@dataclass
class Bureau:
    """``market``: the service user of the partner, of which everything here speaks."""

    market: User
    dice: Random

    def work(self, at: datetime) -> None:
        """A day: something of everything, as the dice fall; what has no ground today is left."""
        self._settle_events(at)
        for chance, act in SOMETIMES:
            if self.dice.random() < chance:
                self._try(act, Scene(self.market, at, self._place()))

    def _try(self, act: Callable[[Scene], object], scene: Scene) -> None:
        try:
            act(scene)
        except Refusal as refusal:
            if refusal.code not in WITHOUT_GROUND:
                raise

    def _place(self) -> int:
        running = Institution.objects.filter(state__in=RUNNING).order_by("pk")
        return self.dice.choice(list(running.values_list("pk", flat=True)))

    def _settle_events(self, at: datetime) -> None:
        """A revoked trader's institution ends, or loses its licence; the rest is noted."""
        clerk = Scene(self.market, at).person("registry_clerk")
        for event in RegistryEvent.objects.waiting().order_by("pk"):
            place = event.institution
            running = Institution.objects.filter(state__in=RUNNING).count()
            if event.kind != "revoked" or place is None or running <= KEPT:
                leave_event(event.pk, how="名册无需变更。", by=clerk, at=at)
                continue
            action = "revoke" if INSTITUTION.allows(place, "revoke") else "end"
            if INSTITUTION.allows(place, action):
                why = "营业执照已被吊销（市场监管局报送）"
                move_institution(place.pk, action, by=clerk, at=at, reason=why)
            handle_event(event.pk, how="已按吊销情况变更机构状态。", by=clerk, at=at)
