"""The colours of a sheet become greys, or the inks of a press.

WeasyPrint writes colours as ``r g b rg`` (fill) and ``RG`` (stroke), each from 0 to 1 (ISO 32000-1,
table 74), gradients as shadings of type 2 and 3, and pictures in DeviceRGB or DeviceGray. The first
are the work of ``paint.py``.
"""

import zlib
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, PdfImage, Stream
from PIL import Image, ImageCms

from cardprint.link.paint import Convert, Inks, Paint, luma

_STITCHED = 3

SAMPLES = 129
"""The colours between two ends of a gradient; inks do not change in a straight line."""


def convert(pdf: bytes, profile: Path | None) -> bytes:
    """The same pages with every colour in DeviceCMYK, or in DeviceGray without a profile.

    Greys become black ink only: text in four inks would be blurred by the slightest misfit of the
    plates.

    :param profile: the ICC profile of the printing condition.
    """
    change: Convert = cache(_to_inks(profile) if profile else _to_grey)
    space = Name.DeviceCMYK if profile else Name.DeviceGray
    paint = Paint(change)
    with Pdf.open(BytesIO(pdf)) as file:
        for page in file.pages:
            paint.page(page)
        for item in list(file.objects):
            if isinstance(item, Stream) and item.get("/Subtype") == Name.Image:
                _convert_image(item, profile)
            elif isinstance(item, Stream) and _is_content(item):
                paint.form(item)
                if "/Group" in item:
                    item.Group.CS = space
            elif isinstance(item, Dictionary) and "/ShadingType" in item:
                item.Function = _converted_function(file, item.Function, item.Domain, change)
                item.ColorSpace = space
        output = BytesIO()
        file.save(output, static_id=True)
        return output.getvalue()


def _is_content(item: Stream) -> bool:
    """Whether a stream is a form or a tiling pattern."""
    return item.get("/Subtype") == Name.Form or "/PatternType" in item


def _converted_function(file: Pdf, function: Any, span: Any, change: Convert) -> Any:
    """The colours along a gradient: pieces (ISO 32000-1, 7.10.4) between two ends each (7.10.3).

    :param span: the part of its domain that is used.
    """
    if function.FunctionType == _STITCHED:
        encode = list(function.Encode)
        spans = zip(encode[::2], encode[1::2], strict=True)
        pieces = zip(function.Functions, spans, strict=True)
        changed = [_converted_function(file, each, own, change) for each, own in pieces]
        return Dictionary({**dict(function.items()), "/Functions": Array(changed)})
    ends = sorted(float(value) for value in span)
    low, high = (
        min(max(end, float(function.Domain[0])), float(function.Domain[1])) for end in ends
    )
    if low == high:
        low, high = map(float, function.Domain)
    steps = (low + (high - low) * i / (SAMPLES - 1) for i in range(SAMPLES))
    inks = [change(*_between(function, step)) for step in steps]
    return file.make_stream(
        bytes(round(ink * 255) for each in inks for ink in each),
        FunctionType=0,
        Domain=[low, high],
        Range=[0, 1] * len(inks[0]),
        Size=[SAMPLES],
        BitsPerSample=8,
    )


def _between(function: Any, share: float) -> tuple[float, float, float]:
    """The colour at a point between the two ends of a piece of a gradient."""
    grown = max(share, 0.0) ** float(function.N)
    colour = tuple(
        min(max(float(first) + grown * (float(last) - float(first)), 0.0), 1.0)
        for first, last in zip(function.C0, function.C1, strict=True)
    )
    red, green, blue = (colour * 3)[:3]
    return red, green, blue


def _to_grey(red: float, green: float, blue: float) -> Inks:
    return (luma(red, green, blue),)


# A colour is a grey if its channels differ by less than this.
_NEUTRAL = 0.02


def _to_inks(profile: Path) -> Convert:
    transform = _transform(profile)

    def inks(red: float, green: float, blue: float) -> Inks:
        if max(red, green, blue) - min(red, green, blue) < _NEUTRAL:
            return 0.0, 0.0, 0.0, 1 - (red + green + blue) / 3
        dot = Image.new("RGB", (1, 1), tuple(round(c * 255) for c in (red, green, blue)))
        changed: Any = ImageCms.applyTransform(dot, transform)
        return tuple(value / 255 for value in changed.getpixel((0, 0)))

    return inks


@cache
def _transform(profile: Path) -> ImageCms.ImageCmsTransform:
    return ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"),
        str(profile),
        "RGB",
        "CMYK",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


def _convert_image(item: Stream, profile: Path | None) -> None:
    """An image in inks or greys; its mask, which has no colour, and its own inks stay."""
    space = item.get("/ColorSpace")
    if space == Name.DeviceGray or (profile and space == Name.DeviceCMYK):
        return
    picture = PdfImage(item).as_pil_image().convert("RGB")
    if profile:
        changed: Any = ImageCms.applyTransform(picture, _transform(profile))
    else:
        changed = picture.convert("L")
    for key in ("/DecodeParms", "/Decode"):
        if key in item:
            del item[key]
    item.ColorSpace = Name.DeviceCMYK if profile else Name.DeviceGray
    item.BitsPerComponent = 8
    item.write(zlib.compress(changed.tobytes(), 9), filter=pikepdf.Name.FlateDecode)
