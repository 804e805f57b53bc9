"""The manual of an open package: what is in it, how to read it, how to check it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from operations.keeping.dictionary import LEFT_OUT_TABLES, Column, Table

_HEAD = """\
# {name}（{code}）资料包

导出时刻：{at}（协调世界时）。软件版本：育监 {release}。
本包是该县在“育监”系统中的全部业务资料，所有表取自同一时刻，不依赖任何专用软件即可阅读。

## 目录

| 名称 | 内容 |
|---|---|
| `README.md` | 本说明 |
| `tables/表名.csv` | 每张数据表一个文件，首行是列名 |
| `files/` | 存档文件（照片、文书、回证等）原件，文件名是内容的 SHA-256 校验值 |
| `schema.json` | 各表各列的名称、类型、取值，供程序读取 |
| `manifest.json` | 导出时刻、版本、每张表的行数和校验和 |
| `SHA256SUMS` | 本包每个文件的 SHA-256 校验值 |

## 核对

解压后在本包目录中运行下列命令，每行显示“OK”或“成功”即为完好：

    sha256sum -c SHA256SUMS

Windows 可用 `certutil -hashfile 文件名 SHA256` 逐个核对。

## 阅读

- 编码是 UTF-8，列以逗号分隔，格式遵循 RFC 4180。两个逗号之间什么都没有表示“无值”，一对引号
  （`""`）表示空文字。`t` 和 `f` 是“是”和“否”。
- 时间带时区（`+00` 是协调世界时，北京时间须加 8 小时）。金额的单位是分。
- 坐标列是 EWKB 十六进制文字（WGS 84），可用 PostGIS、QGIS、GDAL 读取。
- 用电子表格打开时，请以“文本”格式导入各列，否则长编号会被改写，以“=”开头的文字会被当作公式。
- 文件原名、类型和大小见 `documents_storedfile.csv`，其 `sha256` 列就是 `files/` 中的文件名
  （存放在以前两位命名的子目录中）。文书的文字内容同时以结构化形式保存在文书表中。

## 注意

- **个人信息**：本包含有举办者、从业人员的姓名和电话，可能含有未成年人的个人信息（如照片、投诉内容）。
  依照个人信息保护法，不满十四周岁未成年人的个人信息是敏感个人信息。只可交给有权接收的机关，
  加密保存和传递，并登记经手人。
- **未导出的内容**：{left_out}。
- **加密的字段**：在系统中加密保存的字段以密文导出，密钥不在本包中；需要明文的，须在系统关闭前由本县
  取得。密文不影响其余内容的阅读。

## 各表
"""


def manual(facts: Mapping[str, str], tables: Mapping[str, tuple[Table, int]]) -> Iterator[str]:
    """The text in pieces. ``facts``: name, code, at, release; each table with its rows."""
    left_out = [f"{name}（{why}）" for name, why in LEFT_OUT_TABLES.items()]
    left_out += [
        f"{table.name} 表的 {'、'.join(table.left_out)}（登录凭据）"
        for table, _ in tables.values()
        if table.left_out
    ]
    yield _HEAD.format(left_out="；".join(left_out), **facts)
    for table, rows in tables.values():
        yield f"\n### {table.name} {table.label}（{rows}行）\n\n| 列 | 含义 | 类型 | 取值或说明 |\n|---|---|---|---|\n"
        yield from map(_line, table.columns)


def _line(column: Column) -> str:
    words = [f"{value}＝{label}" for value, label in column.choices]
    if column.points_at:
        words.append(f"指向 {column.points_at}")
    if column.hint:
        words.append(column.hint)
    explained = "；".join(words).replace("|", "／").replace("\n", " ")
    return f"| {column.name} | {column.label} | {column.kind} | {explained} |\n"
