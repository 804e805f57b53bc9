"""The rooms whose things have deadlines. Loaded with the page, so that the registry is filled."""

from staff.deadlines.things import RESOLVERS, Resolver

# A room adds its own: from staff.cases import deadlines as cases; ROOMS = [cases.things].
ROOMS: list[Resolver] = []

RESOLVERS += ROOMS
