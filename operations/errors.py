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
