"""The stage that writes markers for editors."""
