"""Fetching a file that a message only points to: from hosts that were named, never from inside our own network.

A link in a message is written by a stranger. It is followed only to hosts an administrator has allowed, over HTTPS, to
public addresses; every redirection is judged anew, and the address that was judged is the one that is connected to.
A proxy (``HTTPS_PROXY``, ``NO_PROXY``) is asked for that address too, not for the name.
"""

import ipaddress
import socket
import tempfile
import time
from base64 import b64encode
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import BinaryIO, cast
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx
import structlog

from bot.channel import File
from intake.cases import incoming, uploads
from intake.cases.errors import Invalid
from intake.cases.ports import Incoming
from intake.cases.unfit import FILE_MAX_MB
from intake.cases.work import Desk
from models.languages import _

log = structlog.get_logger()

_MOST_BYTES = FILE_MAX_MB * 1024 * 1024
_REDIRECTIONS = 3
_FETCH_FOR = timedelta(minutes=1)
"""How long a file is tried for; then its sender is asked to send it again."""
_SECONDS = 30.0
_PAUSE_SECONDS = {"connect": 5.0, "read": 10.0, "write": 5.0, "pool": 5.0}
_IN_MEMORY_BYTES = 1024 * 1024
_PORTS = {"http": 80, "https": 443}


_TRANSLATED = ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48")
"""Addresses that stand for others (RFC 6052, RFC 8215)."""


class Forbidden(Exception):
    """The link may not be followed. The text is a word for why, never the link."""


class TooLarge(Exception):
    """The file is larger than any that may be kept."""


class Away(OSError):
    """The file could not be fetched now. The text is a word for why, never the link."""


def said(fault: Exception) -> str:
    """What whoever sent the file is told."""
    if isinstance(fault, TooLarge):
        return _("Tệp này quá lớn nên chưa nhận được. Xin gửi tệp nhỏ hơn {most} MB.").format(most=FILE_MAX_MB)
    if isinstance(fault, Forbidden):
        return _("Tệp này nằm ở nơi lạ nên tôi không mở. Xin gửi thẳng ảnh hoặc tệp vào đây.")
    return _("Tôi chưa tải được tệp ông/bà gửi. Xin gửi lại giúp.")


def keep(desk: Desk, url: str, name: str, hosts: Sequence[str]) -> File:
    """Fetch a file and keep it among the uploads. Raises Forbidden, TooLarge, Away; Invalid for what may not come in.

    A host ``zdn.vn`` stands for itself and everything below it; ``http://10.0.0.5:8080`` for exactly that origin,
    which is then trusted as it is.
    """
    with fetched(url, hosts) as content, incoming.examined(incoming.Incoming(name, content)) as file:
        with desk.work() as work:
            upload = uploads.receive(work, file)
        return File(str(upload.id), upload.name or name)


def gather(
    desk: Desk, message: Incoming, links: Iterable[tuple[str, str]], hosts: Sequence[str]
) -> tuple[list[File], str]:
    """Keep what lies behind each link, under its name; gives the files, and sentences on those that were not kept.

    Raises Away as long as a young message may still get its files.
    """
    files: list[File] = []
    refused: list[str] = []
    for url, name in links:
        try:
            files.append(keep(desk, url, name, hosts))
        except Away as away:
            if desk.clock() < message.received_at + _FETCH_FOR:
                raise
            log.warning("media.away", channel=message.channel, fault=str(away))
            refused.append(said(away))
        except (Forbidden, TooLarge) as why:
            log.warning("media.refused", channel=message.channel, fault=str(why) or type(why).__name__)
            refused.append(said(why))
        except Invalid as wrong:
            refused.append(wrong.sentence)
    return files, " ".join(dict.fromkeys(refused))


