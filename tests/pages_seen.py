"""Pages of a running service as somebody sees them, and the forms they send."""

from __future__ import annotations

from typing import Any

from lxml import html as markup

from web_clients import Asked, Service


def tree(answer: Asked) -> Any:
    """Read a page as a browser does."""
    return markup.fromstring(answer.text)


def text_of(answer: Asked) -> str:
    """Give what is read on a page."""
    return " ".join(tree(answer).text_content().split())


async def look(service: Service, who: str, path: str, **more: Any) -> Asked:
    """Open a page as somebody."""
    return await service.ask("GET", path, headers=await service.browser(who), **more)


async def send(service: Service, who: str, path: str, values: dict[str, str]) -> Asked:
    """Send a form of a page as somebody."""
    browser = await service.browser(who)
    return await service.ask("POST", path, headers=browser, data={"form_token": await service.form_token(browser), **values})
