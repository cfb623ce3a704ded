"""Settings and data in, services out. The one place where long-lived things are made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from matcher import __version__
from matcher.domain.guarding.protection import NumberLists
from matcher.domain.line import LineList
from matcher.domain.match import Thresholds
from matcher.domain.screening import Screening
from matcher.errors import CannotWrite
from matcher.service.formats import READERS, Reader
from matcher.service.load_number_lists import load_number_lists
from matcher.service.screening.intake import IntakeRequest
from matcher.service.screening.read_ahead import ReadAhead, reading_ahead

if TYPE_CHECKING:
    from matcher.domain.alerts.rule import Rule
    from matcher.domain.register import HygieneLimits
    from matcher.service.check_numbers import Answer
    from matcher.service.extract_numbers import ExtractEvent
    from matcher.service.screening.screen_extraction import Progress, ScreeningOutcome, ScreenRequest

TOOL = f"linewatch {__version__}"

_CONFIG = Path(__file__).resolve().parent.parent / "config"


@dataclass(frozen=True)
class Services:
    """Every use case of the command line, with what it rests on. Each part of the configuration is read when first needed.

    What reading a phone does not need is imported where it is used: a second process, which reads a large file, begins that much sooner.
    """

    #: Folder with rules/, numbers/, matching.yaml and hygiene.yaml.
    config: Path

    @cached_property
    def lists(self) -> NumberLists:
        """Protected and warning numbers."""
        return load_number_lists(self.config)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The alert rules that are switched on."""
        from matcher.service.load_rules import load_rules

        return load_rules(self.config)

    @cached_property
    def thresholds(self) -> Thresholds:
        """The figures an operator may change."""
        from matcher.service.load_thresholds import load_thresholds

        return load_thresholds(self.config)

    @cached_property
    def limits(self) -> HygieneLimits:
        """From when on something in a list is told as a thing to mend."""
        from matcher.service.load_thresholds import load_hygiene_limits

        return load_hygiene_limits(self.config)

    def line_list(self, path: Path, *, region: str = "GB", test_numbers: bool = False) -> LineList:
        """Load a line list, all or nothing."""
        from matcher.service.lists.load_line_list import load_line_list

        return load_line_list(path, region=region, lists=self.lists, test_numbers=test_numbers)

    def extract(self, paths: Sequence[Path], request: IntakeRequest) -> Iterator[ExtractEvent]:
        """Say what numbers stand in the files."""
        from matcher.service.extract_numbers import extract_numbers

        return extract_numbers(paths, request, self.lists)

    def reading_ahead(self, paths: Sequence[Path], request: IntakeRequest) -> AbstractContextManager[Mapping[Path, ReadAhead]]:
        """Have a large file read meanwhile, to be screened when there is a line list."""
        return reading_ahead(paths, request, self.lists)

    def screen(
        self,
        paths: Sequence[Path],
        line_list: LineList,
        request: ScreenRequest,
        progress: Progress | None = None,
        opened: Mapping[Path, ReadAhead] | None = None,
    ) -> ScreeningOutcome:
        """Give the whole answer for a person's phone; files that were `opened` before are read from there."""
        from matcher.service.screening.screen_extraction import Knowledge, screen_extraction

        rules = () if request.list_only else self.rules
        knowledge = Knowledge(line_list, self.lists, rules, self.thresholds, TOOL)
        return screen_extraction(paths, request, knowledge, progress, opened)

    def release(self, paths: Sequence[Path], line_list: LineList, request: ScreenRequest, screening: Screening) -> Screening:
        """Give an answer as it may travel: byte for byte what a list without its restricted lines would have given.

        Where the list holds such lines the files are read once more, against the rest of it: nothing less keeps every count, warning and
        label as they would have been.

        Raises:
            CannotWrite: a file changed in between, so that there is no answer that may travel.
        """
        from matcher.domain.answers.release import open_part, release

        part = open_part(line_list)
        if part is line_list:
            return release(screening, part)
        again = self.screen(paths, part, request).screening
        if again is None or [each.sha256 for each in again.sources] != [each.sha256 for each in screening.sources]:
            raise CannotWrite("The documents cannot be written: a file changed while it was read.", hint="Run it again.")
        return release(again, part)

    def check(
        self, typed: Sequence[str], line_list: LineList, *, at: datetime, region: str = "GB", test_numbers: bool = False
    ) -> tuple[Answer, ...]:
        """Answer typed numbers."""
        from matcher.service.check_numbers import check_numbers

        return check_numbers(
            typed, line_list, at=at, lists=self.lists, thresholds=self.thresholds, region=region, test_numbers=test_numbers
        )

    @property
    def readers(self) -> tuple[Reader, ...]:
        """The formats that can be read."""
        return READERS


def build(config: Path | None = None) -> Services:
    """Make the services over a configuration folder; the one that is shipped when none is named."""
    return Services(config or _CONFIG)
