"""The process that forks the workers, and the work that each of them does.

The server has imported WeasyPrint once, and every worker begins as a copy of it.
"""

import os
import pickle
import signal
import socket
import sys
import tempfile
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from cardprint.pipeline.limits import limit_memory


def serve(handle: int, temporary: str) -> None:
    """Fork a worker for every connection that comes in.

    However the program ends, its end of the socket closes, and this process ends itself and all the
    workers at once.

    :param handle: the file descriptor of the socket for new connections.
    :param temporary: the folder for temporary files.
    """
    if sys.platform == "win32":
        raise NotImplementedError
    tempfile.tempdir = temporary
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no need to wait for ended workers
    import cardprint.pipeline.preload  # noqa: F401

    with socket.socket(fileno=handle) as control:
        while handles := socket.recv_fds(control, 1, 1)[1]:
            if os.fork() == 0:
                control.close()
                _work_and_exit(Connection(handles[0]))
            os.close(handles[0])
    os.killpg(0, signal.SIGKILL)


def _work_and_exit(connection: "Connection[Any, Any]") -> None:
    code = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        work(connection)
        code = 0
    except (MemoryError, OSError):
        pass  # the program notices, and knows what the worker was doing
    except BaseException:  # noqa: BLE001  # never return into the server's code
        traceback.print_exc()
    finally:
        os._exit(code)


def start(connection: "Connection[Any, Any]", temporary: str) -> None:
    """Be a worker in a new process, on systems without forks; it has imported nothing yet."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the program gets Ctrl-C, and ends its workers
    tempfile.tempdir = temporary
    import cardprint.pipeline.preload  # noqa: F401

    work(connection)


def work(connection: "Connection[Any, Any]") -> None:
    """Do one task after another, until the program closes its end.

    The first message is the worker's process id: it is ready.
    """
    limit_memory()
    connection.send(os.getpid())
    while True:
        try:
            task, arguments = connection.recv()
        except EOFError:
            return
        answer, error = _done(task, arguments)
        try:
            connection.send((answer, error))
        except (pickle.PicklingError, AttributeError, TypeError) as unsendable:
            connection.send((None, unsendable))


def _done(
    task: Callable[..., object], arguments: tuple[object, ...]
) -> tuple[object, Exception | None]:
    try:
        return task(*arguments), None
    except Exception as error:  # noqa: BLE001  # the program gets every error
        error.add_note("in a worker process:\n" + traceback.format_exc())
        try:
            pickle.loads(pickle.dumps(error))  # noqa: S301  # its own output
        except Exception:  # noqa: BLE001  # some errors cannot be sent
            return None, RuntimeError(traceback.format_exc())
        return None, error
