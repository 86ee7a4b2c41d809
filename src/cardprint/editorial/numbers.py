"""Numbers: in words everywhere, or in digits everywhere."""

import re
from collections.abc import Iterator

from cardprint.editorial.model import Remark
from cardprint.editorial.running import running, whole
from cardprint.errors import Problem
from cardprint.load.toolkit import Toolkit
from cardprint.messages.catalogue import tell

# Whole numbers, not the parts of 2.5 or 1,000.
_DIGITS = re.compile(r"(?<![\d.,])\d+(?![.,]?\d)")


def check_numbers(toolkit: Toolkit) -> Iterator[Remark]:
    """Numbers that are in words in one place and in digits in another."""
    found = [*running(toolkit)]
    digits = {int(number) for _, _, text in found for number in _DIGITS.findall(text)}
    for number, word in enumerate(toolkit.locale.style.numbers, 2):
        for part, path, text in found if number in digits else ():
            if written := re.search(whole(word), text):
                place = toolkit.find(part, path, written[0])
                message = tell(
                    "'{word}' is written as {number} elsewhere", word=word, number=number
                )
                hint = tell("write {number}", number=number)
                yield Remark(Problem(place, message, hint), "number")
