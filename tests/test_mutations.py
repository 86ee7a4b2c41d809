"""One thing changed in a finished file is caught, whatever it is; see mutations.py for more."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cardprint import Cache
from mutations import (
    MUTATIONS,
    Finished,
    Mutation,
    Unsuited,
    finished,
    is_caught,
    mutated,
    project_with_signs,
)


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory, mini_cache: Cache) -> list[Finished]:
    folder = project_with_signs(tmp_path_factory.mktemp("mutations") / "project")
    return finished(folder, ("screen", "grid-a4"), mini_cache)


@settings(max_examples=70, derandomize=True, deadline=None)
@given(mutate=st.sampled_from(MUTATIONS), seed=st.integers(0, 10_000), which=st.booleans())
def test_a_change_is_caught(
    files: list[Finished], mutate: Mutation, seed: int, *, which: bool
) -> None:
    pdf, toolkit, layout = files[which]
    try:
        changed, told = mutated(pdf, mutate, seed)
    except Unsuited:
        assume(False)  # noqa: FBT003  # try another one
        return
    # The file is too large to be shown.
    caught = is_caught(changed, toolkit, layout)
    del pdf, changed
    assert caught, f"{mutate.__name__} in {layout.name}: {told}"
