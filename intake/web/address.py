"""Whose address a request comes from, when proxies stand between; only proxies we were told of are believed.

``X-Forwarded-For`` is read from the right: each proxy appends whom it saw, so everything left of the last
untrusted address may be invented. An IPv6 customer owns a whole /64, so that is what counts as one address.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.requests import HTTPConnection

Network = IPv4Network | IPv6Network


def client_address(request: HTTPConnection) -> str:
    """The nearest address we have no reason to trust: ``203.0.113.7``, or ``2001:db8:1:2::/64``."""
    peer = request.client.host if request.client else ""
    trusted: tuple[str, ...] = request.app.state.options.trusted_proxies
    return resolve(peer, request.headers.getlist("x-forwarded-for"), trusted)


def resolve(peer: str, forwarded: Iterable[str], trusted_proxies: tuple[str, ...]) -> str:
    """The same from plain values: the address that connected, the header's lines, whom to believe."""
    networks = _networks(trusted_proxies)
    nearest = _read(peer)
    if nearest is None:
        return peer or "unknown"
    for entry in _from_the_right(forwarded):
        if not _is_trusted(nearest, networks):
            break
        further = _read(entry)
        if further is None:
            break
        nearest = further
    return _grouped(nearest)


def _from_the_right(lines: Iterable[str]) -> Iterator[str]:
    return reversed([entry.strip() for line in lines for entry in line.split(",")])


def _read(text: str) -> IPv4Address | IPv6Address | None:
    """An address, with or without a port: ``198.51.100.1:4711``, ``[2001:db8::1]:443``."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].split("]", 1)[0]
    elif bare.count(":") == 1:
        bare = bare.split(":", 1)[0]
    try:
        address = ip_address(bare.split("%", 1)[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def _is_trusted(address: IPv4Address | IPv6Address, networks: tuple[Network, ...]) -> bool:
    return any(address in network for network in networks)


def _grouped(address: IPv4Address | IPv6Address) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    return str(ip_network((address, 64), strict=False))


@cache
def _networks(trusted_proxies: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ip_network(text, strict=False) for text in trusted_proxies)
