"""What exists in the hosts: recorded, and made again by a test where it can be."""
