"""What holds for every test.

Examples are drawn without a clock, for how long one takes is a matter of the machine (see scripts/bench). Databases of a test end with it.
"""

import gc

import pytest
from hypothesis import settings

from stores import taken_away

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

#: Folders of files that take long, with few tests in them.
LONG = ("acceptance", "browser", "integration", "properties")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Do first what takes long, where several share the work: at the end nobody waits for one who has just begun with it."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: item.path.relative_to(config.rootpath).parts[1] not in LONG)


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Look for no garbage in hundreds of thousands of objects that stay: not now, not behind a test, not at the end."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.collect()
        gc.freeze()


@pytest.fixture(autouse=True)
def _databases_end_with_their_test():
    with taken_away():
        yield
