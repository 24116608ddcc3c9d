"""Keys for what a page keeps in its phone, and takes along when the laptop's address changes.

Phones write a tab's storage to their disk, and every address, with what is behind its ``#``, into their
history; both can be found there long after they were cleared. So the script seals all of it
(``resources/web/page/seal.js``), with a key that was made for that one page. Whoever shows its name is given
it once more. It comes from the room's own secret: it outlives a crash, and ends when the room is deleted.
"""

from __future__ import annotations

import hashlib
import secrets
import struct
from collections.abc import Callable

#: A name to ask for the key again, and the key as eight numbers of 32 bits.
Carry = tuple[str, tuple[int, ...]]
#: Hashes a name under the room's secret: ``Room.mark``.
Mark = Callable[[str], bytes]


def new_carry(mark: Mark) -> Carry:
    name = secrets.token_hex(16)
    return name, carry_key(mark, name)


def carry_key(mark: Mark, name: str) -> tuple[int, ...]:
    """The key of a name of 32 hexadecimal digits."""
    key = hashlib.blake2b(mark(name), digest_size=32, person=b"page's key").digest()
    return struct.unpack("<8I", key)
