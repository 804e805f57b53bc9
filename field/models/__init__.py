"""The tables of the field, one module per noun."""

from field.models.chains import Chain, FieldEntry, FieldRecord
from field.models.devices import ClockReading, Device

__all__ = ["Chain", "ClockReading", "Device", "FieldEntry", "FieldRecord"]
