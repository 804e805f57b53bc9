"""An odd setting stops the start with a sentence."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env

ROLES = ("fangsong", "title")


def test_pairs_are_read_by_key(monkeypatch):
    monkeypatch.setenv("YUJIAN_ODD", "fangsong=/a.ttf, title=/b.ttf")

    assert env.pairs("YUJIAN_ODD", ROLES) == {"fangsong": "/a.ttf", "title": "/b.ttf"}


def test_pairs_that_are_not_set_are_empty(monkeypatch):
    monkeypatch.delenv("YUJIAN_ODD", raising=False)

    assert env.pairs("YUJIAN_ODD", ROLES) == {}


@pytest.mark.parametrize("odd", ["fangsong", "fangsong=", "=/a.ttf", "comic=/a.ttf"])
def test_odd_pairs_stop_the_start(monkeypatch, odd):
    monkeypatch.setenv("YUJIAN_ODD", odd)

    with pytest.raises(ImproperlyConfigured, match="YUJIAN_ODD holds"):
        env.pairs("YUJIAN_ODD", ROLES)
