"""Who may ask for what: this computer alone, pages of this server alone, with its token alone."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'"
)
"""Nothing comes from elsewhere, and no words of a toolkit can become a script."""

_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
TOKEN = "token"  # noqa: S105  # the name of the parameter, not its value
_SAFE = ("GET", "HEAD")


class Guard:
    """Lets through what comes from this server's own pages, and gives every answer its headers.

    A page of another site, or of another server on this computer, can send requests here; it can
    neither know the token nor pass as this server. A name that somebody else's DNS makes lead to
    this computer is no name of this server.
    """

    def __init__(self, app: ASGIApp, port: int, token: str) -> None:
        self._app, self._token = app, token
        self.cookie = f"cardprint-{port}"
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # no other protocol is spoken here
        headers = Headers(scope=scope)
        given = parse_qs(scope["query_string"].decode("latin-1")).get(TOKEN, [""])[0]
        why = self._refused(scope["method"], headers, given)

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    own[name] = value
                own.setdefault("Cache-Control", "no-store")
                if not why and given:
                    own.append("Set-Cookie", self._set_cookie())
            await send(message)

        answer = PlainTextResponse(f"{why}\n", 403) if why else self._app
        await answer(scope, receive, sent)

    def _refused(self, method: str, headers: Headers, given: str) -> str:
        """Why a request is refused; nothing if it is not."""
        host = headers.get("host", "")
        if host not in self._hosts:
            return "This server has another name."
        origin = headers.get("origin")
        if origin is not None and origin != f"http://{host}":
            return "This comes from another site."
        if origin is None and method not in _SAFE:
            return "This does not say where it comes from."
        if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            return "This comes from another site."
        known = given or _cookies(headers).get(self.cookie, "")
        if not secrets.compare_digest(known.encode(), self._token.encode()):
            return "Open the address that the program has printed."
        return ""

    def _set_cookie(self) -> str:
        return f"{self.cookie}={self._token}; Path=/; HttpOnly; SameSite=Strict"


def _cookies(headers: Headers) -> Mapping[str, str]:
    try:
        found = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return {}
    return {name: each.value for name, each in found.items()}


def new_token() -> str:
    """A secret for one run of the server."""
    return secrets.token_urlsafe(32)
