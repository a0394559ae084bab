"""When a format may be taken for that of a whole column although some of its values do not fit."""

FEW = 3
MOST = 0.95


def fits_most(fitting: int, total: int) -> bool:
    """Whether more than 95 % fit; in a small file, where one slip is more than that, all but three, and most."""
    misfits = total - fitting
    return fitting > MOST * total or misfits == 0 or (misfits <= FEW and fitting > misfits)
