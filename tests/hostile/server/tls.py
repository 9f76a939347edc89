"""Ports where TLS goes wrong: certificates for nobody, for somebody else, from the past, and no TLS at all."""

from __future__ import annotations

import socket
import ssl
import subprocess
from collections.abc import Callable
from pathlib import Path

from .honest import PAGE
from .wire import read_request

_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
_LOOPBACK = "subjectAltName=DNS:localhost,IP:127.0.0.1"
_PAGE = PAGE.encode()


def certificates(folder: Path) -> dict[str, ssl.SSLContext]:
    """Make certificates with the openssl command; the names say what is wrong with each."""
    return {
        "self-signed": _self_signed(folder, "self-signed", _LOOPBACK, days=2),
        "wrong-host": _self_signed(folder, "wrong-host", "subjectAltName=DNS:other.example", days=2),
        "expired": _self_signed(folder, "expired", _LOOPBACK, days=-1),
    }


def _self_signed(folder: Path, name: str, hosts: str, *, days: int) -> ssl.SSLContext:
    key, request, certificate = (str(folder / f"{name}.{kind}") for kind in ("key", "csr", "pem"))

    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], check=True, capture_output=True)

    openssl("req", "-new", *_KEY, "-keyout", key, "-out", request, "-subj", "/CN=ombry", "-addext", hosts)
    # unlike `req -x509`, `x509 -req` lets a certificate end before it begins
    signing = ("-signkey", key, "-days", str(days), "-copy_extensions", "copy")
    openssl("x509", "-req", "-in", request, "-out", certificate, *signing)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


def serving(context: ssl.SSLContext) -> Callable[[socket.socket], None]:
    """An honest page behind a certificate."""

    def serve(connection: socket.socket) -> None:
        connection.settimeout(10)
        with context.wrap_socket(connection, server_side=True) as secured:
            if read_request(secured):
                secured.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(_PAGE), _PAGE))

    return serve


def plain_text(connection: socket.socket) -> None:
    """Answers a handshake in plain HTTP."""
    connection.settimeout(10)
    connection.recv(4096)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


def garbage(connection: socket.socket) -> None:
    """Answers a handshake with records that are none."""
    connection.settimeout(10)
    connection.recv(4096)
    connection.sendall(b"\x16\x03\x03\x40\x00" + b"\xff" * 5000)
