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

#: Every element whose own text is seen, with its text colour and the colour behind it.
COLOURS = """() => {
  const rgb = text => (text.match(/[0-9.]+/g) || []).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = element => {
    for (let each = element; each; each = each.parentElement) {
      const [r, g, b, a = 1] = rgb(getComputedStyle(each).backgroundColor);
      if (a === 1) return [r, g, b];
    }
    return [255, 255, 255];
  };
  return [...document.body.querySelectorAll('*')]
    .filter(each => [...each.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
    .map(each => {
      const [light, dark] = [luminance(rgb(getComputedStyle(each).color)), luminance(behind(each))].sort((a, b) => b - a);
      return [each.tagName + '.' + each.className, (light + 0.05) / (dark + 0.05)];
    });
}"""

#: Contrast of text that WCAG 2.2 asks for at level AA.
LEAST_CONTRAST = 4.5
