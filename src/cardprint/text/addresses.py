"""Addresses of the web and of mail, as they are printed: whole, in their own letters."""

import re
from urllib.parse import unquote, urlsplit

_PATH = r"(?:[^\s()]*\([^\s()]*\))*(?:[^\s()]*[\w/])?"
# Each part begins where its run of letters does, so that a text is gone through once, however long.
_USER = r"(?<![\w.+-])[\w.+-]++@"
_HOST = r"(?:(?<![\w.-])|(?<=(?<![\w-])[._-]))(?:[^\W_][\w-]*+\.)+[^\W\d_]{2,}"
ADDRESS = re.compile(
    rf"(?:https?://)?(?:{_USER})?{_HOST}(?::\d+)?(?:[/?#]{_PATH})?",
    re.IGNORECASE,
)
"""An address in a text, without the sign that ends the sentence around it."""

_AFTER_SIGN = re.compile(r"(?<=[./@?&=#])(?<!//)(?<!\bwww\.)(?=[^\s./])(?!$)")
_ENCODED = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")


def pieces(address: str) -> list[str]:
    """The parts of an address after each of which a line may end."""
    return _AFTER_SIGN.split(address)


def shown(url: str) -> str:
    """An address as people write it: without scheme and last slash.

    Names are in their own letters; what would not be understood in another way stays as it is.
    """
    parts = urlsplit(url)
    if parts.scheme in ("mailto", "tel"):
        return _in_letters(parts.path) or url
    whole = _host(parts.netloc) + _in_letters(parts.path)
    if not parts.query and not parts.fragment:
        return whole.rstrip("/") or url
    query = f"?{_in_letters(parts.query)}" if parts.query else ""
    return whole + query + (f"#{_in_letters(parts.fragment)}" if parts.fragment else "")


def _host(host: str) -> str:
    """The name of a server, that travels as ``xn--…``, in its own letters (RFC 3490)."""
    try:
        return host.encode("ascii").decode("idna") if "xn--" in host.lower() else host
    except UnicodeError:
        return host


def _in_letters(text: str) -> str:
    """Letters that travel as ``%C3%A9`` as themselves; signs keep their code."""

    def decoded(found: re.Match[str]) -> str:
        letters = unquote(found[0], errors="replace")
        return letters if letters.isalpha() else found[0]

    return _ENCODED.sub(decoded, text)
