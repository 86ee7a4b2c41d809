"""Colours as ``#rrggbb``: how they contrast, mix, and become readable."""

from collections.abc import Callable
from operator import mul

BLACK, WHITE = "#000000", "#ffffff"

Triple = tuple[float, float, float]
Matrix = tuple[Triple, Triple, Triple]

# How finely a lightness of OKLCH (0 to 1) is searched, and a share of its chroma.
_LIGHTNESSES, _CHROMAS = 400, 40
_GAMUT = 1e-4
"""How far a colour that a screen can show may be outside of its colours by rounding."""

# Oklab, from linear light to the cones of the eye, and from their roots to lightness and hue; and
# back (CSS Color 4, 9.2).
_TO_CONES: Matrix = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB: Matrix = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_FROM_LAB: Matrix = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
_FROM_CONES: Matrix = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue (0 to 255) of ``#rrggbb``."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb``, 0 to 1 (WCAG 2.2, definition of relative luminance)."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def tint(colour: str, share: float, ground: str = WHITE) -> str:
    """``colour`` laid over ``ground`` with the given share (0 to 1), without transparency."""
    pairs = zip(channels(colour), channels(ground), strict=True)
    return "#" + "".join(f"{round(below - (below - above) * share):02x}" for above, below in pairs)


def nearest_readable(colour: str, is_readable: Callable[[str], bool]) -> str | None:
    """The colour of the same hue and the nearest lightness that can be read; None if there is none.

    :param is_readable: whether a colour has the contrast that is asked.
    """
    if is_readable(colour):
        return colour
    light, a, b = _oklab(colour)
    steps = (step / _LIGHTNESSES for step in range(_LIGHTNESSES + 1))
    nearest = sorted(steps, key=lambda step: abs(step - light))
    found = (_with_most_chroma(step, a, b) for step in nearest)
    return next((each for each in found if is_readable(each)), None)


def _with_most_chroma(light: float, a: float, b: float) -> str:
    """The colour of this lightness with as much of its chroma as a screen can show."""
    shares = (step / _CHROMAS for step in range(_CHROMAS, 0, -1))
    found = (_from_oklab((light, a * share, b * share)) for share in shares)
    shown = (each for each in found if all(-_GAMUT <= part <= 1 + _GAMUT for part in each))
    return _written(next(shown, _from_oklab((light, 0.0, 0.0))))


def _linear(colour: str) -> Triple:
    """Red, green and blue as light, 0 to 1 (IEC 61966-2-1)."""
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4  # noqa: PLR2004  # the standard
        for c in (channel / 255 for channel in channels(colour))
    )
    return red, green, blue


def _written(linear: Triple) -> str:
    """``#rrggbb`` of light (IEC 61966-2-1)."""
    curved = (
        c * 12.92 if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055  # noqa: PLR2004  # as above
        for c in (min(max(part, 0.0), 1.0) for part in linear)
    )
    return "#" + "".join(f"{round(part * 255):02x}" for part in curved)


def _oklab(colour: str) -> Triple:
    """Lightness, and the two axes of hue and chroma."""
    one, two, three = _times(_TO_CONES, _linear(colour))
    return _times(_TO_LAB, (one ** (1 / 3), two ** (1 / 3), three ** (1 / 3)))


def _from_oklab(lab: Triple) -> Triple:
    """The colour as light."""
    one, two, three = _times(_FROM_LAB, lab)
    return _times(_FROM_CONES, (one**3, two**3, three**3))


def _times(matrix: Matrix, vector: Triple) -> Triple:
    one, two, three = (sum(map(mul, row, vector)) for row in matrix)
    return one, two, three
