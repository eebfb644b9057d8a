"""Takewise inside Nuke, Nuke Studio and Hiero.

```
 reads, node    Read nodes and the Takewise node      needs nuke
 tags           clips and track items                 needs hiero
 rows           moments as the panel shows them       needs neither
 job            the core in a thread, its messages    needs Qt
 panel          what a person sees                    needs Qt
 menus          the only place that knows them all
```
"""
