"""What happens to kpibot when its processes are killed, at any moment: `python -m chaos --kills 300 --seed 1`.

A real `kpibot serve` answers in a local Slack, takes signed deliveries and posts reviews, beside imports, rebuilds and
migrations in processes of their own. One of them after the other is killed (SIGKILL) at a moment that the seed gives,
and started again. What was acknowledged has to be in the store each time; in the end everything has to be as if nobody
had been killed.
"""
