"""faasport beside what others would take in its place, in one run: `python -m benchmarks`."""
