"""What both windows share; needs Qt."""
