"""What Slack tells the bot, one file a kind. Thin: each hands on to a command and delivers the reply."""

from concurrent.futures import Executor

from slack_bolt import App

from bot import buttons
from bot.listeners import labelling, reviews, settings, sources, uploads
from bot.listeners.add_cost import AddCost
from bot.listeners.answering import Answering
from bot.listeners.ask import Ask
from bot.listeners.beginning import begin
from bot.listeners.bug_report import BugReport
from bot.listeners.command import Command
from bot.listeners.desk import COMMAND, Desk
from bot.listeners.direct_message import DirectMessage
from bot.listeners.home import Home
from bot.listeners.mention import Mention
from bot.listeners.overview_shortcut import OverviewShortcut
from bot.listeners.repeats import Repeats
from bot.listeners.set_schedule import SetSchedule
from bot.listeners.shapes import Shapes
from bot.listeners.share import Share
from bot.listeners.submitting import Submitting
from bot.listeners.tickets_csv import TicketsCsv
from bot.listeners.uploads import Brought, ImportForm
from bot.listeners.welcome import Welcome
from bot.uploads.handling import Handling


def register(app: App, desk: Desk, executor: Executor, handling: Handling) -> None:
    """Bind every listener. None of them works for longer than Slack waits; the executor computes answers meanwhile."""
    share, answering = Share(desk), Answering(desk)
    submitting = Submitting(desk, executor)
    set_schedule = SetSchedule(desk, submitting)
    import_form, brought = ImportForm(desk, handling), Brought(handling)
    app.middleware(begin)
    app.middleware(Shapes(app.client.base_url))
    app.middleware(Repeats(desk.memory))
    source_forms = sources.register(app, desk, executor)
    app.command(COMMAND)(Command(desk, executor, set_schedule, import_form, source_forms))
    app.action(buttons.ASK)(Ask(desk))
    app.action(buttons.SHARE)(share.on_share)
    app.action(buttons.TICKETS_CSV)(TicketsCsv(desk))
    app.action(buttons.JOIN)(share.on_join)
    add_cost = AddCost(desk, submitting)
    app.action(buttons.ADD_COST)(add_cost.on_press)
    app.view(buttons.ADD_COST)(add_cost.on_submit)
    app.action(buttons.SCHEDULE)(set_schedule.on_press)
    app.view(buttons.SCHEDULE)(set_schedule.on_submit)
    bug_report = BugReport(desk)
    app.action(buttons.BUG_REPORT)(bug_report.on_press)
    app.view(buttons.BUG_REPORT)(bug_report.on_done)
    home, overview = Home(desk), OverviewShortcut(desk)
    app.shortcut(buttons.OVERVIEW)(overview.on_pick)
    app.view(buttons.OVERVIEW)(overview.on_submit)
    reviews.register(app, desk, home.show)
    labelling.register(app, desk)
    uploads.register(app, desk, handling, import_form)
    settings.register(app, desk, submitting)
    app.event("app_mention")(Mention(desk, answering, brought))
    app.event("message")(DirectMessage(desk, answering, brought))
    app.event("app_home_opened")(home)
    app.event("member_joined_channel")(Welcome(desk))
