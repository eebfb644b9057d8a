"""The window for photographs; needs Qt."""
