"""What a help desk's export holds is not to be trusted."""

from pathlib import Path

from kpi.ingest.importing import import_file
from kpi.ingest.planning.options import Options
from tests.stories.conftest import MONDAY_MORNING, ZONE, bot_in_slack
from tests.support.databases import a_copy, opened
from tests.support.local_slack import Person

HOSTILE = "<!channel> <@U0ADA00001> *bold* & `code`"


def test_a_source_named_like_a_mention_mentions_nobody(history: str, tmp_path: Path) -> None:
    database = a_copy(history, tmp_path)
    export = tmp_path / "export.csv"
    export.write_text("Id,Created at,First response at\n1,2026-07-21 09:00,2026-07-21 09:30\n")
    now = int(MONDAY_MORNING.timestamp())
    options = Options(zone=ZONE, now=now, source=HOSTILE, as_of=now)
    import_file(opened(database), export, options)
    with bot_in_slack(database) as slack:
        ada, ben = Person(slack, "Ada"), Person(slack, "Ben")
        ada.presses(ada.types("/kpi frt last week"), "Share to channel")
        shared = ben.waits_for("does not say who answered")
    assert "&lt;!channel&gt; &lt;@U0ADA00001&gt;" in shared.plain
    assert "<!channel>" not in shared.plain + shared.text
    assert "*bold*" not in shared.plain
