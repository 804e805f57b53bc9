"""The same visit and phones as in the tests of the field."""

from tests.field.conftest import head, officers, parameters, phone, phone_of, visit

__all__ = ["head", "officers", "parameters", "phone", "phone_of", "visit"]
