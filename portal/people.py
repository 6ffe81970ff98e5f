def name_of(user) -> str:
    """Return a person's name in the Vietnamese order, the family name first; else the login."""
    return f"{user.last_name} {user.first_name}".strip() or user.get_username()