def fetched(url: str, hosts: Sequence[str]) -> BinaryIO:
    """The bytes behind a link, read from the start. Raises Forbidden, TooLarge, Away."""
    until = time.monotonic() + _SECONDS
    for _step in range(_REDIRECTIONS + 1):
        backend = _judged(url, hosts)
        try:
            with (
                httpcore.ConnectionPool(network_backend=backend) as pool,
                pool.stream("GET", url, extensions={"timeout": _PAUSE_SECONDS}) as response,
            ):
                if response.status == 200:
                    return _read(response.iter_stream(), until)
                if response.status not in (301, 302, 303, 307, 308):
                    raise Away(f"http_{response.status}")
                url = urljoin(url, _header(response, b"location"))
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as fault:
            raise Away(type(fault).__name__) from None
        except UnicodeError:
            raise Forbidden("not_a_link") from None
    raise Forbidden("redirections")


def _judged(url: str, hosts: Sequence[str]) -> httpcore.NetworkBackend:
    """How this link may be connected to. Raises Forbidden."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise Forbidden("not_a_link") from None
    if parts.username or parts.password or not host:
        raise Forbidden("not_a_link")
    if f"{parts.scheme}://{parts.netloc}" in hosts:
        return httpcore.SyncBackend()
    if parts.scheme != "https" or port not in (None, 443):
        raise Forbidden("not_https")
    if not any(host == known or host.endswith(f".{known}") for known in hosts if "/" not in known):
        raise Forbidden("host")
    return _Public(_proxy_for(host))


def _proxy_for(host: str) -> httpx.Proxy | None:
    """The way out to this host that the machine was given, as every other client of ours takes it."""
    known = getproxies()
    told = known.get("https") or known.get("all")
    if not told or proxy_bypass(host):
        return None
    return httpx.Proxy(told if "://" in told else f"http://{told}")


class _Public(httpcore.SyncBackend):
    """Connects to public addresses only, and to the one that was judged; through a proxy if there is one."""

    def __init__(self, proxy: httpx.Proxy | None = None) -> None:
        self._proxy = proxy

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError:
            raise Away("name") from None
        addresses = [str(entry[4][0]) for entry in found]
        if not addresses or not all(is_public(address) for address in addresses):
            raise Forbidden("address")
        if self._proxy is not None:
            return _through(self._proxy, addresses[0], port, timeout)
        return super().connect_tcp(addresses[0], port, timeout, local_address, socket_options)


def _through(proxy: httpx.Proxy, address: str, port: int, timeout: float | None) -> httpcore.NetworkStream:
    """A tunnel to this address (RFC 9110, 9.3.6). Raises Away if the proxy will not, errors of httpcore."""
    target = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
    url = proxy.url
    if url.scheme not in _PORTS:
        raise Away("proxy_scheme")
    asked = httpcore.URL(scheme=url.scheme, host=url.host, port=url.port or _PORTS[url.scheme], target=target)
    headers: dict[bytes | str, bytes | str] = {"Host": target}
    if proxy.raw_auth is not None:
        headers["Proxy-Authorization"] = f"Basic {b64encode(b':'.join(proxy.raw_auth)).decode()}"
    connection = httpcore.HTTPConnection(asked.origin)
    answer = connection.handle_request(
        httpcore.Request(
            "CONNECT", asked, headers=headers, extensions={"timeout": _PAUSE_SECONDS | {"connect": timeout}}
        )
    )
    if answer.status // 100 != 2:
        connection.close()
        raise Away(f"proxy_{answer.status}")
    stream: httpcore.NetworkStream = answer.extensions["network_stream"]
    return stream


def is_public(address: str) -> bool:
    """Whether this address is one of the open Internet, in whatever form it is written."""
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(known, ipaddress.IPv6Address):
        hides_another = known.ipv4_mapped or known.sixtofour or known.teredo
        if hides_another or any(known in network for network in _TRANSLATED):
            return False
    return known.is_global and not known.is_multicast


def _read(pieces: Iterable[bytes], until: float) -> BinaryIO:
    content = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115 - whoever asked closes it
    for piece in pieces:
        content.write(piece)
        if content.tell() > _MOST_BYTES:
            content.close()
            raise TooLarge
        if time.monotonic() > until:
            content.close()
            raise Away("slow")
    content.seek(0)
    return cast("BinaryIO", content)


def _header(response: httpcore.Response, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in response.headers if key.lower() == name), "")
