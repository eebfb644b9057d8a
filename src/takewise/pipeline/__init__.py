"""The stages in their order: the only place that knows it."""
