"""The rooms whose things have deadlines. Loaded with the page, so that the registry is filled."""

from staff.assignments import deadlines as assignments
from staff.cases import deadlines as cases
from staff.deadlines.things import RESOLVERS, Resolver
from staff.transfers import deadlines as transfers

# A room adds its own here.
ROOMS: list[Resolver] = [cases.things, assignments.things, transfers.things]

RESOLVERS += ROOMS
