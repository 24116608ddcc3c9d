"""A process that has imported everything and forks a server whenever it is asked for one.

Its standard input is a Unix socket. Each byte on it comes with four descriptors: the two listening sockets,
the pipe that the new server reads, the pipe that it writes. The answer is the new process's number. The
socket's end means that the program is gone; then the nursery goes too. It keeps nothing of what it handed
on, has one thread, and never saw a key or an entry.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import socket
import stat

HANDED = 4


def asked_for() -> bool:
    """True when this process was started as a nursery."""
    with contextlib.suppress(OSError):
        return hasattr(os, "fork") and stat.S_ISSOCK(os.fstat(0).st_mode)
    return False


def serve() -> list[socket.socket] | None:
    """Fork until the program ends (None). Returns in each new server, with its listening sockets; standard
    input and output are then its two pipes."""
    line = socket.socket(fileno=0)
    # Ended servers are nobody's business here: no zombies.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    # What is in memory now is shared by all servers to come.
    gc.collect()
    gc.freeze()
    while True:
        try:
            asked, handed, _, _ = socket.recv_fds(line, 1, HANDED)
        except OSError:
            return None
        if not asked or len(handed) != HANDED:
            return None
        child = os.fork()
        if not child:
            return _born(line, handed)
        for number in handed:
            os.close(number)
        try:
            line.sendall(str(child).encode())
        except OSError:
            return None


def _born(line: socket.socket, handed: list[int]) -> list[socket.socket]:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    line.detach()
    for number, place in zip(handed[2:], (0, 1), strict=True):
        os.dup2(number, place)
        os.close(number)
    return [socket.socket(fileno=number) for number in handed[:2]]
