"""The small toolkit with slots, and a table of organisations that fill them."""

import shutil
from pathlib import Path

from conftest import MINI

SLUG = "slapen"
HEAD = "id,name,telefoon,mail,adres,web,leaves_out,logo,logo_alt"
ROWS = tuple(
    """\
noord,Voorbeeld-regio Noord,012-345 67 89,noord@example.org,"Straat 1, 1234 AB Noord",https://example.org/noord/,,,
zuid,Voorbeeld-regio Zuid,098-765 43 21,zuid@example.org,"Laan 22, 4321 BA Zuid",https://example.org/zuid/,,,
lang,Voorbeeld-regio Ver,012-000 00 00,ver@example.org,LANG,https://example.org/ver/,,,
zonder,Voorbeeld-regio Oost,012-111 11 11,oost@example.org,Pad 3,https://example.org/o/,card/ritme,images/logo.png,Logo
""".replace("LANG", "Een heel lange straatnaam " * 5).splitlines()
)
SLOTS = """slots:
  - {id: naam, kind: name, label: Uitgave van, at: [cover, colophon]}
  - {id: telefoon, kind: phone, label: Telefoon, required: true, at: [cover]}
  - {id: mail, kind: email, label: E-mail, at: [colophon]}
  - {id: adres, kind: address, label: Adres}
  - {id: web, kind: web, label: Website}
contents:
"""
HELP = """  - heading: Hulp in de buurt
    slots: [naam, telefoon, adres, web]
"""
CAUTIONS = """cautions:
  - text: Wie erg somber is, belt eerst de huisarts.
    level: warning
  - text: Leg papier klaar voordat je naar bed gaat.
    applies_to: [schrijven]
"""


def make_regions(project: Path) -> Path:
    """A copy of the small project, with slots and editions."""
    shutil.copytree(MINI, project)
    folder = project / "toolkits" / SLUG
    info = folder / "toolkit.yaml"
    info.write_text(info.read_text("utf-8").replace("contents:\n", SLOTS), "utf-8")
    guide = folder / "pages" / "gids.yaml"
    text = guide.read_text("utf-8").replace(
        "          title: Ritme\n", "          title: Ritme\n          link: card/ritme\n"
    )
    guide.write_text(text + HELP, "utf-8")
    card = folder / "cards" / "rust.yaml"
    told = card.read_text("utf-8").replace(
        "    title: Geen scherm in bed\n",
        "    title: Geen scherm in bed\n    more:\n      - to: option/ritme/licht\n",
    )
    card.write_text(told + CAUTIONS, "utf-8")
    write_table(project, *ROWS)
    return project


def write_table(project: Path, *rows: str, head: str = HEAD) -> Path:
    """The table of organisations of the project, with these rows."""
    file = project / "toolkits" / SLUG / "editions" / "organisations.csv"
    file.parent.mkdir(exist_ok=True)
    file.write_text("\n".join((head, *rows)) + "\n", "utf-8")
    return file
