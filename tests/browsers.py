"""The browser of the machine, where there is one, and how it is started."""

from __future__ import annotations

import os
import shutil

BROWSER = os.environ.get("LINEWATCH_CHROMIUM") or next(
    (found for name in ("chromium", "chromium-browser", "google-chrome", "chrome") if (found := shutil.which(name))), None
)

#: Nothing of the browser itself reaches out while the page is looked at.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
