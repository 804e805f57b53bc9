"""The refusals of this app."""

from common.errors import Refusal


class FigureDeclaredBefore(Refusal):
    """The same figure was declared before with another value; declared figures are kept."""

    code = "figure_declared_before"
    message = "“{key}”已填报为{value}，填报数据不能改写，请先与填报人核对。"
