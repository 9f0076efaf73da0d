"""The description of the API, for programs and for people, from our own files only."""

import re

from starlette.testclient import TestClient

ROUTES = {
    "/feedback": {"post"},
    "/feedback/{code}": {"get"},
    "/feedback/{code}/files/{file_id}": {"get"},
    "/uploads": {"post"},
    "/departments": {"get"},
}


def test_the_description_names_every_route_and_each_refusal_as_a_problem(sqlite_api: TestClient) -> None:
    description = sqlite_api.get("/api/v1/openapi.json").json()

    assert {path: set(item) for path, item in description["paths"].items()} == ROUTES
    for item in description["paths"].values():
        for operation in item.values():
            refusals = {status: said for status, said in operation["responses"].items() if status >= "400"}
            assert "500" in refusals
            assert all(list(said["content"]) == ["application/problem+json"] for said in refusals.values())


def test_the_page_for_people_fetches_nothing_from_elsewhere_and_keeps_the_strict_policy(
    sqlite_api: TestClient,
) -> None:
    answer = sqlite_api.get("/api/v1/docs")
    nonce = re.search(r"'nonce-([^']+)'", answer.headers["content-security-policy"])

    assert nonce is not None
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.text.count("<script") == answer.text.count(f'nonce="{nonce[1]}"') == 2
    assert "http://" not in answer.text
    assert "https://" not in answer.text
    for address in re.findall(r'(?:src|href)="(/static/[^"]+)"', answer.text):
        assert "immutable" in sqlite_api.get(address).headers["cache-control"]
