"""The window itself: everything that knows Qt.

Each view draws the state and sends back what the user did; none keeps anything that the
state does not know, but for how far an axis is zoomed.
"""
