"""The same schema as a collection of calls, for Bruno, Postman and whatever reads their format.

Format: Postman Collection 2.1. Bruno imports it as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from partners.api.v1.reading import schema

FORMAT = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
_KEEP = 'pm.collectionVariables.set("token", pm.response.json().access_token);'
_EXAMPLES = {
    "date": "2026-01-31",
    "date-time": "2026-01-31T09:00:00+08:00",
    "integer": 1,
    "number": 1,
    "boolean": True,
}


@lru_cache(maxsize=10)
def collection_of(base: str) -> dict[str, Any]:
    """Every call of the schema, and the one for a token; values to fill in are variables.

    Args:
        base: the county's own address, which ``{{base}}`` begins with.
    """
    folders: dict[str, list[dict[str, Any]]] = {}
    for path, item in schema()["paths"].items():
        for method, said in item.items():
            folders.setdefault(said["tags"][0], []).append(_call(method.upper(), path, said))
    made = [{"name": name, "item": calls} for name, calls in folders.items()]
    values = {"base": base, "client_id": "", "client_secret": "", "token": ""}
    info = schema()["info"]
    return {
        "info": {"name": info["title"], "version": info["version"], "schema": FORMAT},
        "auth": {"type": "bearer", "bearer": [_pair("token", "{{token}}", type="string")]},
        "variable": [_pair(name, value) for name, value in values.items()],
        "item": [_token(), *made],
    }


def _token() -> dict[str, Any]:
    """Puts its token where the other calls look for it."""
    basic = [_pair("username", "{{client_id}}"), _pair("password", "{{client_secret}}")]
    return {
        "name": "令牌 / token",
        "event": [{"listen": "test", "script": {"type": "text/javascript", "exec": [_KEEP]}}],
        "request": {
            "method": "POST",
            "auth": {"type": "basic", "basic": basic},
            "url": _url("/api/oauth/token", []),
            "body": {
                "mode": "urlencoded",
                "urlencoded": [_pair("grant_type", "client_credentials")],
            },
        },
    }


def _call(method: str, path: str, said: dict[str, Any]) -> dict[str, Any]:
    parameters = said.get("parameters", [])
    request: dict[str, Any] = {
        "method": method,
        "description": said["description"],
        "header": [_header(one) for one in parameters if one["in"] == "header"],
        "url": _url(path, parameters),
    }
    content = said.get("requestBody", {}).get("content", {})
    if "application/json" in content:
        body = _example(content["application/json"]["schema"])
        request |= {"body": _json(body)}
    elif content:
        request |= {"body": {"mode": "file", "file": {}}}
        request["header"].append(_pair("Content-Type", next(iter(content))))
    return {"name": said["summary"], "request": request}


def _header(one: dict[str, Any]) -> dict[str, Any]:
    """A new key for each call; what else may be left out is."""
    value = "{{$guid}}" if one["name"] == "Idempotency-Key" else ""
    return _parameter(one, value)


def _url(path: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    parts = [part.replace("{", ":").replace("}", "") for part in path.strip("/").split("/")]
    return {
        "raw": "{{base}}/" + "/".join(parts),
        "host": ["{{base}}"],
        "path": parts,
        "variable": [_pair(part[1:], "1") for part in parts if part.startswith(":")],
        "query": [_parameter(one, "") for one in parameters if one["in"] == "query"],
    }


def _parameter(one: dict[str, Any], value: str) -> dict[str, Any]:
    said = _pair(one["name"], value, description=one.get("description", ""))
    return said if one.get("required") else said | {"disabled": True}


def _pair(key: str, value: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "value": value, **more}


def _json(body: Any) -> dict[str, Any]:
    text = json.dumps(body, ensure_ascii=False, indent=2)
    return {"mode": "raw", "raw": text, "options": {"raw": {"language": "json"}}}


def _example(said: dict[str, Any]) -> Any:
    """Something of the right shape: what is required, and the first of what may be chosen."""
    if "$ref" in said:
        return _example(schema()["components"]["schemas"][said["$ref"].rpartition("/")[2]])
    for word in ("allOf", "oneOf", "anyOf"):
        if word in said:
            return _example(said[word][0])
    if "enum" in said:
        return said["enum"][0]
    kinds = said.get("type", "object")
    kind = kinds if isinstance(kinds, str) else kinds[0]
    if kind == "object":
        return dict(_members(said))
    if kind == "array":
        return [_example(said["items"])]
    known = said["format"] if said.get("format") in _EXAMPLES else kind
    if known == "string":
        shortest = re.search(r"\{(\d+)", said.get("pattern", ""))
        return "1" * (int(shortest[1]) if shortest else said.get("minLength", 1))
    return _EXAMPLES[known]


def _members(said: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name in said.get("required", []):
        yield name, _example(said["properties"][name])
