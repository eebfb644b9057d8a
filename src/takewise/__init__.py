"""Takewise finds the small facial moments in takes and stills.

```
 media file ─► media ─► faces ─► motion ─► moments ─► scoring ─► Analysis ─► timeline
               probe,   points   regions,  onset,     terms      one value,  markers for
               frames   per      head      apex,      with       one JSON    every editor
                        person   removed   offset     reasons    schema
```

Each stage is a function from values (`takewise.model`) to values and knows no
other stage; only `takewise.pipeline` knows their order.
"""

__version__ = "0.1.0"
