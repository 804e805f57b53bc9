"""How often one address may ask for a public page, in requests a minute (common/limits.py)."""

from config import env

_PER_MINUTE = {
    "verify": 60,  # a clerk who checks a pile of papers, not somebody who tries every code
    "verify_file": 12,  # each costs a tenth of a second, where a look at a number costs nothing
    "sign_in": 30,  # a whole bureau signs in from one address at half past eight
    "welcome": 20,
    "token": 60,  # a machine needs one an hour; somebody who guesses secrets needs all of time
    "partner_docs": 120,
    "rectify": 30,  # a report with its photos on a line that breaks is sent more than once
}
YUJIAN_RATES = _PER_MINUTE | {
    name: int(value) for name, value in env.pairs("YUJIAN_RATES", tuple(_PER_MINUTE)).items()
}
