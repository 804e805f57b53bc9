"""Stored files, fonts, static files and what may be uploaded."""

from pathlib import Path

from config import env

_ROOT = Path(__file__).resolve().parents[2]

YUJIAN_LOCAL_DIR = env.folder("YUJIAN_LOCAL_DIR", _ROOT / ".local")
YUJIAN_FILES_DIR = env.folder("YUJIAN_FILES_DIR", YUJIAN_LOCAL_DIR / "files")
YUJIAN_FONTS_DIR = env.folder("YUJIAN_FONTS_DIR", YUJIAN_LOCAL_DIR / "fonts")
# role -> path of a licensed font that replaces the free one
YUJIAN_FONT_FACES = env.pairs(
    "YUJIAN_FONT_FACES", ("fangsong", "song", "hei", "kai", "title", "rare")
)

STATIC_URL = "/static/"
STATIC_ROOT = YUJIAN_LOCAL_DIR / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False  # our files are for our pages
MEDIA_ROOT = YUJIAN_FILES_DIR

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 30
YUJIAN_MAX_BODY_MB = env.number("YUJIAN_MAX_BODY_MB", 100)  # one request with all its files
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
