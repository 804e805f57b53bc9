"""The refusals of the operators' desk."""

from common.errors import Refusal


class CampaignFileOdd(Refusal):
    """A campaign file does not say what a replay needs; it names the line and what is wrong."""

    code = "campaign_file_odd"
    http_status = 422
    message = "行动文件第{line}行不能使用：{reason}。没有写入任何数据，请改正后重新回放。"


class PapersNotPrinted(Refusal):
    """A replay cannot serve papers that could not be printed; run again, it goes on."""

    code = "papers_not_printed"
    message = "{campaign}有{count}份文书没有印出：{why}。改正后重新运行同一命令即可继续。"


class NobodyToAct(Refusal):
    """The county has no administrators who could appoint the people of a replay."""

    code = "nobody_to_act"
    message = "{county}没有在用的系统管理员或安全管理员；请先用 appoint_administrators 指定。"


class PortInvalid(Refusal):
    """The port of the demonstration's addresses is not a port."""

    code = "port_invalid"
    http_status = 422
    message = "端口“{port}”不是 1 到 65535 之间的整数。"


class PlaceTaken(Refusal):
    """The folder or file of a back-up or export exists already; nothing is written over."""

    code = "place_taken"
    message = "“{place}”已经存在，不会覆盖。请换一个名称，或先移走原有内容。"


class NoRoom(Refusal):
    """The disk had no room for a back-up or export."""

    code = "no_room"
    http_status = 507
    message = "写入“{place}”时存储空间不足，没有留下不完整的内容。请腾出空间后重新运行。"


class BackupIncomplete(Refusal):
    """The folder is no finished back-up: its list of checksums is missing."""

    code = "backup_incomplete"
    http_status = 422
    message = "“{place}”不是完整的备份（没有校验值清单）。请改用已完成的备份。"


class BackupDamaged(Refusal):
    """A part of a back-up or export is gone or altered."""

    code = "backup_damaged"
    http_status = 422
    message = "“{place}”中的“{part}”缺失或与校验值不符，没有使用其中任何内容。请改用另一份备份。"


class BackupForeign(Refusal):
    """The manifest cannot be read, or a later release wrote it."""

    code = "backup_foreign"
    http_status = 422
    message = (
        "“{place}”的清单不是本软件可读的格式，可能由更新的版本写成。请用相同或更新的版本恢复。"
    )


class CountyNotInBackup(Refusal):
    """The back-up does not hold this county."""

    code = "county_not_in_backup"
    http_status = 404
    message = "这份备份中没有代码为“{code}”的县，请核对代码或改用另一份备份。"


class CountyUnnamed(Refusal):
    """The back-up holds several counties and none was named."""

    code = "county_unnamed"
    http_status = 422
    message = "“{place}”不是只含一个县的备份，请写明要恢复的县的代码。"


class PlaceLiving(Refusal):
    """Everything is restored only into an empty database."""

    code = "place_living"
    message = "数据库“{database}”已有内容，整体恢复只能写入空数据库。没有改动任何内容。"


class RestoredUnlike(Refusal):
    """What was restored does not equal the figures of its back-up."""

    code = "restored_unlike"
    message = "{schema}恢复后与备份时的数字不一致：{tables}。请勿启用，改用另一份备份重新恢复。"


class ReleaseNewer(Refusal):
    """The back-up was made by a later release than this one."""

    code = "release_newer"
    message = "备份含有本版本没有的数据结构（{migration}）。请先把本服务器升级到备份时的版本。"


class SchemaNotApart(Refusal):
    """The name is not that of a schema that was restored or set aside here."""

    code = "schema_not_apart"
    http_status = 404
    message = "“{schema}”不是本数据库中已恢复或已搁置的数据区，没有改动任何内容。请核对名称。"


class CountyBusy(Refusal):
    """Somebody was writing in the county for longer than the exchange waits."""

    code = "county_busy"
    http_status = 503
    message = "{county}正有写入操作，等候超时，没有改动任何内容。请稍后重新运行。"


class ToolFailed(Refusal):
    """A program of PostgreSQL gave up or is not installed; the sentence holds its last words."""

    code = "tool_failed"
    http_status = 503
    message = "“{tool}”没有完成：{why}。没有留下不完整的内容，排除原因后重新运行。"


class CountyStillOpen(Refusal):
    """Only a closed county is removed."""

    code = "county_still_open"
    message = "{county}尚未关闭，不能移除。请先用 close_county 关闭并导出。"


class ExportOutdated(Refusal):
    """The package does not hold what the county holds now."""

    code = "export_outdated"
    message = "资料包与{county}的现有内容不一致：{tables}。没有移除任何内容，请重新导出后再试。"


class StillToBeKept(Refusal):
    """The years of keeping have not passed and no archive took the package over."""

    code = "still_to_be_kept"
    message = (
        "{county}的资料须在本系统保留至{until}；已移交档案机构的，请写明接收机构（--handed-to）。"
    )


class FundCountyThere(Refusal):
    """The made-up month of prepaid money is loaded once; a second one would mix with it."""

    code = "fund_county_there"
    message = "{county}已经载入过预收费演示数据，没有再次载入。请换一个县，或者重新开通演示县。"


class SandboxThere(Refusal):
    """A sandbox is filled once."""

    code = "sandbox_there"
    message = "{county}已有机构数据，没有再次填充。请换一个县代码，或者先关闭并移除它。"
