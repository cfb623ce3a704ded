"""Pages of a running service as somebody sees them, and the forms they send."""

from __future__ import annotations

from typing import Any

from lxml import html as markup

from web_clients import Asked, Service

#: The example of the contract, as somebody fills it in by UK clocks (British Summer Time).
ANSWERS = {
    "power": "pcsc-s37",
    "subject.reference": "S-17",
    "subject.age": "15",
    "subject.age_certainty": "known",
    "subject.home_area": "Estmoor",
    "episode.type": "missing",
    "episode.reference": "M-2026-81",
    "episode.status": "missing",
    "episode.started": "2026-04-01T07:00",
    "device.own_numbers": "07700 900999\r\n",
    "legal_basis.purpose": "locate-missing-person",
    "legal_basis.belief": "He rang somebody the night before he went missing.",
    "legal_basis.necessity": "Nobody else knows where he may be.",
    "legal_basis.proportionality": "Only contacts and calls are read.",
    "legal_basis.other_means": "Friends were asked and know nothing.",
    "legal_basis.confidential_material": "none",
    "legal_basis.agreement.by": "parent",
    "legal_basis.agreement.relationship": "mother",
    "legal_basis.notice_served": "2026-04-01T10:00",
    "legal_basis.agreement.given": "2026-04-01T10:30",
    "legal_basis.child_views": "He could not be asked as he is missing.",
    "legal_basis.authorised_by": "Inspector on duty",
    "legal_basis.authorised": "2026-04-01T11:00",
    "scope": "contacts",
}


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
