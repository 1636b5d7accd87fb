"""HTTPS for the network door: a certificate authority made on the fly, whose key never leaves memory.

Clients trust it by file, for as long as the process runs. Its certificate also carries Microsoft's host names, so that
a client which hard-codes them can be pointed here by its own resolver.
"""

from __future__ import annotations

import ipaddress
import ssl
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NAMES = ("localhost", "graph.microsoft.com", "login.microsoftonline.com")
ADDRESSES = ("127.0.0.1", "::1")
DAYS = 30


class TlsConnection(ssl.SSLSocket):
    """A connection that is closed when its client has reset it before it was accepted.

    CPython before 3.11.8 and 3.12.2 leaves it open: https://github.com/python/cpython/issues/113280.
    """

    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        """What came in. `ssl` calls it on a connection without another side."""
        try:
            return super().recv(buflen, flags)
        except ConnectionError:
            self.close()
            raise


def context(now: datetime, authority_file: Path) -> ssl.SSLContext:
    """A server's TLS context; the authority's certificate is written to the file for clients to trust."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = _certificate("Embedded tenant", root_key, None, root_key, now)
    leaf = _certificate("localhost", key, root, root_key, now)
    authority_file.parent.mkdir(parents=True, exist_ok=True)
    authority_file.write_bytes(root.public_bytes(serialization.Encoding.PEM))
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.minimum_version, made.sslsocket_class = ssl.TLSVersion.TLSv1_2, TlsConnection
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pair.pem"
        file.touch(mode=0o600)
        file.write_bytes(secret + leaf.public_bytes(serialization.Encoding.PEM))
        made.load_cert_chain(file)
    return made


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Certificate | None,
    signer: ec.EllipticCurvePrivateKey,
    now: datetime,
) -> x509.Certificate:
    """Of an authority when there is no issuer, else of a server."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    is_root = issuer is None
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=DAYS))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=0 if is_root else None), critical=True)
        .add_extension(_usage(is_root), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
    )
    if not is_root:
        names: list[x509.GeneralName] = [x509.DNSName(found) for found in NAMES]
        names += [x509.IPAddress(ipaddress.ip_address(found)) for found in ADDRESSES]
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        builder = builder.add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
        )
    return builder.sign(signer, hashes.SHA256())


def _usage(is_root: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_root, content_commitment=False, key_encipherment=False, data_encipherment=False, key_agreement=False,
        key_cert_sign=is_root, crl_sign=is_root, encipher_only=False, decipher_only=False,
    )  # fmt: skip
