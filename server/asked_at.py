"""Under which address the server is found: what its operator says, or else what the request says."""

import ipaddress
import re

from flask import current_app, request

from server.refusals import ProblemError

ADDRESS = "SITE_ADDRESS"
"""The application's setting for where others find it, with its last slash."""
PROXIED = "iprgraph.proxied"
"""What the environment of a request has that came by the trusted proxy."""
_HOST = re.compile(r"([A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]+)?")


def root_address() -> str:
    """The address under which the asker reached the server, with its last slash; refuses a Host that is no host."""
    if not _HOST.fullmatch(request.host):
        raise ProblemError(400, "The Host header names no host.")
    return current_app.config.get(ADDRESS) or request.url_root


def public_address(otherwise: str = "") -> str:
    """The same for texts that are read by others than the asker.

    A Host that neither the proxy vouches for nor this machine goes by could be anybody's: then it is the other address
    given, or else where the server listens.
    """
    root = root_address()
    if current_app.config.get(ADDRESS) or request.environ.get(PROXIED) or _is_own(request.host):
        return root
    environ = request.environ
    return otherwise or f"{request.scheme}://{_bracketed(environ['SERVER_NAME'])}:{environ['SERVER_PORT']}/"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _is_own(host: str) -> bool:
    """Whether the host is this machine as it calls itself, or where it listens."""
    found = _HOST.fullmatch(host)
    name = found[1].strip("[]").lower() if found else ""
    return name in {"localhost", request.environ["SERVER_NAME"].lower()} or _is_loopback(name)


def _is_loopback(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
