"""The manual: its links, its commands, its examples."""
