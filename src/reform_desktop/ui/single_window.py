"""The same file opened twice on one PC: the window that has it comes to the front instead.

Every window that may write listens on a local socket named after its file; whoever is about to open a file that is
locked by this PC knocks there first.
"""

from __future__ import annotations

import getpass
import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from reform_desktop.ui.widgets.to_front import bring_to_front

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_WAIT: Final = 500
_ANSWER: Final = 3000
"""Milliseconds: where somebody listens, a window that is busy checking its file on a slow PC gets time to answer."""
_KNOCK: Final = b"raise\n"


class KnockListener(QObject):
    """Brings its window to the front when another process knocks."""

    def __init__(self, path: Path, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        name = _name(path)
        QLocalServer.removeServer(name)
        self._server.listen(name)

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    def _answer(self) -> None:
        while self._server.hasPendingConnections():
            knock = self._server.nextPendingConnection()
            knock.disconnected.connect(knock.deleteLater)
            knock.write(b"ok\n")
            knock.flush()
            knock.disconnectFromServer()
        bring_to_front(self._window)


def knock(path: Path) -> bool:
    """Ask the process that has the file to show its window; false when nobody answers."""
    socket = QLocalSocket()
    socket.connectToServer(_name(path))
    if not socket.waitForConnected(_WAIT):
        return False
    socket.write(_KNOCK)
    answered = socket.waitForReadyRead(_ANSWER)
    socket.abort()
    return answered


def _name(path: Path) -> str:
    key = f"{getpass.getuser()}\0{os.path.normcase(path.resolve())}"
    return f"reform-desktop-{hashlib.sha256(key.encode(errors='surrogatepass')).hexdigest()[:24]}"
