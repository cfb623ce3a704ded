"""What holds for every test: examples are drawn without a clock, for how long one takes is a matter of the machine (see scripts/bench)."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
