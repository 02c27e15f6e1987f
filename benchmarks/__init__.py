"""Benchmarks: one file per subject, bench_<subject>.py, run by ``python3 run.py bench [SUBJECT]``."""
