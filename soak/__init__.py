"""A day of a large team in an hour: `python -m soak --minutes 60 [--postgresql]`.

A real `kpibot serve` in a process of its own, as an admin runs it. 200 people ask it in a local Slack, by signed
requests over HTTP; a help desk sends 50 signed deliveries a second; somebody brings in a large file; a review comes at
its hour. Slack with its people, the help desk and the database are other processes. How long answers took, how much
memory there was, and whether anything was lost is told as a part of docs/benchmarks.md.
"""
