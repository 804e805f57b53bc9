"""The environment that the scripts start Django with."""

import stat
from dataclasses import replace

import pytest

from script.lib.failure import Failure
from script.lib.place import (
    check_free_space,
    environment,
    place_of_developer,
    place_of_smoke,
    place_of_tests,
    port_setting,
    prepare,
    secret,
)


@pytest.fixture
def place(tmp_path):
    return replace(place_of_developer(), local=tmp_path)


def test_a_secret_is_made_once_and_only_its_owner_may_read_it(place):
    first = secret(place, "YUJIAN_SECRET_KEY")
    other = secret(place, "YUJIAN_REDIS_PASSWORD")

    again = secret(place, "YUJIAN_SECRET_KEY")

    assert again == first != other
    assert len(first) >= 50
    assert stat.S_IMODE((place.local / "env").stat().st_mode) == 0o600


def test_the_place_wins_over_a_shell_that_was_set_up_for_another_clone(place, monkeypatch):
    monkeypatch.setenv("YUJIAN_DB_HOST", "/elsewhere/run")
    monkeypatch.setenv("YUJIAN_TILE_HOSTS", "tiles.example")

    environ = environment(place, 5000)

    assert environ["YUJIAN_DB_HOST"].endswith("/.local/postgres/run")
    assert environ["YUJIAN_TILE_HOSTS"] == "tiles.example"
    assert environ["YUJIAN_REDIS_URL"].endswith("@127.0.0.1:5000/0")


def test_the_places_share_no_data():
    places = [place_of_developer(), place_of_tests(), place_of_smoke()]

    stores = {(place.local, place.redis_database) for place in places}
    databases = {(place.database, place.test_database) for place in places}

    assert len(stores) == 3
    assert len(databases) == 3


@pytest.mark.parametrize("value", ["", "eight", "80", "70000", "-1"])
def test_an_odd_port_is_refused_with_a_sentence(monkeypatch, value):
    monkeypatch.setenv("YUJIAN_WEB_PORT", value)

    with pytest.raises(Failure, match="give a number from 1024 to 65535"):
        port_setting("YUJIAN_WEB_PORT", 8000)


def test_a_full_disk_is_refused_with_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr("script.lib.place.LEAST_FREE_MB", 2**40)

    with pytest.raises(Failure, match="MB free; free at least"):
        check_free_space(tmp_path)


def test_a_folder_of_another_user_is_refused_with_a_sentence(place, monkeypatch):
    monkeypatch.setattr("script.lib.place.ROOT", place.local)
    (place.local / ".local").mkdir()
    monkeypatch.setattr("os.geteuid", lambda: 54321)

    with pytest.raises(Failure, match="belongs to another user"):
        prepare(place)
