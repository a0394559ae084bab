"""`python -m bot` is `kpibot`."""

from bot.start import main

main()
