"""The shell, its service worker and its manifest: what a phone fetches before anybody signs in."""

from __future__ import annotations

import json
import re

from staff.field.assets import checksum, static_assets, version_of


def _set_of(browser) -> dict:
    """The list that the service worker was sent with."""
    code = browser.get("/field/sw.js").text
    return json.loads(re.match(r"const SET = (\{.*\});\n", code)[1])


def test_the_shell_opens_without_a_login_and_holds_nothing_of_a_county(county, browser_of):
    answer = browser_of().get("/field/")

    assert answer.status_code == 200
    assert county.name not in answer.text
    assert "csrf" not in answer.text
    assert not re.search(r"<script>|<style>| style=| onclick=", answer.text)


def test_the_worker_names_each_file_with_the_checksum_of_what_is_served(county, browser_of):
    browser = browser_of()

    files = _set_of(browser)["files"]

    assert {"/field/", "/static/field/js/main.js", "/static/staff/app.css"} <= set(files)
    for url, sha256 in files.items():
        answer = browser.get(url)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert checksum(content) == sha256, url


def test_every_file_that_a_module_or_the_shell_names_is_in_the_set(county, browser_of):
    browser = browser_of()
    files = set(_set_of(browser)["files"])
    shell = browser.get("/field/").text

    named = set(re.findall(r'"(/static/[^"]+\.[a-z]+)"', shell))

    assert named
    assert named <= files
    assert "/static/field/worker.js" not in files


def test_a_changed_file_or_worker_is_another_version():
    assets = static_assets()
    before = version_of(assets, "worker")

    assert version_of(assets, "worker") == before
    assert version_of(assets, "another worker") != before
    assert version_of(assets[1:], "worker") != before


def test_the_manifest_makes_an_app_of_the_shell(county, browser_of):
    browser = browser_of()
    answer = browser.get("/field/manifest.webmanifest")
    manifest = answer.json()

    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert manifest["display"] == "standalone"
    assert (manifest["start_url"], manifest["scope"]) == ("/field/", "/field/")
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    assert [browser.get(icon["src"]).status_code for icon in manifest["icons"]] == [200, 200, 200]


def test_a_new_release_is_asked_for_each_time(county, browser_of):
    browser = browser_of()

    for path in ("/field/", "/field/sw.js", "/field/manifest.webmanifest"):
        assert browser.get(path).headers["Cache-Control"] == "no-cache"
