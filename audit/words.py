"""What a check of history says, in sentences for the person who must act on them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from audit.heads import Head
from audit.models import AuditSeal
from common.clock import CHINA

_NAMES = {
    "id": "编号",
    "kind": "事项",
    "at": "发生时间",
    "actor_id": "经办人编号",
    "actor_name": "经办人",
    "actor_role": "经办人角色",
    "object_type": "对象类别",
    "object_id": "对象编号",
    "object_label": "对象名称",
    "before": "变更前状态",
    "after": "变更后状态",
    "facts": "事实",
    "request_id": "请求编号",
    "written_at": "写入时间",
    "stamp": "印记",
}


def _moment(at: datetime) -> str:
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"


def _event(row: dict[str, Any]) -> str:
    return f"事件 {row['id']}（{row['kind']}，{_moment(row['at'])}）"


def row_touched(seal: AuditSeal, row: dict[str, Any], differing: list[str]) -> str:
    what = "、".join(_NAMES.get(name, name) for name in differing) or "内容"
    return f"第 {seal.position} 位，{_event(row)}：封存后被改动，与封存时不一致的是：{what}。"


def row_missing(seal: AuditSeal) -> str:
    return (
        f"第 {seal.position} 位，事件 {seal.event_id}（{_moment(seal.sealed_at)} 封存）："
        "已不在历史表中，封存后被删除。"
    )


def seals_missing(first: int, last: int) -> str:
    which = f"第 {first} 位" if first == last else f"第 {first} 位至第 {last} 位"
    return f"{which}：封存记录被删除，链在此断开。"


def seal_touched(seal: AuditSeal, row: dict[str, Any]) -> str:
    return f"第 {seal.position} 位，{_event(row)}：封存记录被改动、插入或者调换，与前一位接不上。"


def format_unknown(seal: AuditSeal) -> str:
    return (
        f"第 {seal.position} 位：封存格式 {seal.format} 不为本版本所知，"
        "可能由更新的版本写入，或者封存记录被改动。"
    )


def row_added(row: dict[str, Any], seal: AuditSeal | None) -> str:
    where = f"第 {seal.position} 位，" if seal else "尚未封存的"
    return f"{where}{_event(row)}：与系统写入时加盖的印记不符，是绕过系统添加或者改写的。"


def row_unsealed(row: dict[str, Any]) -> str:
    return (
        f"尚未封存的{_event(row)}：写入于 {_moment(row['written_at'])}，至今没有封存；"
        "请检查定时任务是否在运行，运行 script/manage seal_history 后再核验。"
    )


def rows_copied(keys: list[int]) -> str:
    return (
        f"事件 {'、'.join(map(str, keys))} 的印记相同：其中只有一条由系统写入，其余是复制添加的。"
    )


def key_missing(name: str, count: int) -> str:
    return (
        f"有 {count} 条记录的印记由密钥 {name} 加盖，而这把密钥不在 YUJIAN_HISTORY_KEYS 中，"
        "无法核对；请找回这把密钥并加入设置后再核验。"
    )


def head_differs(head: Head, since: int) -> str:
    return (
        f"库外链头（{head.place}，{_moment(head.at)}）记下的第 {head.position} 位与库中不符："
        f"第 {since + 1} 位至第 {head.position} 位之间的历史在封存之后被整段改写。"
    )


def head_ahead(head: Head, position: int) -> str:
    return (
        f"库外链头（{head.place}，{_moment(head.at)}）已到第 {head.position} 位，"
        f"库中只到第 {position} 位：链尾被删除，或者数据库恢复到了较早的时点。"
        "如确系恢复，请用 verify_history --accept-restore 写明原因，此后的核验不再以此为问题。"
    )


def head_unreadable(place: str) -> str:
    return f"库外链头文件 {place}无法读取，已略过；断电可能留下写了一半的行。"


def went_back(head: Head) -> str:
    return f"{_moment(head.at)} 曾恢复到第 {head.position} 位，原因：{head.note}。"


def no_heads() -> str:
    return "没有库外链头可以比对：整条链被重写时将看不出来，请检查 YUJIAN_HEADS_DIR。"


def head_file_stamp_wrong(name: str, reason: str) -> str:
    return f"库外链头文件 {name} 的时间戳核验不通过：{reason}；文件在盖戳之后可能被改动。"


def head_stamps_unchecked(count: int) -> str:
    return f"有 {count} 份库外链头文件带有时间戳，但没有设置 YUJIAN_TSA_ROOTS，未予核验。"


def head_stamps(count: int, latest: datetime) -> str:
    return f"{count} 份库外链头文件的时间戳核验通过，最近一次盖于 {_moment(latest)}。"
