"""The layer around every request: headers, forged requests, oversized bodies, whose address it is."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse
from starlette.testclient import TestClient

from intake.web import security
from intake.web.address import resolve
from intake.web.options import WebOptions
from intake.web.security import SecurityMiddleware, client_address

OURS = "https://phananh.example.vn"


def small_web(options: WebOptions) -> FastAPI:
    """A web of a few routes behind the layer."""
    app = FastAPI(openapi_url=None)
    app.state.options = options
    app.state.done = 0
    app.add_middleware(SecurityMiddleware, options=options)

    @app.get("/")
    def page(request: Request) -> HTMLResponse:
        return HTMLResponse(f'<script nonce="{request.state.nonce}"></script>')

    @app.get("/static/{name}")
    def asset(name: str) -> PlainTextResponse:
        return PlainTextResponse(name, status_code=404 if name.startswith("no") else 200)

    @app.get("/own-policy")
    def own_policy() -> PlainTextResponse:
        return PlainTextResponse("", headers={"Content-Security-Policy": "own", "Cache-Control": "max-age=5"})

    @app.get("/fault")
    def fault() -> None:
        raise RuntimeError("secret")

    @app.get("/address")
    def address(request: Request) -> str:
        return client_address(request)

    @app.post("/gui")
    @app.post("/api/v1/feedback")
    @app.post("/api/v1/uploads")
    async def take(request: Request) -> JSONResponse:
        size = len(await request.body())
        app.state.done += 1
        return JSONResponse(size)

    return app


@pytest.fixture
def web() -> Iterator[TestClient]:
    app = small_web(WebOptions(OURS, trusted_proxies=("10.0.0.0/8",)))
    with TestClient(app, base_url=OURS, raise_server_exceptions=False, client=("10.1.1.1", 1)) as client:
        yield client


def done(web: TestClient) -> int:
    done: int = web.app.state.done  # type: ignore[attr-defined]
    return done


def test_every_page_carries_the_security_headers(web: TestClient) -> None:
    headers = web.get("/").headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["strict-transport-security"].startswith("max-age=")
    assert "camera=()" in headers["permissions-policy"]
    assert headers["cache-control"] == "no-store"


def test_only_scripts_with_the_nonce_of_this_answer_may_run(web: TestClient) -> None:
    first, second = web.get("/"), web.get("/")
    nonce = first.text.split('"')[1]

    assert f"script-src 'nonce-{nonce}'" in first.headers["content-security-policy"]
    assert "unsafe" not in first.headers["content-security-policy"]
    assert "default-src 'none'" in first.headers["content-security-policy"]
    assert nonce not in second.headers["content-security-policy"]


def test_every_answer_has_its_own_number_and_no_caller_chooses_it(web: TestClient) -> None:
    first = web.get("/", headers={"X-Request-ID": "mine"}).headers["x-request-id"]

    assert first != "mine"
    assert first != web.get("/").headers["x-request-id"]


def test_without_https_nothing_is_promised_about_it() -> None:
    client = TestClient(small_web(WebOptions("http://127.0.0.1:8000")))

    assert "strict-transport-security" not in client.get("/").headers


def test_a_built_asset_is_kept_for_a_year_and_nothing_else_is(web: TestClient) -> None:
    assert "immutable" in web.get("/static/citizen.a7790a4a98.css").headers["cache-control"]
    assert web.get("/static/manifest.json").headers["cache-control"] == "no-store"
    assert web.get("/static/no.a7790a4a98.css").headers["cache-control"] == "no-store"


def test_an_answer_may_bring_its_own_policy(web: TestClient) -> None:
    headers = web.get("/own-policy").headers

    assert (headers["content-security-policy"], headers["cache-control"]) == ("own", "max-age=5")


def test_a_fault_page_carries_the_headers_and_says_nothing_of_the_cause(web: TestClient) -> None:
    answer = web.get("/fault")

    assert answer.status_code == 500
    assert "trục trặc" in answer.text
    assert "secret" not in answer.text
    assert answer.headers["x-frame-options"] == "DENY"


def test_the_applications_own_fault_page_is_used_and_protected() -> None:
    app = small_web(WebOptions(OURS))

    async def our_page(request: Request, _fault: Exception) -> HTMLResponse:
        return HTMLResponse(f"của chúng tôi {request.state.request_id}", status_code=500)

    app.add_exception_handler(Exception, our_page)
    answer = TestClient(app, raise_server_exceptions=False).get("/fault")

    assert answer.text == f"của chúng tôi {answer.headers['x-request-id']}"
    assert "content-security-policy" in answer.headers


def test_the_server_still_hears_of_a_fault() -> None:
    with pytest.raises(RuntimeError):
        TestClient(small_web(WebOptions(OURS))).get("/fault")


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": OURS},
        {"Origin": "https://ke-xau.example"},
        {"Origin": "null"},
        {"Origin": "https://phananh.example.vn.ke-xau.example"},
        {"Origin": "https://phananh.example.vn:8443"},
    ],
)
def test_a_form_sent_from_another_site_is_refused_in_words(web: TestClient, headers: dict[str, str]) -> None:
    answer = web.post("/gui", content=b"x", headers=headers)

    assert answer.status_code == 403
    assert "đến từ một trang khác" in answer.text
    assert done(web) == 0


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin", "Origin": OURS},
        {"Sec-Fetch-Site": "none"},
        {"Origin": OURS},
        {"Origin": "http://192.168.1.5:8000", "Host": "192.168.1.5:8000"},
    ],
)
def test_our_own_forms_and_programs_are_let_through(web: TestClient, headers: dict[str, str]) -> None:
    assert web.post("/gui", content=b"x", headers=headers).status_code == 200


def test_reading_from_another_site_is_no_forgery(web: TestClient) -> None:
    assert web.get("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_the_api_has_no_cookies_to_abuse_so_other_sites_may_call_it(web: TestClient) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://doi-tac.example"}

    assert web.post("/api/v1/feedback", content=b"x", headers=headers).status_code == 200


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize(
    ("path", "most", "said"),
    [("/gui", 500, "quá lớn"), ("/api/v1/uploads", 500, "20 MB"), ("/api/v1/feedback", 200, "2 MB")],
)
def test_a_body_over_its_limit_gets_a_sentence_and_never_arrives(
    web: TestClient, monkeypatch: pytest.MonkeyPatch, path: str, most: int, said: str, streamed: bool
) -> None:
    monkeypatch.setattr(security, "FORM_MAX_BYTES", 500)
    monkeypatch.setattr(security, "JSON_MAX_BYTES", 200)

    def send(size: int) -> int:
        pieces = [b"x" * 50] * (size // 50) + [b"x" * (size % 50)]
        body = iter(pieces) if streamed else b"".join(pieces)
        answer = web.post(path, content=body)
        if answer.status_code == 413:
            assert said in answer.text
            assert answer.headers["x-frame-options"] == "DENY"
        return answer.status_code

    assert send(most) == 200
    assert send(most + 1) == 413
    assert done(web) == 1


def test_ten_files_of_twenty_megabytes_fit(web: TestClient) -> None:
    assert security.FORM_MAX_BYTES > 10 * 20 * 1024 * 1024


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.7", [], "203.0.113.7"),
        ("203.0.113.7", ["198.51.100.1"], "203.0.113.7"),
        ("10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["1.1.1.1, 198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["1.1.1.1, 198.51.100.1, 10.0.0.2"], "198.51.100.1"),
        ("10.0.0.1", ["1.1.1.1", "198.51.100.1", "10.0.0.2"], "198.51.100.1"),
        ("10.0.0.1", ["198.51.100.1:4711"], "198.51.100.1"),
        ("10.0.0.1", ["nonsense"], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.1, <script>"], "10.0.0.1"),
        ("10.0.0.1", ["10.0.0.9"], "10.0.0.9"),
        ("10.0.0.1", ["[2001:db8:1:2:aaaa::1]:443"], "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", [], "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", [], "203.0.113.7"),
        ("::ffff:10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("", [], "unknown"),
    ],
)
def test_an_address_is_the_nearest_one_no_proxy_of_ours_vouches_for(
    peer: str, forwarded: list[str], address: str
) -> None:
    assert resolve(peer, forwarded, ("10.0.0.0/8",)) == address


def test_without_trusted_proxies_nobody_is_believed() -> None:
    assert resolve("10.0.0.1", ["198.51.100.1"], ()) == "10.0.0.1"


def test_the_address_of_a_request_comes_through_the_trusted_proxy(web: TestClient) -> None:
    assert web.get("/address", headers={"X-Forwarded-For": "9.9.9.9, 198.51.100.4"}).json() == "198.51.100.4"
