"""How many letters are taken, without knowing from whom."""

from portal.limits import A_DAY, Limit, household

AN_HOUR = Limit("a letter", most=5, minutes=60)  # a whole office may stand behind one address
OF_ALL = Limit("any letter", most=500, minutes=A_DAY)  # more than an office reads


def take_turn(address: str) -> bool:
    """Count one more letter from this address; False, and nothing counted, where it is too many."""
    return not OF_ALL.is_reached() and AN_HOUR.take(household(address)) and OF_ALL.take()
