"""What a test needs to press on its own database from other processes."""

from django.db import connection


def database_url() -> str:
    """Where the test's database is, for a process that is not the test."""
    where = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{where['NAME']}"
    sign_in = f"{where['USER']}:{where['PASSWORD']}@" if where["PASSWORD"] else f"{where['USER']}@"
    return f"postgres://{sign_in}{where['HOST'] or '127.0.0.1'}:{where['PORT'] or 5432}/{where['NAME']}"
