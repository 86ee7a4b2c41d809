"""Pictures as the data asks for them: cropped, sized, placed, with a credit and enough pixels."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageCms

from cardprint import BuildReport, Cache, InputError, OutputError, Project, build
from cardprint.load.inputs import load_inputs
from cardprint.load.prepare import part_of, prepared
from cardprint.load.raster import faults_of_raster
from cardprint.messages.catalogue import tell
from cardprint.verify.reading import read_pages
from conftest import MINI, ROOT
from pictures import jpeg, png, saved

RED, GREEN, BLUE, WHITE = (250, 10, 10), (10, 200, 10), (10, 10, 240), (255, 255, 255)
NAME = "Bij ’t raam, ’s ochtends é.jpg"


def striped(size: tuple[int, int] = (600, 300)) -> Image.Image:
    """Red, green and blue from the left, in thirds."""
    image, third = Image.new("RGB", size, GREEN), size[0] // 3
    image.paste(RED, (0, 0, third, size[1]))
    image.paste(BLUE, (2 * third, 0, *size))
    return image


def turned(image: Image.Image) -> bytes:
    """As a camera saves it that was held upright: the pixels lie on their side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return jpeg(image.rotate(90, expand=True), exif=exif)


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def near(pixel: object, colour: tuple[int, int, int], within: int = 12) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(one - two) <= within for one, two in zip(pixel, colour, strict=True))


def shown(
    project: Path, cache: Cache, picture: str, layout: str = "grid-a4", data: bytes = b""
) -> BuildReport:
    """Build the small project with one picture in its guide."""
    kit = project / "toolkits" / "slapen"
    (kit / "images" / NAME).write_bytes(data or jpeg(striped()))
    page = kit / "pages" / "gids.yaml"
    text = MINI.joinpath("toolkits/slapen/pages/gids.yaml").read_text("utf-8").rstrip()
    words = " ".join(["Slapen gaat beter als je overdag buiten bent."] * 12)
    section = (
        f"\n  - heading: Slaapkamer\n    text: {words}\n"
        f'    picture: {{file: "images/{NAME}", alt: Een raam, {picture}}}\n'
    )
    page.write_text(text + section, "utf-8")
    (report,) = build(project, layouts=[layout], jobs=1, cache=cache)
    return report


def on_page(project: Path, report: BuildReport) -> tuple[float, float, float]:
    """Left, width and height of the photograph, in points."""
    pages = read_pages((project / report.file).read_bytes())
    first, *others = (mark.whole for page in pages for mark in page.marks if mark.whole)
    # The logo is on the cover.
    assert first is not None
    (box,) = others
    assert box is not None
    return box.left, box.width, box.height


@pytest.mark.parametrize(
    ("crop", "box"),
    [
        ("square middle", (150, 0, 450, 300)),
        ("circle left", (0, 0, 300, 300)),
        ("square right", (300, 0, 600, 300)),
        ("wide middle", (34, 0, 567, 300)),
    ],
)
def test_a_picture_is_cut_to_its_form_and_keeps_a_side(
    crop: str, box: tuple[int, int, int, int]
) -> None:
    assert part_of((600, 300), crop) == box


@pytest.mark.parametrize(("keep", "top"), [("top", 0), ("middle", 150), ("bottom", 300)])
def test_of_an_upright_picture_the_top_may_be_kept(keep: str, top: int) -> None:
    assert part_of((300, 600), f"square {keep}") == (0, top, 300, top + 300)


def test_a_picture_that_needs_no_change_stays_as_it_is() -> None:
    for data in (jpeg(striped()), png(striped()), turned(striped()), b"<svg/>"):
        assert prepared(data, "", inks=False) is data


def test_a_picture_that_was_turned_is_cut_upright() -> None:
    image = opened(prepared(turned(striped()), "square left", inks=False))
    assert image.size == (300, 300)
    assert image.getexif().get(0x0112, 1) == 1
    assert near(image.getpixel((20, 150)), RED)
    assert near(image.getpixel((280, 150)), GREEN)


def test_inks_become_colours_of_a_screen_and_stay_on_a_press() -> None:
    data = jpeg(Image.new("CMYK", (60, 40), (0, 230, 255, 0)))
    assert prepared(data, "", inks=True) is data
    assert opened(prepared(data, "square middle", inks=True)).mode == "CMYK"
    image = opened(prepared(data, "", inks=False))
    assert image.mode == "RGB"
    red, green, blue = image.convert("RGB").getpixel((30, 20))  # type: ignore[misc]
    # Coated paper shows no red as bright as a screen's.
    assert 180 < red < 255 > 2 * max(green, blue)


def test_the_profile_of_a_picture_decides_over_that_of_coated_paper() -> None:
    ink = Image.new("CMYK", (60, 40), (0, 230, 255, 0))
    plain = opened(prepared(jpeg(ink), "", inks=False)).getpixel((30, 20))
    damaged = opened(prepared(jpeg(ink, icc_profile=b"geen profiel"), "", inks=False))
    assert damaged.getpixel((30, 20)) == plain
    other = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    of_screens = opened(prepared(jpeg(ink, icc_profile=other), "", inks=False))
    assert of_screens.getpixel((30, 20)) == plain


