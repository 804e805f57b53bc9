from tests.papers.conftest import *  # noqa: F403 -- the county, its law and its people are the same
