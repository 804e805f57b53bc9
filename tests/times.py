"""Moments that tests share."""

from datetime import date

from common.clock import at_noon

DAY = date(2021, 11, 10)
NOON = at_noon(DAY)
