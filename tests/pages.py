"""A small browser for tests that checks every page it fetches: what must be true of all pages is written once, here.

It keeps cookies, follows redirects, fills in forms and sends them as a browser without scripts would. What a page
is about is the business of the test that fetched it.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from models import languages

_UNLABELLED = {"hidden", "submit", "button", "image", "reset"}
_REFERENCES = ("for", "aria-labelledby", "aria-describedby", "list")

Upload = tuple[str, bytes]
"""A file to send: its name and its bytes."""


class BadPage(AssertionError):
    """A page that breaks a rule every page keeps."""


@dataclass(frozen=True)
class Page:
    """A fetched page."""

    response: Response
    tree: Element

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def path(self) -> str:
        return str(self.response.url.path)

    @property
    def h1(self) -> str:
        return words(next(self.tree.iter("h1")))

    @property
    def text(self) -> str:
        """Everything a reader sees, with single spaces."""
        return words(self.tree.find("body"))

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Elements with these attributes; ``class_`` matches one of the classes."""
        return [one for one in self.tree.iter(tag) if _matches(one, attributes)]

    def one(self, tag: str, **attributes: str) -> Element:
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} × <{tag}> {attributes}"
        return found[0]

    def links(self) -> dict[str, str]:
        """Addresses by their words."""
        return {words(link): link.get("href", "") for link in self.tree.iter("a")}

    def form(self, action: str) -> dict[str, list[str]]:
        """What the form to this address would send as it stands."""
        form = next((one for one in self.tree.iter("form") if one.get("action") == action), None)
        assert form is not None, f"no form to {action} on {self.path}"
        return dict(_fields(form))

    def error(self, field: str) -> str:
        """The sentences beside one field."""
        beside = [one for one in self.tree.iter("p") if re.fullmatch(rf"{field}-error-\d+", one.get("id", ""))]
        return " ".join(words(one) for one in beside)


class Browser:
    """A visitor without scripts. Every HTML answer is checked; give it the app, or a client of your own."""

    def __init__(self, app: FastAPI | TestClient) -> None:
        self.client = app if isinstance(app, TestClient) else TestClient(app)

    def get(self, address: str, **options: Any) -> Page:
        return self._page(self.client.get(address, **options))

    def post(self, address: str, data: Mapping[str, Any] | None = None, **options: Any) -> Page:
        return self._page(self.client.post(address, data=data, **options))

    def submit(self, page: Page, action: str, files: Iterable[Upload] = (), **typed: str | list[str] | None) -> Page:
        """Send a form of the page with these fields changed; None leaves a field (a ticked box) out."""
        fields = page.form(action)
        for name, value in typed.items():
            if value is None:
                fields.pop(name, None)
            else:
                fields[name] = [value] if isinstance(value, str) else value
        if page.all("form", action=action)[0].get("enctype") != "multipart/form-data":
            return self.post(action, fields)
        parts: list[Any] = [("files", (name, content)) for name, content in files]
        # A browser sends an empty part when no file was chosen.
        return self.post(action, fields, files=parts or [("files", ("", b""))])

    def _page(self, response: Response) -> Page:
        assert "text/html" in response.headers.get("content-type", ""), f"not a page: {response.status_code}"
        return check_page(response)


def check_page(response: Response) -> Page:
    """The page of an answer, if it keeps the rules of every page. Raises BadPage naming each broken one."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(response.text)
    broken = [f"html: {code} at {position}" for position, code, _ in parser.errors]
    broken += [*_check_head(tree), *_check_ids(tree), *_check_policy(tree, response), *_check_fields(tree)]
    if response.text != unicodedata.normalize("NFC", response.text):
        broken.append("text is not NFC")
    if "no-store" not in response.headers.get("cache-control", ""):
        broken.append("a page may hold personal data and must not be cached")
    if broken:
        raise BadPage(f"{response.request.method} {response.url.path} ({response.status_code}): " + "; ".join(broken))
    return Page(response, tree)


def words(element: Element | None) -> str:
    """The text of an element, with single spaces."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _check_head(tree: Element) -> Iterator[str]:
    if tree.get("lang") not in languages.available():
        yield "no lang"
    headings = list(tree.iter("h1"))
    if len(headings) != 1:
        yield f"{len(headings)} h1"
        return
    title = words(tree.find("head/title"))
    if not words(headings[0]) or not title.startswith(words(headings[0])):
        yield f"title “{title}” does not start with h1 “{words(headings[0])}”"


