"""RDS Proxy as far as signing in goes: TLS alone, a password in the clear within it."""

import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

ASK_PASSWORD = b"R" + struct.pack("!ii", 8, 3)
LET_IN = b"R" + struct.pack("!ii", 8, 0) + b"Z" + struct.pack("!i", 5) + b"I"


class RdsProxy:
    """Takes every password and keeps them; `certificate` is the file that vouches for it."""

    def __init__(self, folder: Path) -> None:
        self.certificate = folder / "proxy.pem"
        self.passwords: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(self.certificate, _certify(self.certificate))

    def serve(self) -> None:
        """Let in whoever comes, until `close`."""
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                with suppress(OSError):
                    self._let_in(client)

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _let_in(self, client: socket.socket) -> None:
        client.recv(8)
        client.sendall(b"S")
        inside = self._context.wrap_socket(client, server_side=True)
        inside.recv(4096)
        inside.sendall(ASK_PASSWORD)
        self.passwords.append(inside.recv(4096)[5:-1].decode())
        inside.sendall(LET_IN)


@contextmanager
def rds_proxy(folder: Path) -> Iterator[RdsProxy]:
    proxy = RdsProxy(folder)
    threading.Thread(target=proxy.serve, daemon=True).start()
    try:
        yield proxy
    finally:
        proxy.close()


def _certify(certificate: Path) -> Path:
    """Write a certificate of the loopback, signed by itself; return the file of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "proxy")])
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    draft = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
    certificate.write_bytes(
        draft.add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )
    file = certificate.with_suffix(".key")
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return file
