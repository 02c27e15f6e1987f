"""The server under load, in a process of its own: as a class's server runs, or with Streamlit's own settings.

    python -m benchmarks.classroom_server PORT DATABASE_URL [stock]

`stock` leaves the garbage collection after every run on, as Streamlit ships it: that is the peer.
"""

from __future__ import annotations

import sys

from app import server
from app.settings import Settings


def main(port: int, database_url: str, stock: bool) -> None:
    """Serve until told to stop."""
    ours = server.streamlit_options
    if stock:
        server.streamlit_options = lambda settings: {**ours(settings), "runner.postScriptGC": True}
    server.serve(
        Settings(database_url=database_url, port=port, class_mode=True),
        say=lambda line: print(line, flush=True),
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3:] == ["stock"])
