"""Bank statements as files: bytes in, lines out. Touches no database."""

from __future__ import annotations

from funds.statements.layouts import Layout, layouts
from funds.statements.lines import Line, Statement
from funds.statements.reading import read_statement

__all__ = ["Layout", "Line", "Statement", "layouts", "read_statement"]
