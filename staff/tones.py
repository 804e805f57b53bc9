"""The colour in which a state is shown: the same word has the same colour on every page."""

from __future__ import annotations

GOOD, BUSY, WARN, BAD, QUIET, INFO = "good", "busy", "warn", "bad", "quiet", "info"

_TONES = {
    GOOD: (
        "sound licensed running met confirmed closed answered passed done open active taken new handed"
        " published struck_off decided archived kept handled reported granted repaired paid deemed finished"
    ),
    BUSY: (
        "waiting out held approved under_way printed accepted endorsed registered reading taking"
        " ready drawn watched listed investigating performing issued called second exported"
    ),
    INFO: (
        "changed planned asked recorded served submitted preparing frozen standing checked reviewed"
        " noticed discussed proposed delivered sent received"
    ),
    WARN: (
        "lead clue requested rectifying suspended extended paused partly overdue provisional returned"
        " settling disputed reconsidering handed_back"
    ),
    BAD: (
        "refused in_conflict troubled unlicensed stopped unmet not_passed revoked declined unreadable"
        " rejected missed escalated failed disabled"
    ),
    QUIET: (
        "no_matter set_aside draft cancelled withdrawn voided discarded superseded ended deregistered lapsed"
        " not_filed transferred retired"
    ),
}
_TONE_BY_STATE = {state: tone for tone, states in _TONES.items() for state in states.split()}


def tone_of(state: str) -> str:
    """The tone of a state; quiet for one that is not in the table."""
    return _TONE_BY_STATE.get(state, QUIET)
