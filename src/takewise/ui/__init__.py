"""The windows: takes on one clock, and photographs as film strips."""