def test_a_photograph_in_webp_becomes_a_jpeg_and_a_clear_one_a_png() -> None:
    assert opened(prepared(saved(striped(), "WEBP"), "", inks=False)).format == "JPEG"
    half = striped()
    half.putalpha(128)
    clear = saved(half, "WEBP")
    assert opened(prepared(clear, "circle middle", inks=False)).format == "PNG"


def test_inks_are_taken_where_they_can_be_changed_alone() -> None:
    data = jpeg(Image.new("CMYK", (60, 40)))
    assert faults_of_raster(data, tell("it"), inks=True) == []
    ((message, _),) = faults_of_raster(data, tell("it"))
    assert "made for printing inks" in message


@pytest.mark.parametrize(
    ("asked", "share"),
    [("size: small", 0.33), ("size: half", 0.48), ("size: full", 1.0), ("place: left", 0.48)],
)
def test_a_picture_has_its_share_of_the_column(
    asked: str, share: float, project: Path, mini_cache: Cache
) -> None:
    _, width, height = on_page(project, shown(project, mini_cache, asked, "large-print"))
    column = (210 - 2 * 16) / 25.4 * 72
    assert width == pytest.approx(share * column, abs=1)
    assert height == pytest.approx(width / 2, abs=1)


def test_text_stands_beside_a_picture_and_never_on_it(project: Path, mini_cache: Cache) -> None:
    report = shown(project, mini_cache, "place: right, size: small, crop: square", "large-print")
    left, width, _ = on_page(project, report)
    assert left + width == pytest.approx((210 - 16) / 25.4 * 72, abs=1)
    _, *pages = read_pages((project / report.file).read_bytes())
    (page,) = (page for page in pages if any(mark.whole for mark in page.marks))
    (box,) = (mark.whole for mark in page.marks if mark.whole)
    beside = [run for run in page.runs if box.bottom < run.box.bottom < box.top - 10]
    assert len(beside) > 2
    assert all(run.box.right < box.left for run in beside)


@pytest.mark.parametrize("layout", ["screen", "grid-a4", "grid-a4+press"])
def test_a_circle_shows_the_middle_and_no_corners(
    layout: str, project: Path, mini_cache: Cache
) -> None:
    report = shown(project, mini_cache, "crop: circle, size: half", layout)
    with pdfium.PdfDocument(project / report.file) as document:
        image = document[1].render(scale=2).to_pil().convert("RGB")
    pages = list(read_pages((project / report.file).read_bytes()))
    (box,) = (mark.whole for mark in pages[1].marks if mark.whole)
    assert box.width == pytest.approx(box.height, abs=0.5)
    left, top = 2 * box.left, 2 * (pages[1].height_pt - box.top)
    if layout.endswith("press"):
        return  # its pages are larger than the trimmed page that boxes are in
    side = 2 * box.width
    assert near(image.getpixel((round(left + side / 2), round(top + side / 2))), GREEN, 40)
    assert near(image.getpixel((round(left + 2), round(top + 2))), WHITE, 3)


def test_a_press_file_keeps_the_inks_of_a_picture(project: Path, mini_cache: Cache) -> None:
    ink = Image.new("CMYK", (2400, 1200), (10, 200, 30, 5))
    report = shown(project, mini_cache, "size: full", "grid-a4+press", jpeg(ink))
    with pikepdf.open(project / report.file) as pdf:
        streams = [each for each in pdf.objects if isinstance(each, pikepdf.Stream)]
        images = [each for each in streams if _is_image(each) and each.Width == 2400]
        (image,) = (pikepdf.PdfImage(each).as_pil_image() for each in images)
    assert image.mode == "CMYK"
    found = image.getpixel((1200, 600))
    assert isinstance(found, tuple)
    assert all(abs(one - two) <= 6 for one, two in zip(found, (10, 200, 30, 5), strict=True))


def _is_image(each: object) -> bool:
    return isinstance(each, pikepdf.Stream) and each.get("/Subtype") == pikepdf.Name.Image


@pytest.mark.parametrize(("layout", "wanted"), [("grid-a4", 150), ("grid-a4+press", 300)])
def test_too_few_pixels_for_the_paper_are_told_where_the_picture_is_named(
    layout: str, wanted: int, project: Path, mini_cache: Cache
) -> None:
    report = shown(project, mini_cache, "size: full", layout, jpeg(striped((190, 100))))
    (problem,) = report.coarse
    assert problem.place.file == "toolkits/slapen/pages/gids.yaml"
    _, width, _ = on_page(project, report)
    dpi = round(190 / width * 72)
    assert 30 < dpi < 100
    assert f"has {dpi} dots per inch on this paper, and needs {wanted}" in str(problem)
    # The same from the cache
    (again,) = shown(project, mini_cache, "size: full", layout, jpeg(striped((190, 100)))).coarse
    assert str(again) == str(problem)


