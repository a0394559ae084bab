"""Builds what posts reviews, alerts and news of sources by itself, for as long as the bot is connected."""

from slack_sdk import WebClient

from bot.alerting import Alerting
from bot.calls import Calls
from bot.commands.registry import Workbench
from bot.delivery import Delivery
from bot.memory import Memory
from bot.operations.metrics import Metrics
from bot.pace import Pace
from bot.reviewing.composing import Composer
from bot.reviewing.history import History
from bot.reviewing.owner import Owner
from bot.reviewing.posting import Posting, Record
from bot.reviewing.rounds import IsCounted, Rounds
from bot.reviewing.ticks import Ticks
from bot.sources.news import SourceNews
from kpi.review.agenda import conclude, figures


def ticks(
    bench: Workbench, memory: Memory, pace: Pace, client: WebClient, metrics: Metrics, is_counted: IsCounted
) -> Ticks:
    """To be started and stopped. `client` is to have no retry handlers: they would repeat a post."""
    made = Ticks()
    calls = Calls(client, made.sleep)
    delivery = Delivery(calls, memory, pace)
    owner = Owner(delivery, bench.messages)
    posting = Posting(
        bench.store,
        delivery,
        History(calls),
        Composer(bench, bench.playbook),
        Record(conclude, figures),
        owner,
        bench.clock,
        made.stopping,
        lambda outcome: metrics.reviews.labels(outcome).inc(),
    )
    made.add(Alerting(bench, delivery, is_counted).run)
    made.add(SourceNews(bench, delivery).run)
    made.add(Rounds(bench.store, bench.zone, posting, owner, bench.clock, bench.recount, is_counted).run)
    return made
