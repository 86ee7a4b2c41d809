"""Names of options and pages inside a toolkit: each of them must exist."""

from collections.abc import Callable

from cardprint.errors import Problem, nearest
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import tell
from cardprint.model.card import Card
from cardprint.model.page import Page

Report = Callable[[Problem], None]


def check_choose_pages(toolkit: Toolkit, card: Card, report: Report) -> None:
    """Every option is on one choose page."""
    known = [option.id for option in card.options]
    seen: list[str] = []
    for i, page in enumerate(card.choose_pages):
        for j, name in enumerate(page.options):
            place = toolkit.at(card, "choose_pages", i, "options", j)
            if name not in known:
                report(
                    Problem(
                        place, tell("unknown option '{option}'", option=name), nearest(name, known)
                    )
                )
            elif name in seen:
                report(
                    Problem(
                        place,
                        tell("option '{option}' is already on a choose page", option=name),
                        tell("name it once"),
                    )
                )
            seen.append(name)
    if card.choose_pages and (missing := [name for name in known if name not in seen]):
        message = tell("option '{option}' is on no choose page", option=missing[0])
        report(Problem(toolkit.at(card, "choose_pages"), message, tell("name every option")))


def check_cautions(toolkit: Toolkit, card: Card, report: Report) -> None:
    """Every caution is about options of its card; every known level of evidence has a source."""
    known = [option.id for option in card.options]
    for i, caution in enumerate(card.cautions):
        for j, name in enumerate(caution.applies_to):
            place = toolkit.at(card, "cautions", i, "applies_to", j)
            if name not in known:
                message = tell("unknown option '{option}'", option=name)
                report(Problem(place, message, nearest(name, known)))
            elif name in caution.applies_to[:j]:
                message = tell("the option is named twice")
                report(Problem(place, message, tell("name it once")))
    for i, option in enumerate(card.options):
        evidence = option.evidence
        if evidence and evidence.level != "unknown" and not evidence.source:
            message = tell("the evidence of option '{option}' has no source", option=option.id)
            hint = tell("add 'source:', or write 'level: unknown'")
            report(Problem(toolkit.at(card, "options", i, "evidence"), message, hint))


def check_more(toolkit: Toolkit, card: Card, report: Report) -> None:
    """Every place to read more exists, here or in the other toolkit."""
    for i, option in enumerate(card.options):
        for j, more in enumerate(option.more):
            place = toolkit.at(card, "options", i, "more", j, "to")
            if more.toolkit and more.toolkit not in toolkit.others:
                message = tell(
                    "there is no toolkit '{toolkit}' that can be read", toolkit=more.toolkit
                )
                report(Problem(place, message, tell("name a folder of toolkits/")))
                continue
            known = toolkit.others[more.toolkit].titles if more.toolkit else toolkit.titles
            if more.name not in known:
                hint = nearest(more.name, known)
                report(Problem(place, tell("link to unknown place '{place}'", place=more.to), hint))
            elif more.toolkit and not more.title:
                language = toolkit.others[more.toolkit].language
                if toolkit.translation not in ("", language):
                    message = tell(
                        "the title of '{place}' is in another language ('{language}')",
                        place=more.to,
                        language=language,
                    )
                    hint = tell("add 'title:', and translate it")
                    report(Problem(place, message, hint))


def check_page(toolkit: Toolkit, page: Page, report: Report) -> None:
    """The tiles, heading levels and diagram links of a page are right."""
    known = {each.id: each for each in toolkit.pages}
    for i, name in enumerate(page.tiles):
        place = toolkit.at(page, "tiles", i)
        if name not in known:
            report(Problem(place, tell("unknown page '{page}'", page=name), nearest(name, known)))
        elif known[name].summary is None:
            message = tell("page '{page}' has no summary for its tile", page=name)
            report(Problem(toolkit.at(known[name]), message, tell("add 'summary:'")))
    for i, section in enumerate(page.sections):
        if i == 0 and section.level == "3":
            message = tell("the first heading of a page must have level 2")
            report(
                Problem(
                    toolkit.at(page, "sections", i, "level"), message, tell("leave out 'level:'")
                )
            )
        for path, _, link in section.diagram.links if section.diagram else ():
            if link not in toolkit.titles:
                place = toolkit.at(page, "sections", i, "diagram", *path)
                message = tell("link to unknown place '{place}'", place=link)
                report(Problem(place, message, nearest(link, toolkit.titles)))
