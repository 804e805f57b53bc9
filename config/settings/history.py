"""History: the keys that stamp it, and where the heads of its chains lie outside the database."""

from config import env
from config.settings.files import YUJIAN_LOCAL_DIR

# The first stamps, all check. Empty: the secret key and its fallbacks.
YUJIAN_HISTORY_KEYS = env.words("YUJIAN_HISTORY_KEYS")
# Best on another machine's mount: who can write here and in the database can rewrite history.
YUJIAN_HEADS_DIR = env.folder("YUJIAN_HEADS_DIR", YUJIAN_LOCAL_DIR / "heads")
