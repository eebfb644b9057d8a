"""The stage that keeps results: analysis files, signal files, the library."""
