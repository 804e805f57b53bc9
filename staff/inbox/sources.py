"""The rooms that give lines to the inbox. Loaded with its address, so that it is never empty."""

from staff.assignments import inbox as assignments
from staff.campaigns import inbox as campaigns
from staff.cases import inbox as cases
from staff.deadlines import inbox as deadlines
from staff.exchange import inbox as exchange
from staff.file_reviews import inbox as file_reviews
from staff.funds import inbox as funds
from staff.inbox.rows import SOURCES
from staff.messaging import inbox as messaging
from staff.notices import inbox as notices
from staff.orders import inbox as orders
from staff.people import inbox as people
from staff.prepaid import inbox as prepaid
from staff.rules import inbox as rules
from staff.seals import inbox as seals
from staff.serving import inbox as serving
from staff.supervision import inbox as supervision
from staff.transfers import inbox as transfers
from staff.visits import inbox as visits

SOURCES += [
    notices.work,
    orders.work,
    prepaid.work,
    visits.work,
    assignments.work,
    people.work,
    campaigns.work,
    cases.work,
    deadlines.work,
    file_reviews.work,
    seals.work,
    rules.work,
    serving.work,
    supervision.work,
    transfers.work,
    funds.work,
    messaging.work,
    exchange.work,
]
