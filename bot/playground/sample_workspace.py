"""The people and the conversations of the local workspace as it begins: what a bot has to cope with, of each one."""

from bot.playground.workspace import BOT_USER_ID, Channel, Member

MEMBERS = (
    Member("U0ADA00001", "ada", "Ada Okafor", "Support lead", is_admin=True),
    Member("U0BEN00001", "ben", "Ben Castillo", "Support agent", tz="America/New_York"),
    Member("U0MIA00001", "mia", "Mia Lindqvist", "Founder", is_admin=True, is_owner=True, tz="Europe/Stockholm"),
)
ADA, BEN, MIA = (member.id for member in MEMBERS)
EVERYBODY = frozenset({ADA, BEN, MIA})
WITH_BOT = EVERYBODY | {BOT_USER_ID}
CHANNELS = (
    Channel("C0SUPPORT1", "support", "Where the support team works", "public", WITH_BOT, creator=ADA),
    Channel("C0FOUNDERS", "founders", "How the company is doing", "public", WITH_BOT, creator=MIA),
    Channel("C0RANDOM01", "random", "Everything else; the bot is not in here", "public", EVERYBODY, creator=MIA),
    Channel("C0LEADERS1", "leadership", "Ada and Mia alone", "private", frozenset({ADA, MIA}), creator=MIA),
    Channel("C0OLDPROJ1", "old-project", "Over and done", "public", WITH_BOT, is_archived=True, creator=BEN),
    Channel("D0ADA00001", "directmessage", "", "im", frozenset({ADA, BOT_USER_ID}), creator=ADA),
    Channel("D0BEN00001", "directmessage", "", "im", frozenset({BEN, BOT_USER_ID}), creator=BEN),
    Channel("D0MIA00001", "directmessage", "", "im", frozenset({MIA, BOT_USER_ID}), creator=MIA),
)
