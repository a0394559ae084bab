"""What no API can tell, and a person can see in a minute."""

LOOK = (
    "The first message notified nobody, and shows <!channel>, @here and #general as plain text.",
    "So does the changed message, whose words *not bold* are in stars on desktop and on the phone, and not bold.",
    "The first one's stars, underscores and :tada: are those characters on both: no bold, no emoji.",
    "The table can be sorted and paged, and shows “email & chat <!channel>” as plain text.",
    "The charts are drawn, on desktop and on the phone, in the light and in the dark.",
    "The message that only one person sees is gone after a reload.",
    "Typed in a thread, /kpi csat is refused by Slack; @kpibot csat is answered there.",
    "Asked with names (/kpi csat @somebody #general), the bot answers in words and pings nobody.",
    "The bot's Home shows the overview as soon as it is opened.",
)
