"""YAML as strangers write it: limits, words that are not lost, mistakes told in plain words."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cardprint.errors import Place, Problem
from cardprint.storage.nodes import MAX_DEPTH, MAX_NODES
from cardprint.storage.source import Source, read_source


def read(path: Path, text: str | bytes) -> tuple[Source | None, list[Problem]]:
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    problems: list[Problem] = []
    return read_source(path, path.name, problems.append), problems


def refused(folder: Path, text: str | bytes) -> Problem:
    """The one problem of a file that is not read."""
    source, problems = read(folder / "a.yaml", text)
    assert source is None
    (problem,) = problems
    return problem


@pytest.mark.parametrize(
    "text",
    ["[" * 2_000, "[" * 400_000, "{a: " * 200_000, "- " * 100_000, "? " * 100_000],
    ids=["lists", "many lists", "mappings", "dashes", "keys"],
)
def test_depth_has_a_limit_and_no_file_brings_the_program_down(tmp_path: Path, text: str) -> None:
    problem = refused(tmp_path, text)
    assert problem.message == f"there are more than {MAX_DEPTH} lists inside each other"
    assert problem.place.line == 1
    assert 0 < problem.place.column < 5 * MAX_DEPTH


def test_what_is_within_the_limit_of_depth_is_read(tmp_path: Path) -> None:
    source, problems = read(tmp_path / "a.yaml", "[" * MAX_DEPTH + "]" * MAX_DEPTH)
    assert source
    assert not problems


def test_a_file_that_unfolds_without_end_is_refused(tmp_path: Path) -> None:
    rows = [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 9)]
    problem = refused(tmp_path, "\n".join(["a0: &a0 [x, x]", *rows, "z: *a8"]))
    assert (
        problem.message == f"with its repeated parts, the file holds more than {MAX_NODES:,} values"
    )


def test_more_values_than_a_file_may_have_are_refused(tmp_path: Path) -> None:
    problem = refused(tmp_path, "\n".join(["- x"] * (MAX_NODES + 1)))
    assert problem.place == Place("a.yaml", MAX_NODES, 3)


@pytest.mark.parametrize(
    ("text", "line"), [("a: &b\n  - *b\n", 2), ("a: &x {b: &y {c: *x}, d: *y}\n", 1)]
)
def test_an_alias_of_what_it_stands_in_is_refused(tmp_path: Path, text: str, line: int) -> None:
    problem = refused(tmp_path, text)
    assert "without end" in problem.message
    assert problem.place.line == line


def test_an_alias_repeats_a_node_with_its_places(tmp_path: Path) -> None:
    source, _ = read(tmp_path / "a.yaml", "a: &x\n  - b: c\nd: *x\n")
    assert source
    assert source.data == {"a": [{"b": "c"}], "d": [{"b": "c"}]}
    assert source.at(("d", 0, "b")) == Place("a.yaml", 2, 8)


LOST = {
    "!Niet zomaar stoppen": "'!Niet' would not be printed",
    "&Samen kiezen": "'&Samen' would not be printed",
    "!!str twaalf": "'!!str' would not be printed",
    "! zo": "'!' would not be printed",
    "!<tag:x> zo": "'!<tag:x>' would not be printed",
    "&Samen": "'&Samen' would not be printed",
    "!Niet [a, b]": "'!Niet' would not be printed",
    "!Niet, zo": "a text cannot begin with '!'",
    "!Let!op dit": "a text cannot begin with '!'",
    "& dan": "a text cannot begin with '&'",
    "*Let op* dit": "a text cannot begin with '*'",
    "**Let op** dit": "a text cannot begin with '*'",
    "*kiezen": "a text cannot begin with '*'",
    "@huis": "a text cannot begin with '@'",
    "`code` hier": "a text cannot begin with '`'",
    "%van alles": "a text cannot begin with '%'",
    ", en dan": "a text cannot begin with ','",
    "] zo": "a text cannot begin with ']'",
    "? wie weet": "a text cannot begin with '?'",
}


BEFORE = ("eerst: x\ntitel: ", "rij:\n  - ", "rij:\n  - a: {b: ")
# In braces a comma ends a value, and after a dash a question mark begins a name.
NOT_LOST = {(BEFORE[2], text) for text in LOST if set(",]?") & set(text)} | {
    (BEFORE[1], "? wie weet")
}


@pytest.mark.parametrize(
    ("before", "text"), sorted({(each, text) for each in BEFORE for text in LOST} - NOT_LOST)
)
def test_no_sign_takes_a_word_away(tmp_path: Path, before: str, text: str) -> None:
    closing = "}" if before.endswith("{b: ") else ""
    problem = refused(tmp_path, f"{before}{text}{closing}\n")
    assert problem.message == LOST[text]
    assert problem.place == Place("a.yaml", 2, len(before.split("\n")[1]) + 1)
    assert problem.hint == "put the whole text in quotes, or on a new line after >-"


def test_a_sign_before_a_name_is_refused_too(tmp_path: Path) -> None:
    assert "'!x'" in refused(tmp_path, "!x titel: a\n").message
    assert "'&x'" in refused(tmp_path, "&x titel: a\n").message


def test_every_lost_word_is_told_at_once(tmp_path: Path) -> None:
    _, problems = read(tmp_path / "a.yaml", "a: !Niet dit\nb: &Samen dat\nc: *nooit\n")
    assert [problem.place.line for problem in problems] == [1, 2, 3]


MISTAKES = {
    "an apostrophe that opens a quotation": (
        "titel: Ritme\nintro: 'Apostrophe start\nopties:\n  - a: b\n",
        (2, 8), "the quotation mark that opens here is never closed",
    ),
    "two apostrophes that make a quotation": (
        "titel: 's Avonds\nintro: 's Nachts\nopties: b\n",
        (1, 8), "closed on line 2, before the end of the text",
    ),
    "a quotation in a quotation": (
        'titel: "Zeg "nee" hardop"\nb: c\n',
        (1, 8), "closed on line 1, before the end of the text",
    ),
    "a quotation with words after it": ("titel: 'Zo' is het\nb: c\n", (1, 8), "closed on line 1"),
    "a name in quotation marks that are not closed": ('"titel: a\nb: c\n', (1, 1), "never closed"),
    "a colon in the text": ("titel: Let op: dit\nb: c\n", (1, 14), "a colon in the text"),
    "a link at the beginning": (
        "titel: [de kaart](cardprint:card/x) helpt\n", (1, 18), "words after the closing ']'",
    ),
    "a brace at the beginning": ("titel: {naam} helpt\n", (1, 15), "words after the closing '}'"),
    "a bracket that is not closed": ("titel: [naam\nb: c\n", (1, 8), "the '[' that opens here"),
    "a brace that is not closed": ("titel: {a: b\nb: c\n", (1, 8), "the '{' that opens here"),
    "a line without a colon": ("a: b\ntitel Foo\nb: c\n", (2, 1), "no name with a colon"),
    "a text too far to the left": (
        "a:\n  inhoud: >-\n  te links\n  b: c\n", (3, 3), "no name with a colon",
    ),
    "a line too far to the right": ("a:\n  b: c\n   d: e\n", (3, 4), "too many spaces before it"),
    "a line too far to the left": ("a:\n    c: d\n  e: f\n", (3, 3), "does not line up with"),
    "a name among dashes": ("a:\n  - b\n  c: d\n", (3, 3), "does not line up with"),
    "a tab": ("a:\n\tb: c\n", (2, 1), "there is a tab here"),
    "a tab in a text": ("a: >-\n\ttekst\n", (2, 1), "there is a tab here"),
    "more than": ("a: > 65 jaar\nb: c\n", (1, 4), "the text after '>' must begin on the next line"),
    "a bar": ("a: | tekst\nb: c\n", (1, 4), "the text after '|' must begin on the next line"),
    "a dash after a colon": ("a: - b\nc: d\n", (1, 4), "a list must begin on a line of its own"),
    "a backslash": ('a: "c:\\dir"\n', (1, 7), "a backslash has a special meaning"),
    "two documents": ("a: b\n---\nc: d\n", (2, 1), "a second document begins here"),
    "a key that is a list": ("[a, b]: c\n", (1, 1), "a name must be a word"),
    "a key that is an alias": ("a: &x b\n*x : c\n", (2, 1), "a name must be a word"),
    "no name": (": c\n", (1, 1), "a name is missing before the colon"),
    "a key twice": ("a: b\na:\n  - x\nc: d\n", (2, 1), "the key 'a' is used twice"),
    "an anchor twice": ("a: &x b\nc: &x d\ne: *x\n", (2, 4), "'&x' is used twice"),
    "nothing": ("# niets\n", (1, 1), "the file is empty"),
    "an end in the middle": ("a: b\n...\nc: d\n", (3, 1), "from here on the file cannot be read"),
}  # fmt: skip
_OF_THE_LIBRARY = ("expected", "block", "flow", "scalar", "mapping", "token", "alias", "anchor")


@pytest.mark.parametrize("case", MISTAKES)
@pytest.mark.parametrize("parser", ["C", "Python"])
def test_a_mistake_is_told_where_it_is_in_plain_words(
    tmp_path: Path, case: str, parser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if parser == "Python":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    text, (line, column), words = MISTAKES[case]
    problem = refused(tmp_path, text)
    assert words in problem.message
    assert problem.place.line == line
    assert parser == "Python" or problem.place.column == column
    told = f"{problem.message} {problem.hint}"
    assert not any(word in told for word in _OF_THE_LIBRARY)


@given(st.text("ab:-[]{}'\"&*!|>%@`#,? \n\t.\\é€", max_size=40))
def test_no_text_is_read_with_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    source, problems = read(tmp_path_factory.getbasetemp() / "any.yaml", text)
    assert (source is None) == bool(problems)
    for problem in problems:
        assert 1 <= problem.place.line <= text.count("\n") + 1
        assert not any(word in f"{problem.message}" for word in _OF_THE_LIBRARY)


def test_a_character_that_is_not_allowed_is_told_where_it_stands(tmp_path: Path) -> None:
    _, problems = read(tmp_path / "a.yaml", "a: één\x07\nb: \x1b\x07\n")
    assert [(each.place.line, each.place.column) for each in problems] == [(1, 7), (2, 4)]


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""], ids=["with", "without"])
def test_a_byte_order_mark_is_harmless(tmp_path: Path, mark: bytes) -> None:
    source, problems = read(tmp_path / "a.yaml", mark + "a: één\n".encode())
    assert source
    assert (source.data, problems) == ({"a": "één"}, [])
    assert source.at(("a",), key=True) == Place("a.yaml", 1, 1)


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        ("a: b\nc: één\n".encode("cp1252"), (2, 4)),
        (b"\xef\xbb\xbfa: \xe9\n", (1, 4)),
        ("é: é\nc: ".encode() + b"\xff\n", (2, 4)),
        ("a: één\n".encode("utf-16"), (1, 1)),
        ("a: een\n".encode("utf-16-le"), (1, 2)),
        ("a: een\n".encode("utf-32-be"), (1, 1)),
    ],
    ids=["cp1252", "mark and latin", "mixed", "UTF-16", "UTF-16 without mark", "UTF-32"],
)
def test_another_encoding_is_told_with_its_place(
    tmp_path: Path, raw: bytes, place: tuple[int, int]
) -> None:
    problem = refused(tmp_path, raw)
    assert problem == Problem(Place("a.yaml", *place), problem.message, problem.hint)
    assert f"{problem.message} ({problem.hint})" == "not UTF-8 (save the file as UTF-8)"


def test_a_fragment_is_looked_for_in_its_own_text_only(tmp_path: Path) -> None:
    text = "a: eerste\nb: >-\n  tweede\n  tekst\nc: {d: vier, e: tekst}\n"
    source, _ = read(tmp_path / "a.yaml", text)
    assert source
    assert source.find(("a",), "tekst") == Place("a.yaml", 1, 4)
    assert source.find(("b",), "tekst") == Place("a.yaml", 4, 3)
    assert source.find(("b",), "tweede tekst") == Place("a.yaml", 3, 3)
    assert source.find(("b",), "vier") == Place("a.yaml", 2, 4)
    assert source.find(("c", "d"), "tekst") == Place("a.yaml", 5, 8)
    assert source.find(("c", "e"), "tekst") == Place("a.yaml", 5, 17)


def test_a_comment_behind_a_text_is_noted_and_behind_quotes_not(tmp_path: Path) -> None:
    source, _ = read(tmp_path / "a.yaml", "a: Kamer #3 en # 4\nb: 'x' # y\n# z\nc: >- # w\n  x\n")
    assert source
    assert source.data == {"a": "Kamer", "b": "x", "c": "x"}
    assert list(source.comments) == [("a",)]
    assert source.comments[("a",)][:2] == (1, 10)


def test_comments_beside_texts_are_kept_with_their_places(tmp_path: Path) -> None:
    text = "a: \"x\" # one\nb: 'y'  # two\nc: >- # three\n  z # is text\nd: # four\ne: v # five\n"
    source, _ = read(tmp_path / "a.yaml", text)
    assert source
    assert source.data == {"a": "x", "b": "y", "c": "z # is text", "d": None, "e": "v"}
    assert source.note(("a",)) == ("# one", Place("a.yaml", 1, 8))
    assert source.note(("b",)) == ("# two", Place("a.yaml", 2, 9))
    assert source.note(("c",)) == ("# three", Place("a.yaml", 3, 7))
    assert source.note(("e",)) is None
    assert source.comment(("e",)) == ("# five", Place("a.yaml", 6, 6))
    assert [*source.instead_of_values()] == [("# four", Place("a.yaml", 5, 4))]


@pytest.mark.parametrize(
    "mistake",
    [
        ("a:b\nc: d\n", 1, "there is no space after the colon"),
        ("a: b\nc:d\n", 2, "there is no space after the colon"),
        ("a: b: c\n", 1, "put a text with ': ' or ' #' in it in quotes"),
        ("- a: b: c\n", 1, "put a text with ': ' or ' #' in it in quotes"),
        ("a: b\n  c: d\n", 2, "this line has too many spaces before it"),
        ("a: b\n\u00a0c: d\n", 2, "a space before this name is not an ordinary one"),
        ("a:\n  b: c\n\u2003\u2003d: e\n", 3, "a space before this name is not an ordinary"),
        ("a: http://b: c\n", 1, "there is a colon in the text"),
        ("a: >-\n  let:op\nb: c: d\n", 3, "there is a colon in the text"),
        ("a:\n  -b: c\n", 2, "there is no space after the dash"),
        ("a:\n  -b: c\n   d: e\n", 2, "there is no space after the dash"),
        ("a:\n  -b: c\n    d: e\n", 2, "there is no space after the dash"),
        ("a: >-\n    b\n  c d\n", 3, "this line does not line up"),
        ("a:\n  b: >-\n    c\n  d e\n", 4, "put more spaces before a line that belongs to the"),
    ],
)
@pytest.mark.parametrize("parser", ["C", "Python"])
def test_a_mistake_in_spaces_or_colons_says_what_to_type(
    parser: str, mistake: tuple[str, int, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, line, words = mistake
    if parser == "Python":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    problem = refused(tmp_path, text)
    assert problem.place.line == line
    assert words in str(problem)
