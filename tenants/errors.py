"""The refusals of this app."""

from common.errors import Refusal


class NoCounty(Refusal):
    """Something that belongs to a county was asked for outside any county."""

    code = "no_county"
    message = "{what}必须在某个县的范围内进行，请用县的域名访问，或给命令加上 --county 代码。"


class WrongCounty(Refusal):
    """A row read in one county was about to be used in another."""

    code = "wrong_county"
    message = "{thing}属于另一个县（{own}），不能在本县（{here}）使用。"


class UnknownCounty(Refusal):
    """No county has this code or address."""

    code = "unknown_county"
    http_status = 404
    message = "没有代码或域名为“{code}”的县，请核对后再试。"


class CountyNotOpen(Refusal):
    """The county is being prepared or was closed."""

    code = "county_not_open"
    http_status = 503
    message = "{county}尚未开通或已经关闭，请联系平台运维人员。"


class CountyBeingUpgraded(Refusal):
    """The county's tables lack what this code needs; it waits until they are migrated."""

    code = "county_being_upgraded"
    http_status = 503
    message = "{county}的数据结构正在升级，请过几分钟再试；刚才的操作没有保存。"


class MigrationUnderWay(Refusal):
    """Another process migrates counties; two at once would stand in each other's way."""

    code = "migration_under_way"
    message = "另一个进程正在升级各县的数据结构，请等它结束后再运行；本次没有作任何改动。"


class SessionsShared(Refusal):
    """The connection to the database goes through a pooler that shares sessions."""

    code = "sessions_shared"
    http_status = 503
    message = (
        "数据库连接经过了在客户端之间共用会话的连接池（如 PgBouncer 的 transaction 模式），"
        "一个县可能读到另一个县的数据，因此不能启动；请直连数据库，或将连接池改为 session 模式。"
    )


class CountyClosed(Refusal):
    """The county was closed; its pages do not come back by waiting."""

    code = "county_closed"
    http_status = 410
    message = "{county}的系统已经关闭，不再提供页面。需要查阅资料，请联系平台运维人员。"


class CountyExists(Refusal):
    """A county with this code or address was opened before."""

    code = "county_exists"
    message = "代码“{code}”或域名“{domain}”已经开通过，未作任何改动。"


class UnknownDivision(Refusal):
    """The code is not in the published list of county-level units."""

    code = "unknown_division"
    http_status = 422
    message = "行政区划数据中没有代码“{code}”的边界，请核对 GB/T 2260 代码。"


class ContextStackForbidden(RuntimeError):
    """``with county:`` shares its stack between threads; use tenant_context(county)."""


class DatabaseAway(Refusal):
    """The database is being restarted or cannot be reached (handler500)."""

    code = "database_away"
    http_status = 503
    message = "数据库暂时连接不上，这一步没有得到确认；请稍等片刻，刷新页面核对后再做一次。"


class DatabaseBusy(Refusal):
    """The database gave up waiting for a lock or a long statement (handler500)."""

    code = "database_busy"
    http_status = 503
    message = "同时操作的人较多，这一步没有完成；请稍等片刻再做一次。"


class DatabaseReadOnly(Refusal):
    """The database takes no changes for now (handler500)."""

    code = "database_read_only"
    http_status = 503
    message = "数据库暂时只能查看、不能修改，这一步没有完成；请稍后再做，或联系平台运维人员。"


class DiskFull(Refusal):
    """The server's disk has no room left for a file or a row."""

    code = "disk_full"
    http_status = 503
    message = "服务器磁盘已满，没有保存任何内容；请联系平台运维人员清理后再做一次。"


class WorkGone(Refusal):
    """A task that was set aside was taken up or given up meanwhile."""

    code = "work_gone"
    http_status = 404
    message = "没有找到这项搁置的任务，可能已被重试或放弃，请刷新页面。"
