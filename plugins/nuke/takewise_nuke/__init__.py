"""Takewise inside Nuke, Nuke Studio and Hiero.

```
 reads, node    Read nodes and the Takewise node      needs nuke
 tags           clips and track items                 needs hiero
 rows           moments as the panel shows them       needs neither
 ranges         what the viewer loops                 needs nuke
 job            the core in a thread, its messages    needs Qt
 panel, cells   what a person sees                    needs Qt
 menus          the only place that knows them all
```
"""
