"""The headers of every answer, errors included."""

from __future__ import annotations

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'"
)
_POWERS = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation",
    "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "picture-in-picture",
    "publickey-credentials-get", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip

SECURITY_HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"x-robots-tag", b"noindex, nofollow"),
    (b"permissions-policy", ", ".join(f"{p}=()" for p in _POWERS).encode()),
)
NOT_UNDERSTOOD = "That was not a request that this room understands."
#: Never sent: they would tell the time, the software, or let a browser recognise a visitor.
FORBIDDEN_HEADERS = frozenset({b"date", b"server", b"etag", b"last-modified", b"set-cookie", b"x-powered-by"})


def with_security(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """A response's own headers, without the forbidden ones, and ours."""
    ours = {name for name, _ in SECURITY_HEADERS}
    own = [(n, v) for n, v in headers if n.lower() not in FORBIDDEN_HEADERS and n.lower() not in ours]
    return [*own, *SECURITY_HEADERS]


def plain(status: int, reason: str, sentence: str) -> bytes:
    """A whole HTTP/1.1 answer as bytes, for those moments when there is no request to answer."""
    body = sentence.encode()
    lines = [
        f"HTTP/1.1 {status} {reason}".encode(),
        b"content-type: text/plain; charset=utf-8",
        b"content-length: %d" % len(body),
        b"connection: close",
        *(name + b": " + value for name, value in SECURITY_HEADERS),
    ]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body
