"""The kinds of webhooks that a partner can take, as its documentation names them."""

from __future__ import annotations

from dataclasses import dataclass

from messaging.states import EventKind as K


@dataclass(frozen=True, slots=True)
class Told:
    """``is_own``: goes to the department that it concerns and to nobody else."""

    code: str
    label: str
    english: str
    subject: str
    is_own: bool


_EVERYBODY, _OWN = False, True
_SAID = {
    K.INSTITUTION_CHANGED: ("institution", _EVERYBODY, "columns of the register were changed"),
    K.INSTITUTION_MOVED: ("institution", _EVERYBODY, "an institution changed its state"),
    K.NOTICE_ISSUED: ("notice", _EVERYBODY, "a notice was approved and numbered"),
    K.PENALTY_PUBLISHED: ("publication", _EVERYBODY, "a penalty was shown to the public"),
    K.ASSIGNMENT_ASKED: ("assignment", _OWN, "your department was asked for something"),
    K.ASSIGNMENT_ANSWERED: ("assignment", _OWN, "what your department asked for was answered"),
    K.ASSIGNMENT_DECLINED: ("assignment", _OWN, "what your department asked for was given back"),
    K.ASSIGNMENT_WITHDRAWN: ("assignment", _OWN, "what you were asked for was taken back"),
    K.TRANSFER_SENT: ("transfer", _OWN, "a matter was transferred to your department"),
    K.TRANSFER_ANSWERED: ("transfer", _OWN, "what your department transferred was answered"),
    K.TRANSFER_CONTESTED: ("transfer", _OWN, "your department is asked to reconsider"),
    K.TRANSFER_CLOSED: ("transfer", _OWN, "the bureau took note of your result"),
    K.REGISTRY_EVENT_SETTLED: ("registryevent", _OWN, "the county dealt with what you reported"),
    K.ENDPOINT_TESTED: ("endpoint", _OWN, "the county tried your address"),
}


def told_kinds() -> list[Told]:
    """Every kind that a partner can take: all but those that only the county hears of."""
    return [
        Told(kind, str(kind.label), english, f"{subject}/…", is_own)
        for kind, (subject, is_own, english) in _SAID.items()
    ]