def test_a_picture_of_as_many_pixels_as_the_hint_asks_for_has_no_remark(
    project: Path, mini_cache: Cache
) -> None:
    (problem,) = shown(project, mini_cache, "size: full", data=jpeg(striped((375, 200)))).coarse
    pixels = int(str(problem).split("at least ")[1].split(" ")[0].replace(",", ""))
    data = jpeg(striped((pixels, pixels // 2)))
    assert shown(project, mini_cache, "size: full", data=data).coarse == ()


def test_a_screen_needs_no_number_of_pixels(project: Path, mini_cache: Cache) -> None:
    assert shown(project, mini_cache, "size: full", "screen", jpeg(striped((60, 40)))).coarse == ()


def test_the_credit_and_the_licence_stand_in_the_colophon(project: Path, mini_cache: Cache) -> None:
    report = shown(project, mini_cache, "credit: Jan de Vries, licence: CC BY 4.0")
    with pdfium.PdfDocument(project / report.file) as document:
        words = document[len(document) - 1].get_textpage().get_text_range()
    assert "Afbeeldingen" in words
    assert "Slaapkamer: Jan de Vries, CC BY 4.0" in " ".join(words.split())


def test_without_credits_the_colophon_has_no_heading_for_them(
    project: Path, mini_cache: Cache
) -> None:
    report = shown(project, mini_cache, "size: small")
    with pdfium.PdfDocument(project / report.file) as document:
        words = document[len(document) - 1].get_textpage().get_text_range()
    assert "Afbeeldingen" not in words


def test_a_credit_that_a_layout_loses_is_told(project: Path, mini_cache: Cache) -> None:
    folder = project / "layouts" / "eigen"
    folder.mkdir(parents=True)
    (folder / "layout.yaml").write_text("base: grid-a4\ndescription: Eigen\n", "utf-8")
    (folder / "style.css").write_text("", "utf-8")
    (folder / "edition.html.j2").write_text(_without_credits(), "utf-8")
    with pytest.raises(OutputError) as caught:
        shown(project, mini_cache, "credit: Jan de Vries", "eigen")
    (problem,) = caught.value.problems
    assert problem.place.file == "toolkits/slapen/pages/gids.yaml"
    assert "the text is not whole on the page: from 'Slaapkamer: Jan de' on" in str(problem)


def _without_credits() -> str:
    text = (ROOT / "layouts" / "_base" / "edition.html.j2").read_text("utf-8")
    return text.replace("{% if toolkit.credits %}", "{% if false %}")


@pytest.mark.parametrize("layout", ["screen", "grid-a4", "booklet-a5", "large-print"])
def test_a_card_has_its_picture_where_its_options_are_chosen(
    layout: str, project: Path, mini_cache: Cache
) -> None:
    kit = project / "toolkits" / "slapen"
    (kit / "images" / "raam.webp").write_bytes(saved(striped(), "WEBP"))
    card = kit / "cards" / "ritme.yaml"
    picture = "picture: {file: images/raam.webp, alt: Een open raam, size: half, place: above}"
    card.write_text(card.read_text("utf-8").replace("intro:", f"{picture}\nintro:", 1), "utf-8")
    (report,) = build(project, layouts=[layout], jobs=1, cache=mini_cache)
    with pikepdf.open(project / report.file) as pdf:
        said = [str(each.Alt) for each in pdf.objects if isinstance(each, pikepdf.Dictionary)
                and each.get("/S") == pikepdf.Name.Figure]  # fmt: skip
    assert said.count("Een open raam") == 1


def test_the_same_picture_may_be_cut_in_two_ways(project: Path, mini_cache: Cache) -> None:
    kit = project / "toolkits" / "slapen"
    (kit / "images" / "raam.jpg").write_bytes(jpeg(striped()))
    page = kit / "pages" / "gids.yaml"
    text = page.read_text("utf-8").rstrip()
    for crop in ("square", "wide"):
        picture = f"{{file: images/raam.jpg, alt: Een raam, crop: {crop}}}"
        text += f"\n  - heading: Raam {crop}\n    picture: {picture}"
    page.write_text(text + "\n", "utf-8")
    (report,) = build(project, layouts=["grid-a4"], jobs=1, cache=mini_cache)
    with pikepdf.open(project / report.file) as pdf:
        sizes = {(int(x.Width), int(x.Height)) for x in pdf.objects if _is_image(x)}
    assert {(300, 300), (533, 300)} <= sizes


def test_a_picture_beside_the_text_leaves_the_text_room(project: Path, mini_cache: Cache) -> None:
    with pytest.raises(InputError, match="cannot be as wide as the column"):
        shown(project, mini_cache, "place: right, size: full")


def test_what_a_picture_is_asked_for_is_kept_with_the_page(
    project: Path, mini_cache: Cache
) -> None:
    shown(project, mini_cache, "place: right, crop: circle")
    toolkit, _ = load_inputs(Project(project), project / "toolkits" / "slapen", "grid-a4")
    ((_, path, title, picture),) = toolkit.pictures
    assert (path, title) == (("sections", 2, "picture"), "Slaapkamer")
    assert picture.form == "at-right size-half cut-circle"
