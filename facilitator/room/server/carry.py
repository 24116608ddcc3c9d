"""Keys for what a page takes along when the laptop's address changes.

A page that moves to another address can hand its entries on only inside that address, behind the ``#``.
Servers never see that part, but phones write it into their history, on their disk. So the script seals it
(``resources/web/page/moving.js``), with a key that was made for that one page and that is given once more to
whoever shows its name here. Both come from a secret that lives in memory and ends with the program.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import struct

#: A name to ask for the key again, and the key as eight numbers of 32 bits.
Carry = tuple[str, tuple[int, ...]]

_NAME = re.compile(r"[0-9a-f]{32}")


def new_carry(secret: bytes) -> Carry:
    name = secrets.token_hex(16)
    return name, carry_key(secret, name)


def carry_key(secret: bytes, name: str) -> tuple[int, ...]:
    """The key of a name, or nothing when it cannot be a name."""
    if not _NAME.fullmatch(name):
        return ()
    key = hashlib.blake2b(name.encode(), key=secret, digest_size=32, person=b"carry").digest()
    return struct.unpack("<8I", key)
