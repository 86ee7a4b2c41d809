"""Editions are made by workers on other machines, also when one of them goes."""

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from cardprint.pipeline.receipts import read_receipts
from regions import ROWS, SLUG, make_regions, write_table

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(find_spec("distributed") is None, reason="needs cardprint[dask]"),
]
COUNT = 70
"""More than two chunks, so that each worker has one."""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def test_a_worker_that_is_killed_loses_no_edition(tmp_path: Path) -> None:
    project = make_regions(tmp_path / "project")
    write_table(project, *(ROWS[0].replace("noord", f"n{i}") for i in range(COUNT)))
    out = project / "out" / "editions"
    address = f"tcp://127.0.0.1:{free_port()}"
    variables = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}

    def started(module: str, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{module}", *words, "--no-dashboard"]
        return subprocess.Popen(command, env=variables, stderr=subprocess.DEVNULL)

    port = address.rpartition(":")[2]
    others = [started("dask_scheduler", "--host", "127.0.0.1", "--port", port)]
    others += [started("dask_worker", address, "--nthreads", "1", "--no-nanny") for _ in range(2)]

    def kill_one() -> None:
        while others[0].poll() is None and not list(out.glob("*.pdf")):
            time.sleep(0.05)
        others[1].kill()

    killer = threading.Thread(target=kill_one)
    killer.start()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "cardprint", "editions", SLUG, "--scheduler", address],
            cwd=project, env=variables, capture_output=True, text=True, timeout=600, check=False,
        )  # fmt: skip
    finally:
        for each in others:
            each.kill()
            each.wait()
        killer.join()
    assert done.returncode == 0, done.stderr
    assert len(read_receipts(out)) == len(list(out.glob("*.pdf"))) == COUNT
    shutil.rmtree(project)
