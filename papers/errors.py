"""What papers refuses. The codes are a promise (docs/errors.md)."""

from common.errors import Refusal


class FormFileBroken(Refusal):
    """A form's file cannot be read, or says something the engine does not know."""

    code = "form_file_broken"
    http_status = 500
    message = "文书格式文件“{file}”有误（{why}），请运维人员改正后再试。"


class FormMissing(Refusal):
    """There is no such form on that day."""

    code = "form_missing"
    http_status = 404
    message = "{on}没有代码为“{form}”的文书格式，请检查文书种类和日期。"


class PaperNeedsItsThing(Refusal):
    """The form exists only inside a thing, such as a case, and was to be made out alone."""

    code = "paper_needs_its_thing"
    message = "《{form}》只能在{thing}中制作，请从{thing}起草。"


class PaperFactsMissing(Refusal):
    """Facts that the form must state are not there; all of them are named at once."""

    code = "paper_facts_missing"
    http_status = 422
    message = "《{title}》还缺少：{missing}；请补齐后再批准。"


class PaperFactWrong(Refusal):
    """A fact has another shape than its field: no day, no whole fen, an unknown key."""

    code = "paper_fact_wrong"
    http_status = 422
    message = "《{title}》的“{label}”{why}，请改正后再保存。"


class BasisNotQuotable(Refusal):
    """A basis on a paper was not taken from the catalogue, or says something else than its row."""

    code = "basis_not_from_catalogue"
    http_status = 422
    message = "《{title}》引用的“{citation}”与规则目录不一致，请从目录中重新选择依据。"


class PenaltyInPaper(Refusal):
    """An order to correct may not speak of a penalty."""

    code = "penalty_in_paper"
    http_status = 422
    message = "《{title}》是责令改正的文书，不能写入处罚内容；请删去“{words}”后再试。"


class PaperNotDraft(Refusal):
    """The facts of a paper can be changed only while it is a draft."""

    code = "paper_not_draft"
    message = "{paper}现在是“{state}”，内容不能再改；有误的，请另制一份替代它。"


class PaperNumberWrong(Refusal):
    """The county's pattern lacks the year or the serial, or repeats a number."""

    code = "paper_number_wrong"
    message = "文号格式“{pattern}”{why}；请管理员在参数中改正后再批准。"


class PaperDayWrong(Refusal):
    """The day of approval lies before the draft, or before the last number of its class."""

    code = "paper_day_wrong"
    message = "{day}不能作为文书日期：{why}；请核对系统时间后再批准。"


class PaperNotSupersedable(Refusal):
    """Only a paper that stands can be replaced, and only by one other paper."""

    code = "paper_not_supersedable"
    message = "{paper}不能由另一份文书替代：{why}。"


class PaperReasonMissing(Refusal):
    """Voiding and replacing want a reason."""

    code = "paper_reason_missing"
    http_status = 422
    message = "请写明{action}的理由。"


class PaperNotPrinted(Refusal):
    """Nothing of a paper can be shown before it was approved."""

    code = "paper_not_printed"
    message = "{paper}尚未批准，没有可以公开的文本。"


class WordingWrong(Refusal):
    """A county's wording of a paragraph cannot be printed, or drops what must be said."""

    code = "form_wording_wrong"
    http_status = 422
    message = "《{form}》{paragraph}的表述不能采用：{why}。"


class WordingBySamePerson(Refusal):
    """Whoever proposed words for a form does not take them."""

    code = "wording_by_same_person"
    message = "{proposal}由您本人提出，须由另一名有权的人员采用。"
