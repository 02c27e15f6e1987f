"""One file per page; the router is app/main.py."""
