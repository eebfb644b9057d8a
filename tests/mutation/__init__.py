"""Mutation tests: what the suite does not notice; a slow job, by hand."""