def _check_ids(tree: Element) -> Iterator[str]:
    ids = Counter(one.get("id") for one in tree.iter() if one.get("id"))
    for name, times in ids.items():
        if times > 1:
            yield f"id {name} {times} times"
    for one in tree.iter():
        named = [name for attribute in _REFERENCES for name in one.get(attribute, "").split()]
        if one.tag == "a" and one.get("href", "").startswith("#"):
            named.append(one.get("href", "")[1:])
        yield from (f"<{one.tag}> points to no #{name}" for name in named if name not in ids)


def _check_policy(tree: Element, response: Response) -> Iterator[str]:
    policy = response.headers.get("content-security-policy", "")
    nonce = re.search(r"'nonce-([^']+)'", policy)
    if "default-src 'none'" not in policy or nonce is None:
        yield "no strict content policy"
    for one in tree.iter():
        if one.tag == "script" and (nonce is None or one.get("nonce") != nonce[1]):
            yield "a script without the nonce"
        if one.tag == "style" or "style" in one.attrib:
            yield f"inline style on <{one.tag}>"
        yield from (f"inline handler {name}" for name in one.attrib if name.startswith("on"))


def _check_fields(tree: Element) -> Iterator[str]:
    labelled = {one.get("for") for one in tree.iter("label") if words(one)}
    wrapped = {id(field) for label in tree.iter("label") if words(label) for field in label.iter()}
    for one in tree.iter():
        named = one.get("aria-label") or one.get("aria-labelledby")
        if one.tag in ("input", "select", "textarea") and one.get("type") not in _UNLABELLED:
            if not (named or one.get("id") in labelled or id(one) in wrapped):
                yield f"field {one.get('name')} has no label"
        elif one.tag in ("a", "button") and not (named or words(one) or one.find(".//*[@aria-label]") is not None):
            yield f"<{one.tag}> {one.get('href') or ''} says nothing"
        elif one.tag == "img" and "alt" not in one.attrib:
            yield "img without alt"


def _fields(form: Element) -> Iterator[tuple[str, list[str]]]:
    """Name and values of everything a browser would send, except files and buttons."""
    sent: dict[str, list[str]] = {}
    for one in form.iter():
        name, kind = one.get("name"), one.get("type", "text")
        if not name or "disabled" in one.attrib:
            continue
        if one.tag == "textarea":
            sent.setdefault(name, []).append("".join(one.itertext()))
        elif one.tag == "select":
            options = list(one.iter("option"))
            chosen = [option for option in options if "selected" in option.attrib] or options[:1]
            sent.setdefault(name, []).extend(option.get("value", words(option)) for option in chosen)
        elif one.tag == "input" and _is_sent(one, kind):
            sent.setdefault(name, []).append(one.get("value", "on" if kind in ("checkbox", "radio") else ""))
    yield from sent.items()


def _is_sent(field: Element, kind: str) -> bool:
    if kind in ("checkbox", "radio"):
        return "checked" in field.attrib
    return kind not in ("submit", "button", "image", "reset", "file")


def _matches(element: Element, wanted: Mapping[str, str]) -> bool:
    for name, value in wanted.items():
        if name == "class_":
            if value not in element.get("class", "").split():
                return False
        elif element.get(name.replace("_", "-")) != value:
            return False
    return True
