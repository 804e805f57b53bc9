#!/usr/bin/env python3
"""Check a packed case file against its own manifest: nothing taken out, put in or changed.

    python3 verify_file.py package.zip [checksum]
    python3 verify_file.py folder [checksum]

``checksum`` is the one that was noted when the package was made (the SHA-256 of SHA256SUMS).
Needs Python 3.8 or later and nothing else; shares no line with the software that made the package.
"""

import hashlib
import json
import os
import re
import sys
import zipfile
import zlib

SUMS, MANIFEST = "SHA256SUMS", "manifest.json"


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def _turn(word, by):
    by %= 32
    return ((word << by) | (word >> (32 - by))) & 0xFFFFFFFF


def _mix(state, block):
    w = [int.from_bytes(block[at : at + 4], "big") for at in range(0, 64, 4)]
    for j in range(16, 68):
        x = w[j - 16] ^ w[j - 9] ^ _turn(w[j - 3], 15)
        w.append(x ^ _turn(x, 15) ^ _turn(x, 23) ^ _turn(w[j - 13], 7) ^ w[j - 6])
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        ss1 = _turn((_turn(a, 12) + e + _turn(0x79CC4519 if j < 16 else 0x7A879D8A, j)) % 2**32, 7)
        ss2 = ss1 ^ _turn(a, 12)
        ff = a ^ b ^ c if j < 16 else (a & b) | (a & c) | (b & c)
        gg = e ^ f ^ g if j < 16 else (e & f) | (~e & 0xFFFFFFFF & g)
        tt1 = (ff + d + ss2 + (w[j] ^ w[j + 4])) % 2**32
        tt2 = (gg + h + ss1 + w[j]) % 2**32
        d, c, b, a = c, _turn(b, 9), a, tt1
        h, g, f, e = g, _turn(f, 19), e, tt2 ^ _turn(tt2, 9) ^ _turn(tt2, 17)
    return [one ^ new for one, new in zip(state, (a, b, c, d, e, f, g, h))]  # noqa: B905 -- 3.8


def sm3_in_python(content):
    """GB/T 32905-2016, for a Python whose OpenSSL lacks it; slow, so only then."""
    state = [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600]
    state += [0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E]
    padded = content + b"\x80" + b"\0" * ((55 - len(content)) % 64)
    padded += (8 * len(content)).to_bytes(8, "big")
    for at in range(0, len(padded), 64):
        state = _mix(state, padded[at : at + 64])
    return "".join(f"{word:08x}" for word in state)


def sm3(content):
    try:
        return hashlib.new("sm3", content).hexdigest()
    except ValueError:
        return sm3_in_python(content)


def page_count(pdf):
    """How many pages a PDF says it has; None when it cannot be found."""
    texts = [pdf]
    for stream in re.finditer(rb"/ObjStm\b.*?stream\r?\n", pdf, re.DOTALL):
        try:
            texts.append(zlib.decompressobj().decompress(pdf[stream.end() :]))
        except zlib.error:
            continue
    roots = [
        found.group()
        for text in texts
        for found in re.finditer(
            rb"<<(?:[^<>]|<<[^<>]*>>)*/Type\s*/Pages\b(?:[^<>]|<<[^<>]*>>)*>>", text
        )
        if b"/Parent" not in found.group()
    ]
    counts = [re.search(rb"/Count\s+(\d+)", root) for root in roots]
    known = [int(count.group(1)) for count in counts if count]
    return known[-1] if known else None


def read_zip(path):
    """Names with contents, and the faults of the archive itself."""
    with zipfile.ZipFile(path) as archive:
        names = [one.filename for one in archive.infolist() if not one.is_dir()]
        twice = sorted({name for name in names if names.count(name) > 1})
        found = [f"文件名重复：{name}" for name in twice]
        contents = {}
        for one in archive.infolist():
            if one.is_dir():
                continue
            try:
                contents[one.filename] = archive.read(one)
            except (zipfile.BadZipFile, zlib.error):
                found.append(f"文件已损坏，不能读取：{one.filename}")
                contents[one.filename] = b""
        return contents, found


def read_folder(path):
    contents = {}
    for folder, _, names in os.walk(path):
        for name in names:
            whole = os.path.join(folder, name)
            with open(whole, "rb") as file:
                contents[os.path.relpath(whole, path).replace(os.sep, "/")] = file.read()
    return contents, []


def file_faults(row, content):
    """What is wrong with one file of the manifest; nothing when it is as it was packed."""
    name = row["name"]
    if content is None:
        return [f"缺少文件：{name}（{row['title']}）"]
    if sha256(content) == row["sha256"] and sm3(content) == row["sm3"]:
        return []
    pages = page_count(content)
    if pages is not None and row.get("pages") and pages != row["pages"]:
        return [f"文件被改动：{name}（{row['title']}），清单记载{row['pages']}页，现有{pages}页"]
    return [f"文件被改动：{name}（{row['title']}）"]


def sums_faults(contents):
    """Every line of SHA256SUMS against the files, and every file against the lines."""
    found, listed = [], {SUMS}
    for line in contents[SUMS].decode("utf-8").splitlines():
        digest, _, name = line.partition("  ")
        listed.add(name)
        if name in contents and sha256(contents[name]) != digest:
            found.append(f"与{SUMS}不一致：{name}")
        if name not in contents:
            found.append(f"{SUMS}列出的文件不在：{name}")
    return found + [f"多出文件：{name}" for name in sorted(contents.keys() - listed)]


def faults(contents, checksum=None):
    """What does not agree, in sentences; nothing when the package is as it was made."""
    missing = [name for name in (SUMS, MANIFEST) if name not in contents]
    if missing:
        return [f"缺少文件：{name}，无法核对" for name in missing]
    found = []
    if checksum and sha256(contents[SUMS]) != checksum.lower():
        found.append(f"{SUMS}不是制作时的那一份，现在的校验值是{sha256(contents[SUMS])}")
    try:
        rows = json.loads(contents[MANIFEST].decode("utf-8"))["files"]
        for row in rows:
            found += file_faults(row, contents.get(row["name"]))
        named = {row["name"] for row in rows}
        found += [one for one in sums_faults(contents) if one.partition("：")[2] not in named]
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        found.append(f"清单不能读取：{error!r}")
    return found


if __name__ == "__main__":
    read = read_folder if os.path.isdir(sys.argv[1]) else read_zip
    the_contents, trouble = read(sys.argv[1])
    trouble += faults(the_contents, sys.argv[2] if len(sys.argv) > 2 else None)
    sums = sha256(the_contents.get(SUMS, b""))
    print(
        "\n".join(trouble)
        or f"核对无误：{len(the_contents)}个文件与清单一致；{SUMS}的校验值：{sums}"
    )
    sys.exit(bool(trouble))
