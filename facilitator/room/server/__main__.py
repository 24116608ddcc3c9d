"""``python -m facilitator.room.server``: started by ``facilitator.room.host``, not by hand."""

from __future__ import annotations

import sys

from facilitator.room.server.process import main

if __name__ == "__main__":
    sys.exit(main())
