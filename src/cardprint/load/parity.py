"""What a translation may not lose or change: numbers and units, addresses, links; and words at all.

A text whose source has changed since is not held against that; it is marked, or refused.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from cardprint.errors import Problem
from cardprint.load.pairs import Pair
from cardprint.messages.catalogue import Message, tell
from cardprint.model.fields import TextKind
from cardprint.model.locale import Locale
from cardprint.text import prose
from cardprint.text.addresses import ADDRESS
from cardprint.text.terms import Terms

Report = Callable[[Problem], None]

FEWEST = 4
"""The words from which on a text that is the same in both languages was not translated."""

LEAST, MOST = 0.5, 2.0
"""How long a translation is, in parts of its source, in letters."""

_NUMBER = re.compile(r"\d+(?:[.,\u2019'\u00a0\u202f]\d+)*")
_UNIT = re.compile(
    r"(\d)\s?(%|‰|°\s?[CF]|[kcm]?m|[kmµ]?g|mcg|[mcd]?l|k?J|kcal|mmHg|mmol|[GMk]B|€|£|\$)(?!\w)"
)
_COIN = re.compile(r"(€|£|\$)\s?(?=\d)")
_TELEPHONE = re.compile(r"(?<![\w+])(?:\+|0)[\d \xa0()/-]{6,}\d")


def check_parity(
    pairs: Iterable[Pair],
    languages: tuple[Locale, Locale],
    kept: Sequence[str],
    report: Report,
) -> None:
    """Report what differs between texts and their translations that should not.

    :param languages: of the sources, and of the translations.
    :param kept: the names in the language of the source that a translation keeps.
    """
    for pair in pairs:
        if pair.is_stale:
            continue
        for message, hint in (
            *_numbers(pair, languages),
            *_units(pair),
            *_addresses(pair),
            *_words(pair, kept),
            *_cautions(pair),
        ):
            report(Problem(pair.place, message, hint))


Findings = Iterator[tuple[Message, Message]]


def plain(text: str, kind: TextKind) -> str:
    """The words of a text as a reader sees them."""
    return prose.plain(text) if kind is TextKind.PROSE else text


def _without_addresses(pair: Pair) -> tuple[str, str]:
    """The words of both texts; the digits of addresses and telephones are compared with those."""
    both = (plain(each, pair.kind) for each in (pair.source, pair.words))
    source, words = (ADDRESS.sub(" ", _TELEPHONE.sub(" ", each)) for each in both)
    return source, words


def _numbers(pair: Pair, languages: tuple[Locale, Locale]) -> Findings:
    """Numbers that are in one of the two alone; one in words stands for one in digits."""
    (old, said_old), (new, said_new) = (
        (_digits(text, locale), _in_words(text, locale))
        for text, locale in zip(_without_addresses(pair), languages, strict=True)
    )
    hint = tell("write the numbers of the source, in digits")
    if lost := (old - new) - said_new:
        numbers = [*lost.elements()]
        name = pair.name
        yield tell("the translation of '{name}' lacks {numbers}", name=name, numbers=numbers), hint
    if more := (new - old) - said_old:
        numbers = [*more.elements()]
        message = tell(
            "the source of '{name}' does not have {numbers}", name=pair.name, numbers=numbers
        )
        yield message, hint


def _units(pair: Pair) -> Findings:
    """Units that are missing behind their numbers, or signs of money before them."""
    old, new = (
        Counter(found[2].replace(" ", "") for found in _UNIT.finditer(text))
        + Counter(_COIN.findall(text))
        for text in _without_addresses(pair)
    )
    for unit in old - new:
        message = tell(
            "the translation of '{name}' lacks the unit {unit}", name=pair.name, unit=unit
        )
        yield message, tell("write it behind its number, as in the source")


def _digits(text: str, locale: Locale) -> Counter[str]:
    """The numbers in digits, with a point before their decimals and no signs between thousands."""
    known = locale.babel.number_symbols
    symbols = known.get("latn") or next(iter(known.values()))
    found = (each.rstrip(".,") for each in _NUMBER.findall(text))
    return Counter(_normal(each, symbols["decimal"]) for each in found)


def _normal(number: str, decimal: str) -> str:
    whole, sign, rest = number.partition(decimal)
    whole = re.sub(r"\D(?=\d{3}(?!\d))", "", whole)
    return f"{whole}.{rest}" if sign else whole


def _in_words(text: str, locale: Locale) -> Counter[str]:
    """The numbers in words, from two on."""
    words = Counter(re.findall(r"\w+", text.casefold()))
    numbers = enumerate(locale.style.numbers, 2)
    return Counter({str(number): words[word.casefold()] for number, word in numbers})


def _addresses(pair: Pair) -> Findings:
    """Addresses, telephone numbers and targets of links that are in one of the two alone."""
    old, new = _led_to(pair.source, pair.kind), _led_to(pair.words, pair.kind)
    for address in sorted((old - new).elements()):
        message = tell("the translation of '{name}' lacks '{address}'", name=pair.name,
                       address=address)  # fmt: skip
        yield message, tell("write it as in the source, letter by letter")
    for address in sorted((new - old).elements()):
        message = tell("the source of '{name}' does not have '{address}'", name=pair.name,
                       address=address)  # fmt: skip
        yield message, tell("write what the source has, letter by letter")


def _led_to(text: str, kind: TextKind) -> Counter[str]:
    links = [address for address, _ in prose.links(text)] if kind is TextKind.PROSE else []
    words = plain(text, kind)
    phones = ("".join(re.findall(r"[\d+]", each)) for each in _TELEPHONE.findall(words))
    return Counter([*links, *ADDRESS.findall(words), *phones])


def _words(pair: Pair, kept: Sequence[str]) -> Findings:
    """A text that is still in the language of its source."""
    if pair.kind is TextKind.TITLE or pair.source != pair.words:
        return
    text = plain(pair.source, pair.kind)
    for _, start, end in reversed([*Terms({"und": tuple(kept)}).found(text)]):
        text = text[:start] + text[end:]
    words = re.findall(r"[^\W\d_]{2,}", ADDRESS.sub(" ", text))
    if len(words) >= FEWEST:
        message = tell("'{name}' is the same as its source", name=pair.name)
        yield message, tell("translate it; names that stay as they are go into 'terms_in:'")


def share(pair: Pair) -> float:
    """The length of a translation, in parts of that of its source."""
    return len(plain(pair.words, pair.kind)) / len(plain(pair.source, pair.kind))


def _cautions(pair: Pair) -> Findings:
    """A caution of which most is gone: a reader would choose without it."""
    if "cautions/" in pair.name and share(pair) < LEAST:
        message = tell("the caution '{name}' is far shorter than its source", name=pair.name)
        yield message, tell("translate all of it")
