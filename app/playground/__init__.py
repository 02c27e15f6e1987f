"""The simulator outside any case, without its pages: worlds as plain data, what may be changed in them, their figures."""
