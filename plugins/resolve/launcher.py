"""Takewise: @TITLE@.

Written by `takewise install-host resolve`; change nothing here, it would be kept as
it is from then on.
"""

import sys

# Else Python leaves files there that no uninstall knows of.
sys.dont_write_bytecode = True

LIBRARY = "@LIBRARY@"

if LIBRARY not in sys.path:
    sys.path.insert(0, LIBRARY)

from takewise_resolve.commands import main  # noqa: E402 - it is found only now

main("@COMMAND@", LIBRARY, globals())
