"""The texts of forms: Django's template language over a form's own facts, and nothing else.

No tags beyond if, for and with; no file, no setting, no database can be reached from a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.template import Context, Engine, Template
from django.template.base import Lexer, TokenType
from django.template.exceptions import TemplateSyntaxError

from common.penalty_words import penalty_words_in
from papers.catalogue import Form

# Where one can object and for how long: decisions and orders say it (Penalty Law arts. 44, 59 [S1]).
REMEDY_WORDS = {
    "government": "行政复议机关",
    "court": "人民法院",
    "reconsideration_days": "申请行政复议的期限",
    "litigation_months": "提起行政诉讼的期限",
    "litigation_after_review_days": "行政复议后提起行政诉讼的期限",
}
ISSUER_WORDS = {
    "organ": "本机关名称",
    "county": "本县名称",
    **REMEDY_WORDS,
    "contact_address": "本机关联系地址",
    "contact_phone": "本机关联系电话",
    "title": "文书标题",
    "number": "文号",
    "date": "文书日期",
}
ENGINE_WORDS = (*ISSUER_WORDS, "old", "forloop")
_ENGINE = Engine(autoescape=False, string_if_invalid="")
_TAGS = ("if", "elif", "else", "endif", "for", "empty", "endfor", "with", "endwith")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_NAME = re.compile(r"(?<![\w.|:])[A-Za-z_]\w*")
_NO_NAMES = {"if", "elif", "and", "or", "not", "in", "is", "for", "with", "as", "True", "False"}
_ARTICLE = re.compile(r"第[一二三四五六七八九十百零〇\d]+条")


def render_text(text: str, values: dict[str, Any]) -> str:
    """A text with its variables filled in; empty lines fall away."""
    told = _compiled(text).render(Context(values, autoescape=False))
    lines = (line.strip() for line in told.splitlines())
    return "\n".join(line for line in lines if line)


def text_problem(form: Form) -> str:
    """The first thing wrong with a form's own texts; empty when all can be printed."""
    for part in (*form.text, *form.receipt):
        if why := paragraph_problem(form, part.text):
            return f"{part.key}段{why}"
    keys = [part.key for part in form.text]
    return "段落的key重复" if len(set(keys)) < len(keys) else ""


def paragraph_problem(form: Form, text: str) -> str:
    """What is wrong with one paragraph: syntax, an unknown word, an article, a penalty."""
    try:
        _compiled(text)
        names = names_in(text)
    except TemplateSyntaxError as error:
        return f"不是有效的模板（{error}）"
    if unknown := sorted(names - known_words(form)):
        return f"用了本文书没有的字段{'、'.join(unknown)}"
    if _ARTICLE.search(text):
        return "写了条文号，条文只能由依据字段写入"
    if form.forbids == "penalty" and (words := penalty_words_in(text)):
        return f"含有处罚字样“{'”“'.join(words)}”"
    return ""


def known_words(form: Form) -> set[str]:
    """Every word a text of this form may use."""
    keys = {field.key for field in form.fields}
    money = {field.key for field in form.fields if field.kind == "money"}
    return {*ENGINE_WORDS, *keys, *(f"{key}_short" for key in money)}


def names_in(text: str) -> set[str]:
    """The words that a text asks for, without those that it makes itself."""
    asked: set[str] = set()
    made: set[str] = set()
    for token in _compiled_tokens(text):
        if token.token_type == TokenType.VAR:
            asked |= _names([token.contents.partition("|")[0]])
        elif token.token_type == TokenType.BLOCK:
            tag, _, rest = token.contents.partition(" ")
            if tag not in _TAGS:
                raise TemplateSyntaxError(f"不能使用标签{tag}")
            if tag == "for":
                loops, _, rest = rest.partition(" in ")
                made |= {name.strip() for name in loops.split(",")}
            if tag == "with":
                made |= set(re.findall(r"(\w+)\s*=", rest))
                rest = re.sub(r"\w+\s*=", " ", rest)
            asked |= _names([rest])
    return asked - made


def _names(pieces: Iterable[str]) -> set[str]:
    found = {name for piece in pieces for name in _NAME.findall(_QUOTED.sub("", piece))}
    return found - _NO_NAMES


def _compiled(text: str) -> Template:
    return Template(text, engine=_ENGINE)


def _compiled_tokens(text: str) -> list[Any]:
    return list(Lexer(text).tokenize())
