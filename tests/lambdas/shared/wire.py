"""A proxy between a client and Postgres that counts round trips on the wire."""

import selectors
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

CHUNK = 65_536


class Wire:
    """What passed: a round trip begins when the client speaks after the server did.

    With `swallows_answers`, a connection breaks when the server has answered and before the client hears it.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._server = (parts.hostname or "127.0.0.1", parts.port or 5432)
        self._listener = socket.create_server(("127.0.0.1", 0))
        port = self._listener.getsockname()[1]
        self.url = parts._replace(netloc=f"{parts.username}:{parts.password}@127.0.0.1:{port}").geturl()
        self.round_trips = 0
        self.connections = 0
        self.swallows_answers = False
        self._open: list[socket.socket] = []

    def serve(self) -> None:
        """Pass on every connection until `close`."""
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._pass_on, args=(client,), daemon=True).start()

    def cut(self) -> None:
        """Break every open connection, as a dying server does."""
        for end in self._open:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._open.clear()

    def close(self) -> None:
        """Take no more connections and break the open ones."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()

    def _pass_on(self, client: socket.socket) -> None:
        server = socket.create_connection(self._server)
        self._open += [client, server]
        with client, server, selectors.DefaultSelector() as ready, suppress(OSError):
            ready.register(client, selectors.EVENT_READ, server)
            ready.register(server, selectors.EVENT_READ, client)
            self._shuttle(ready, client)

    def _shuttle(self, ready: selectors.BaseSelector, client: socket.socket) -> None:
        spoke: object = None
        while True:
            for key, _ in ready.select():
                source, target = key.fileobj, key.data
                assert isinstance(source, socket.socket)
                data = source.recv(CHUNK)
                if not data or (self.swallows_answers and source is not client):
                    return
                if source is client and spoke is not client:
                    self.round_trips += 1
                spoke = source
                target.sendall(data)


@contextmanager
def counted(url: str) -> Iterator[Wire]:
    """Give a proxy before the database at `url`."""
    wire = Wire(url)
    threading.Thread(target=wire.serve, daemon=True).start()
    try:
        yield wire
    finally:
        wire.close()
