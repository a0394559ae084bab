from kpi.model import Source, Webhook, table
from kpi.store import Store
from kpi.summary.tables import dirty_day
from kpi.webhooks import liveness
from kpi.webhooks.connecting import connected
from kpi.webhooks.ledger import HOUR
from kpi.webhooks.liveness import BAD, QUIET, allowed_silence
from tests.kpi.webhooks.plain_desk import NOW, connect, deliver
from tests.kpi.webhooks.test_taking import opened

DAY = 86_400


def complete_until(store: Store) -> int | None:
    with store.reading() as connection:
        return connection.scalar(table(Source).select().with_only_columns(table(Source).c.complete_until))


def delivered_every_hour(store: Store, hours: int) -> None:
    for hour in range(hours):
        deliver(store, opened(str(hour), NOW + hour * HOUR, f"d{hour}"), at=NOW + hour * HOUR)


def test_a_source_may_be_quiet_for_as_long_as_it_ever_was() -> None:
    now = 1_000 * HOUR
    assert allowed_silence([], now) == 72 * HOUR
    assert allowed_silence([990, 995, 999], now) == 72 * HOUR
    assert allowed_silence([500, *range(600, 1_000)], now) == 101 * HOUR
    assert allowed_silence([*range(500, 1_000)], now) == 2 * HOUR


def test_a_source_is_complete_until_now_and_not_beyond_its_last_delivery_once_it_is_quiet(store: Store) -> None:
    connect(store)
    liveness.advance(store, NOW)
    assert complete_until(store) is None
    deliver(store, opened("1", NOW), at=NOW)
    liveness.advance(store, NOW + 1)
    assert complete_until(store) == NOW + 1
    liveness.advance(store, NOW + 9)
    assert complete_until(store) == NOW + 1
    liveness.advance(store, NOW + 400)
    assert complete_until(store) == NOW + 400
    with store.writing() as connection:
        connection.execute(dirty_day.delete())
    liveness.advance(store, NOW + 4 * DAY)
    assert complete_until(store) == NOW
    with store.reading() as connection:
        assert NOW // DAY in set(connection.scalars(dirty_day.select().with_only_columns(dirty_day.c.day)))
        assert connected(connection, "desk").away == ((NOW + 400, NOW + 4 * DAY),)
    deliver(store, opened("2", NOW, "b"), at=NOW + 5 * DAY)
    liveness.advance(store, NOW + 5 * DAY + 1)
    assert complete_until(store) == NOW + 5 * DAY + 1


def test_a_clock_that_was_ahead_leaves_nothing_complete_and_no_source_awake(store: Store) -> None:
    connect(store)
    deliver(store, opened("1", NOW), at=NOW)
    ahead = NOW + 30 * DAY
    deliver(store, opened("2", ahead, "b"), at=ahead)
    liveness.advance(store, ahead + 1)
    assert complete_until(store) == ahead + 1
    liveness.advance(store, NOW + 60)  # the clock is put back
    assert complete_until(store) == NOW + 60
    with store.reading() as connection:
        assert connected(connection, "desk").away == ()
        assert liveness.troubles(connection, NOW + 60) == []
        (quiet,) = liveness.troubles(connection, NOW + 5 * DAY)
    assert (quiet.kind, quiet.since // HOUR) == (QUIET, NOW // HOUR + 1)
    liveness.advance(store, NOW + 5 * DAY)
    assert complete_until(store) == quiet.since


def test_a_quiet_source_is_told_of_once_and_once_when_it_is_over(store: Store) -> None:
    connect(store)
    deliver(store, opened("1", NOW), at=NOW)
    later = NOW + 4 * DAY
    with store.writing() as connection:
        [trouble], over = liveness.claim_news(connection, later)
        assert (trouble.kind, trouble.since, over) == (QUIET, NOW, [])
        assert trouble.sentence == (
            "Nothing has come from desk for 4 d. Look in Zendesk whether its webhook is still active."
        )
        assert liveness.claim_news(connection, later) == ([], [])
        liveness.release(connection, trouble)
        assert liveness.claim_news(connection, later)[0] == [trouble]
    deliver(store, opened("1", NOW, "b"), at=later)
    with store.writing() as connection:
        assert liveness.claim_news(connection, later + 1) == ([], [("desk", QUIET)])
        assert (
            connection.scalars(table(Webhook).select().with_only_columns(table(Webhook).c.quiet_told_at)).one() is None
        )


def test_more_than_one_in_a_hundred_that_is_not_understood_is_trouble(store: Store) -> None:
    connect(store)
    deliver(store, *({"id": f"d{each}"} for each in range(98)), {"id": "r", "event": "riddle"}, at=NOW)
    with store.reading() as connection:
        assert liveness.troubles(connection, NOW) == []
    deliver(store, {"id": "r2", "event": "riddle"}, at=NOW)
    with store.reading() as connection:
        [trouble] = liveness.troubles(connection, NOW)
    assert trouble.kind == BAD
    assert trouble.sentence == (
        "Of 100 deliveries from desk in 24 hours, 2 were not understood. Nobody knows what a riddle means."
    )
