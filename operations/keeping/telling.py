"""What the commands of keeping tell an operator, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from operations.keeping.exporting import Export
from operations.keeping.figures import Difference
from operations.keeping.manifest import Manifest
from operations.keeping.restoring_county import Beside


def told(manifest: Manifest, place: Path) -> Iterator[str]:
    """What is in a back-up, and which files were damaged before it was made."""
    rows = sum(int(rows) for one in manifest.schemas.values() for rows, _ in one.tables.values())
    files = sum(one.files for one in manifest.schemas.values())
    yield (
        f"{place}：{manifest.at}，版本 {manifest.release}，{len(manifest.counties)}个县、"
        f"{rows}行、{files}个存档文件。"
    )
    for name in manifest.damaged_files:
        yield f"注意：存档文件在备份前已经缺失或损坏，备份中没有它：{name}"
    if manifest.kind == "whole":
        yield "密钥和口令不在备份中，须另行保管（见 docs/runbooks/back-up-and-restore.md）。"


def compared(beside: Beside) -> Iterator[str]:
    """How a restored county differs from the living one, and what to type next."""
    yield f"已恢复到 {beside.schema}，与备份时的数字一致；{beside.files}个存档文件已就位。"
    if not beside.is_here:
        yield "本服务器还没有这个县。"
    elif not beside.differences:
        yield "与现有内容逐表相同。"
    else:
        yield from map(_line, beside.differences)
    yield f"启用：restore_county --from 备份 --put-in-place {beside.schema}"
    yield f"放弃：drop_apart {beside.schema}"


def _line(one: Difference) -> str:
    head = f"{one.table}：现有{one.living_rows}行，备份{one.kept_rows}行"
    if one.changed is None:
        return f"{head}；表的结构不同，未逐行比较。"
    return f"{head}；仅现有{one.only_living}行，仅备份{one.only_kept}行，内容不同{one.changed}行。"


def exported(export: Export, place: Path) -> Iterator[str]:
    """What an open package holds, and how it is checked."""
    yield (
        f"{place}：{export.name}（{export.code}），{len(export.tables)}张表、{export.rows}行、"
        f"{export.files}个存档文件。"
    )
    for name in export.missing_files:
        yield f"注意：存档文件缺失或损坏：{name}"
    yield "解压后用 sha256sum -c SHA256SUMS 核对，说明见包内 README.md。"
