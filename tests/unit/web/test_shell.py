"""Where a page may lead, and that what it prints is escaped."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from matcher.web.problems import Problem
from matcher.web.shell import as_typed, own_path, render, see_other

TEMPLATES = resources.files("matcher.web") / "templates"


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/../x",
        "/a//b",
        "/%2f/evil.example",
        "\t//evil.example",
        "/\t/evil.example",
        "/x\r\nSet-Cookie: a=b",
        "/x\n",
        " /x",
        "",
        "x",
        None,
        "/é",
        "/@evil.example",
        "/.//evil.example",
    ],
)
def test_no_redirect_leads_elsewhere(path):
    """Whatever is not plainly a path of ours becomes the first page."""
    assert own_path(path) == "/"
    if path is not None:
        assert see_other(path).headers["Location"] == "/"


@pytest.mark.parametrize(
    "path", ["/", "/submissions/sub_0123", "/?cursor=abc_-.=", "/api/v1/docs#not-found", "/submissions/new?power=other"]
)
def test_a_path_of_ours_is_kept(path):
    """A path with parameters or a mark in the page is followed."""
    assert own_path(path) == path


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "\"'><img src=x>", "{{ 7*7 }}", "{% raw %}", "${7*7}"])
def test_whatever_a_page_prints_is_escaped(text):
    """Tags, quotes and marks of templates are text on the page."""
    shown = render("problem.html.jinja", problem=Problem(422, "bad-request", text, text), request_id="0" * 16)

    assert "<script" not in shown
    assert "<img" not in shown
    assert "49" not in shown


def test_invisible_characters_do_not_reach_a_page():
    """Text that turns round or paints over other text is shown without what makes it so."""
    assert "a\u202eb" not in render("problem.html.jinja", problem=Problem(422, "x", "a\u202eb"), request_id="0" * 16)


def test_what_was_typed_comes_back_on_its_lines():
    """Every text area, and every unseen field that holds what somebody typed, gives it back line by line; it is escaped like all else."""
    held = re.compile(r"<textarea[^>]*>\s*\{\{(.*?)\}\}|<input type=\"hidden\" name=\"([^\"]*)\" value=\"\{\{(.*?)\}\}\"")
    of_ours = {"form_token", "key", "metadata", "cursor", "power", "step", "mode", "code"}

    for template in TEMPLATES.iterdir():
        for typed, name, value in held.findall(template.read_text()):
            assert name in of_ours or (typed or value).strip().endswith("|as_typed"), (template.name, name)
    assert as_typed("one\r\ntwo\u2028\u202ethree\tfour\n") == "one\ntwo\nthree\tfour"
