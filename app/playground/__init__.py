"""The simulator outside any case, without its pages: worlds as plain data, and their figures."""
