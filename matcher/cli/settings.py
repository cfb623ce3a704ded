"""The settings of the service as its commands need them; what is wrong with them is told like every other error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from matcher.errors import BadConfiguration, BadRequest, Fault

if TYPE_CHECKING:
    from config.settings import Settings

#: Text, not a path: what it means is for the settings to say, as for the environment.
DataFolder = Annotated[
    str | None,
    typer.Option("--data", metavar="DIR", help="Folder of everything the service keeps (LINEWATCH_DATA_DIR).", show_default=False),
]


def read_settings(**given: object) -> Settings:
    """Put the settings together; what is given is in force whatever environment and file say.

    Raises:
        BadConfiguration: with every fault, each with its place.
        BadRequest: all that is wrong is what was given on the command line.
    """
    # Here, because `match` and its like do without the service.
    from config.settings_sources import BadSettings, load_settings

    try:
        return load_settings(**given)
    except BadSettings as error:
        faults = tuple(Fault(each.place, f"{each.sentence}.") for each in error.faults)
        if all(each.place.startswith("--") for each in faults):
            raise BadRequest("An option cannot be used.", hint="Add --help to see what it takes.", faults=faults) from error
        raise BadConfiguration("The settings cannot be used.", hint="See docs/reference/settings.md.", faults=faults) from error
