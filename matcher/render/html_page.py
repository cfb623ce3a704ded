"""An answer as one page to hand to a colleague: no script, nothing fetched, printable, readable without colour."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matcher.domain.alerts.urgency import CLOCKS
from matcher.domain.answers.release import ROWS_COUNTED
from matcher.domain.answers.statement import LIMITS
from matcher.domain.screening import Screening
from matcher.render import words
from matcher.render.plain_text import brief, harmless, say_date, say_stamp
from matcher.render.timeline import timeline_of
from matcher.render.uk_time import say_both_times, say_time

if TYPE_CHECKING:
    from jinja2 import Template

_FOLDER = Path(__file__).parent

#: How such a page is marked unless its holder marks it otherwise.
MARKING = "OFFICIAL-SENSITIVE"


def html_page(screening: Screening) -> str:
    """Write the page; the same answer gives the same bytes."""
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return _template().render(
        screening=screening,
        # The fixed wording stands whole; only its first part is set large.
        headline=screening.statement.removesuffix(LIMITS).strip(),
        caveat=LIMITS if screening.statement.endswith(LIMITS) else "",
        timelines=tuple(timeline_of(match, screening.at) for match in screening.matches),
        subject=words.say_subject(screening.subject),
        counts=words.say_counts(screening),
        marking=MARKING,
        alert_marks=tuple(words.mark_of_alert(alert, screening) for alert in screening.alerts),
        limits=LIMITS,
        rows_counted=" (counted without restricted lines)" if ROWS_COUNTED in screening.line_list.notes else "",
        clocks=CLOCKS,
        words=words,
        style=style,
        # The one style sheet is allowed by its hash; no script, image, font, frame, form or connection is allowed at all.
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
    )


@cache
def _style() -> str:
    return (_FOLDER / "page.css").read_text("utf-8")


@cache
def _template() -> Template:
    # Here, because most runs write no page.
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_finalize)
    environment.filters |= {"stamp": say_stamp, "time": say_time, "both_times": say_both_times, "day": say_date, "brief": brief}
    return environment.from_string((_FOLDER / "page.html.jinja").read_text("utf-8"))


def _finalize(value: Any) -> Any:  # noqa: ANN401 - the template hands over whatever it prints
    # The style sheet is the only text of ours with line breaks; it is marked safe in the template and passes as it is.
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return harmless(value)
    return value
