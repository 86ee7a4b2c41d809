"""The wheel carries all that it needs: installed elsewhere, it builds a toolkit there."""

import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

from conftest import MINI, ROOT


def test_the_wheel_builds_a_toolkit_in_a_folder_without_the_project(
    tmp_path: Path, mini_pdf: bytes
) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    # From a copy: building leaves files behind, and the checkout stays as it is.
    source = tmp_path / "source"
    for name in ("src", "layouts", "locales", "fonts", "icons", "themes", "starters"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    made, installed = tmp_path / "made", tmp_path / "installed"
    offline = ["--no-deps", "--no-index"]
    wheel = [*pip, "wheel", *offline, "--no-build-isolation", "-w", str(made), str(source)]
    subprocess.run(wheel, check=True, capture_output=True)
    (file,) = made.glob("cardprint-*.whl")
    with ZipFile(file) as archive:
        names = archive.namelist()
    assert "cardprint/builtin/layouts/screen/layout.yaml" in names
    assert "cardprint/builtin/fonts/atkinson-hyperlegible-next/latin-400.ttf" in names
    assert "cardprint/builtin/icons/pill.svg" in names
    assert "cardprint/builtin/themes/calm/theme.yaml" in names
    assert "cardprint/builtin/starters/nl.yaml" in names
    assert "cardprint/serve/page.html.j2" in names
    assert "cardprint/serve/static/main.js" in names
    assert any(name.endswith("OFL.txt") for name in names)
    assert any(name.endswith("licenses/icons/LICENSE") for name in names)
    install = [*pip, "install", *offline, "--target", str(installed), str(file)]
    subprocess.run(install, check=True, capture_output=True)
    shutil.rmtree(source)

    project = tmp_path / "project"
    shutil.copytree(MINI / "toolkits", project / "toolkits")
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "PYTHONPATH": str(installed)}

    def run(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words],
            cwd=project,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    where = run("-c", "import cardprint; print(cardprint.__file__)")
    assert Path(where.strip()).is_relative_to(installed)
    run("-m", "cardprint", "build")
    assert (project / "out" / "slapen-screen.pdf").read_bytes() == mini_pdf
