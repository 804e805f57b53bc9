"""What the rules refuse, in sentences."""

from common.errors import Refusal


class ArticleNotConfirmed(Refusal):
    """A paper would print an article whose number nobody has checked."""

    code = "article_not_confirmed"
    message = (
        "{article}（目录项{item}）的条文号尚未核实，不能印在文书上；"
        "请有权限的管理员对照正式文本确认后再引用。"
    )


class LawNotInForce(Refusal):
    """A paper would cite law that was not in force on the day of the act."""

    code = "law_not_in_force"
    message = "{article}（目录项{item}）在{on}尚未施行或者已经失效；请改为引用该日有效的规定。"


class CatalogueItemMissing(Refusal):
    """The catalogue has no row of this code that holds on the day asked for."""

    code = "catalogue_item_missing"
    message = "目录中没有在{on}有效的条目{item}；请先载入包含该条目的目录，或者选用其他条目。"


class ArticleNeedsNoConfirmation(Refusal):
    """The article was checked against its source, or somebody has confirmed it already."""

    code = "article_needs_no_confirmation"
    message = "{article}（目录项{item}）已经可以引用（{why}），无须再次确认。"


class ArticleStillOpen(Refusal):
    """The catalogue leaves open which of several articles it is, so there is nothing to confirm."""

    code = "article_still_open"
    message = (
        "目录项{item}的条文号“{article}”尚未确定为哪一条，不能确认；请先载入写明条文号的新版目录。"
    )


class ConfirmationNoteMissing(Refusal):
    """An article is to be confirmed without saying which official text was read."""

    code = "confirmation_note_missing"
    http_status = 422
    message = "确认{item}的条文号时没有说明依据；请写明核对的是哪一份正式文本。"


class CatalogueFileBroken(Refusal):
    """A catalogue file cannot be read, or a row of it lacks something or says something odd."""

    code = "catalogue_file_broken"
    http_status = 422
    message = "目录文件{file}的{where}有误：{why}；请改正文件后重新载入，本次没有写入任何内容。"


class CatalogueConflict(Refusal):
    """A catalogue file says something else about a row already loaded, without a newer edition."""

    code = "catalogue_conflict"
    message = (
        "目录文件中的{item}与已载入的内容不一致，而其版本日期{edition}不晚于已载入行的起始日"
        "{valid_from}；请为改动的目录写上更新的版本日期，本次没有写入任何内容。"
    )


class LawConflict(Refusal):
    """A catalogue file describes a loaded law differently; a law's version never changes."""

    code = "law_conflict"
    message = "目录文件中的法规{item}与已载入的内容不一致；法规有修订时请另起一个代码，本次没有写入任何内容。"


class CalendarYearUnknown(Refusal):
    """The holiday notice of a year is not published, or not in the installed package."""

    code = "calendar_year_unknown"
    message = "{year}年的节假日安排尚未公布或者尚未收录；请在国务院办公厅公布并更新软件包后再载入。"


class CalendarYearLoaded(Refusal):
    """The year's days are known; a second notice for it cannot be entered as a whole."""

    code = "calendar_year_loaded"
    message = "{year}年的工作日历已经载入，不能整年重录；个别日期有调整的，请逐日修改。"


class ParameterMissing(Refusal):
    """No value of a parameter holds on the day asked for."""

    code = "parameter_missing"
    message = "参数{key}在{on}没有有效的取值；请管理员为该日之前的日期设定这一参数。"


class ParameterUnknown(Refusal):
    """A value is to be set for a key that no part of the software reads."""

    code = "parameter_unknown"
    http_status = 422
    message = "没有名为{key}的参数；请从参数表中选择。"


class ParameterFixedByLaw(Refusal):
    """A county wants to change a number that the law fixes."""

    code = "parameter_fixed_by_law"
    message = "参数{key}（{label}）由法律法规规定，县级不能改动；法规修订后请载入新版目录。"


class ParameterAlreadySet(Refusal):
    """The key already begins a value on that day; rows are never overwritten."""

    code = "parameter_already_set"
    message = "参数{key}在{valid_from}已经有取值，不能覆盖；请另选一个起始日期。"


class ParameterValueWrong(Refusal):
    """The value is not of the sort that the parameter needs."""

    code = "parameter_value_wrong"
    http_status = 422
    message = "参数{key}的取值不合要求：{why}；请改正后再保存。"


class PackageUnreadable(Refusal):
    """What was sent is no law package, or not a whole one."""

    code = "package_unreadable"
    http_status = 422
    message = "这不是完整的规则包：{why}；请向发布机关重新索取，本次没有载入任何内容。"


class PackageChecksumWrong(Refusal):
    """A file in the package was changed after it was issued."""

    code = "package_checksum_wrong"
    http_status = 422
    message = (
        "规则包中{file}的校验值不符，内容可能被改动过；请向发布机关重新索取，本次没有载入任何内容。"
    )


class PackageKindUnknown(Refusal):
    """The package holds rows of a kind that this release does not know."""

    code = "package_kind_unknown"
    http_status = 422
    message = "规则包中的{kind}是本系统不认识的种类（认识的有：{known}）；请先升级系统，本次没有载入任何内容。"


class PackageRowWrong(Refusal):
    """A row of the package lacks something, or says something that cannot be."""

    code = "package_row_wrong"
    http_status = 422
    message = "规则包{kind}中的{item}有误：{why}；请发布机关改正后重新发布，本次没有载入任何内容。"


class PackageRowsOverlap(Refusal):
    """Two rows of one thing hold on the same day."""

    code = "package_rows_overlap"
    http_status = 422
    message = "规则包{kind}中的{first}和{second}有效期间重叠；请发布机关改正后重新发布，本次没有载入任何内容。"


class PackageTakenBefore(Refusal):
    """The same package was taken already; sending it again would change nothing."""

    code = "package_taken_before"
    message = "规则包“{name}”已经载入，无须再次上传。"


class RowsHoldAlready(Refusal):
    """A row would hold on days on which another row about the same thing holds."""

    code = "rows_hold_already"
    message = (
        "{item}在{since}起的日期里已经有另一条在有效期内；请先终止原来的一条，或者另选起始日期。"
    )


class RowEndedAlready(Refusal):
    """A row is to be ended on a day on which it does not hold any more, or not yet."""

    code = "row_ended_already"
    message = "{item}的有效期是{since}至{until}，不能终止于{on}；请在有效期内选择最后有效日。"


class RowIsCatalogue(Refusal):
    """A line of the law's own range is to be ended by hand; it changes with the catalogue."""

    code = "row_is_catalogue"
    message = "{item}是随目录或者规则包载入的，不能手工终止；法规修订后请载入新版目录或者规则包。"


class RangeWrong(Refusal):
    """A benchmark line is not well made, or goes beyond the law's range."""

    code = "range_wrong"
    http_status = 422
    message = "裁量基准{item}不合要求：{why}；请改正后再保存。"


class PowerHolderWrong(Refusal):
    """A holder of a power cannot be entered as it was written."""

    code = "power_holder_wrong"
    http_status = 422
    message = "处罚权主体（{item}）不合要求：{why}；请改正后再保存。"
