"""What holds for every test.

Examples are drawn without a clock, for how long one takes is a matter of the machine (see scripts/bench). Databases of a test end with it.
"""

import pytest
from hypothesis import settings

from stores import taken_away

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def _databases_end_with_their_test():
    with taken_away():
        yield
