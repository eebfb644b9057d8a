"""One page to send: takes ranked and compared, in a single HTML file that loads nothing.

```
 Report (analyses, decisions, what differs, close-ups) ─► render ─► dailies.html
                                                          print_to_pdf ─► dailies.pdf
```

Everything is in the file, pictures included; its policy forbids it to load anything
from elsewhere, and it opens from a disk, in a mail and on a phone.
"""

from takewise.report.pdf import print_to_pdf
from takewise.report.render import render_page
from takewise.report.values import Reason, Report, ReportTake, SeenPictures

__all__ = ["Reason", "Report", "ReportTake", "SeenPictures", "print_to_pdf", "render_page"]
