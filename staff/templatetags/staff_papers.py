"""What previews of papers need."""

from django import template

register = template.Library()

_DIGITS = "零一二三四五六七八九"
_TEN = 10
_HUNDRED = 100


@register.filter
def chinese_numeral(number: int) -> str:
    """1 to 99 as 一 to 九十九, as findings are counted on paper; larger ones stay Arabic."""
    tens, ones = divmod(number, _TEN)
    if not 0 < number < _HUNDRED:
        return str(number)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")
