"""script/server and script/manage on one machine."""

from config import env
from config.settings.base import *  # noqa: F403 -- settings are one namespace

SECRET_KEY = env.text("YUJIAN_SECRET_KEY")
env.text("YUJIAN_FIELD_KEYS")  # without it no second factor could be read
DEBUG = env.flag("YUJIAN_DEBUG")
