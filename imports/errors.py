from common.errors import Refusal


class ListUnreadable(Refusal):
    """The file cannot be read as a workbook, or asks for a password."""

    code = "list_unreadable"
    http_status = 422
    message = "文件“{name}”不是可读的Excel文件，或设有密码，请用Excel或WPS另存为.xlsx后再上传。"


class ListTooWide(Refusal):
    """Reading the workbook needs more memory or time than one list may have."""

    code = "list_too_wide"
    http_status = 422
    message = (
        "文件“{name}”的表格范围过大，无法读取。请把名单复制到新建的空白表格中另存，"
        "或删除末尾多余的空行空列后再上传。"
    )


class ListTooLong(Refusal):
    """The list has more rows than one import may have."""

    code = "list_too_long"
    http_status = 422
    message = "工作表“{sheet}”有{rows}行，一次最多导入{limit}行，请分成几个文件上传。"


class ListWithoutHead(Refusal):
    """In no sheet was a row found that names the columns a list must have."""

    code = "list_without_head"
    http_status = 422
    message = "没有找到表头。{what}名单的表头须有{wanted}等列，请对照模板检查后再上传。"


class ListStale(Refusal):
    """What a row was compared with changed between preview and import."""

    code = "list_stale"
    message = "{thing}在预览之后已被修改，本行没有导入，请重新上传核对。"


class ListWithoutRows(Refusal):
    """Nothing in the list can be taken or would change anything."""

    code = "list_without_rows"
    message = "这份名单没有可以导入的行。"
