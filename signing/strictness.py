"""What a signature does not cover by itself: the container it lies in.

A PDF signature leaves out its own bytes: brackets, hexadecimal signs, filling zeros, and inside
them the parts of the CMS that nothing signs. A checker that reads them forgivingly does not
notice a changed byte there. Here every one of these bytes has exactly one allowed value.
"""

from __future__ import annotations

import re
from typing import Any

from asn1crypto import cms, core
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

_GAP = re.compile(rb"<([0-9A-F]+)>")


def container_problem(pdf: bytes, byte_range: list[int], roots: list[Any]) -> str:
    """Why the bytes of one signature are not as a signer writes them; empty when they are."""
    start, before, after, rest = (int(number) for number in byte_range)
    if start != 0 or after + rest > len(pdf) or before >= after:
        return "签名范围不对"
    gap = _GAP.fullmatch(pdf[before:after])
    if gap is None or len(gap[1]) % 2:
        return "签名数据区的格式不对"
    raw = bytes.fromhex(gap[1].decode("ascii"))
    try:
        size = _der_size(raw)
        info = cms.ContentInfo.load(raw[:size], strict=True)
    except (ValueError, TypeError, IndexError):
        return "签名数据不能读取"
    if raw[size:].strip(b"\x00"):
        return "签名数据之后还有别的内容"
    if not is_der(raw[:size]):
        return "签名数据的编码不规范"
    try:
        return _signed_data_problem(info, roots)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError):
        return "签名数据不能读取"


def is_der(raw: bytes) -> bool:
    """One value, one form: lengths, numbers and truth values in their shortest (X.690, 10 and 11)."""
    place = 0
    while place < len(raw):
        if raw[place] & 0x1F in (0x00, 0x1F) and raw[place] < 0x80 or place + 2 > len(raw):
            return False
        tag, long, head = raw[place], raw[place + 1], 2
        size = long
        if long >= 0x80:
            count = long & 0x7F
            told = raw[place + 2 : place + 2 + count]
            size, head = int.from_bytes(told, "big"), 2 + count
            if not 0 < count <= 4 or len(told) < count or told[0] == 0 or size < 0x80:
                return False
        body = raw[place + head : place + head + size]
        if len(body) < size or not _is_der_body(tag, body):
            return False
        place += head + size
    return True


def _is_der_body(tag: int, body: bytes) -> bool:
    if tag & 0x20:
        return is_der(body)
    if tag == 0x01:
        return body in (b"\x00", b"\xff")
    if tag == 0x02:
        return bool(body) and not (
            len(body) > 1 and (body[0], body[1] >> 7) in ((0x00, 0), (0xFF, 1))
        )
    return tag != 0x05 or body == b""


def _der_size(raw: bytes) -> int:
    """How many bytes the outermost element takes."""
    if raw[0] != 0x30:
        raise ValueError("no sequence")
    if raw[1] < 0x80:
        return 2 + raw[1]
    count = raw[1] & 0x7F
    return 2 + count + int.from_bytes(raw[2 : 2 + count], "big")


def _signed_data_problem(info: cms.ContentInfo, roots: list[Any]) -> str:
    if info["content_type"].native != "signed_data":
        return "签名数据的类型不对"
    data = info["content"]
    if len(data["signer_infos"]) != 1:
        return "签名者应为一个"
    (signer,) = data["signer_infos"]
    if [one.dump() for one in data["digest_algorithms"]] != [signer["digest_algorithm"].dump()]:
        return "签名数据前后不一致"
    if data["crls"] and data["crls"].native:
        return "签名数据里有多余的内容"
    if any(_has_unread_parts(one) for one in (info, data, signer)):
        return "签名数据里有多余的内容"
    return (
        _version_problem(data, signer)
        or _certificates_problem(data, signer, roots)
        or _stamps_problem(signer, roots)
    )


def _has_unread_parts(value: Any) -> bool:
    """More elements than the library found fields for: it passes over what it does not know."""
    known = sum(1 for name in value if not isinstance(value[name], core.Void))
    return known != _count(value.contents)


def _count(raw: bytes) -> int:
    """How many elements stand side by side in valid DER."""
    found = place = 0
    while place < len(raw):
        head = 2 + (raw[place + 1] & 0x7F if raw[place + 1] >= 0x80 else 0)
        told = int.from_bytes(raw[place + 2 : place + head], "big")
        place += head + (told if head > 2 else raw[place + 1])
        found += 1
    return found


def _version_problem(data: Any, signer: Any) -> str:
    is_stamp = data["encap_content_info"]["content_type"].native == "tst_info"
    if data["version"].native not in (("v3",) if is_stamp else ("v1", "v3")):
        return "签名数据的版本不对"
    if signer["version"].native != "v1":
        return "签名数据的版本不对"
    return ""


def _certificates_problem(data: Any, signer: Any, roots: list[Any]) -> str:
    """Every certificate sent along stands in the signer's chain and is signed by the next."""
    sent = [x509.load_der_x509_certificate(one.chosen.dump()) for one in data["certificates"] or []]
    known = [x509.load_der_x509_certificate(one.dump()) for one in roots]
    wanted = signer["sid"].chosen
    own = [
        one
        for one in sent
        if one.serial_number == wanted["serial_number"].native
        and one.issuer.public_bytes() == wanted["issuer"].dump()
    ]
    if len(own) != 1:
        return "签名数据里没有签名者的证书"
    left = [one for one in sent if one is not own[0]]
    here = own[0]
    while left:
        above = next((one for one in left if _issued(here, one)), None)
        if above is None:
            return "签名数据里有与签名者无关的证书"
        left.remove(above)
        here = above
    if any(_pretends(one, root) for one in sent for root in known):
        return "签名数据里的证书被改动"
    if here.subject == here.issuer:
        return "" if _issued(here, here) else "签名数据里的证书被改动"
    named = [root for root in known if root.subject == here.issuer]
    if named and not any(_issued(here, root) for root in named):
        return "签名数据里的证书被改动"
    return ""


def _pretends(certificate: x509.Certificate, root: x509.Certificate) -> bool:
    """It bears the name or the key of a root of ours and is not that root."""
    if certificate == root:
        return False
    return certificate.subject == root.subject or certificate.public_key() == root.public_key()


def _issued(certificate: x509.Certificate, by: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(by)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _stamps_problem(signer: Any, roots: list[Any]) -> str:
    """Unsigned attributes: nothing but one time stamp, which is held to the same rules."""
    attributes: Any = signer["unsigned_attrs"] or ()
    names = [one["type"].native for one in attributes]
    if names not in ([], ["signature_time_stamp_token"]):
        return "签名数据里有多余的内容"
    for attribute in attributes if names else []:
        if len(attribute["values"]) != 1:
            return "签名数据里有多余的内容"
        return _signed_data_problem(attribute["values"][0], roots)
    return ""
