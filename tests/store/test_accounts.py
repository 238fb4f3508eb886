"""What a stored secret costs whoever has the file: the tests' own people sign in cheaply, the product's do not."""

import pytest
from argon2 import Type, extract_parameters

from desk.domain.errors import DeskError
from desk.store import accounts
from desk.store.database import Database


def stored(database: Database) -> str:
    return str(database.read("SELECT verifier FROM account WHERE staff_id = 'li'")[0][0])


@pytest.mark.usefixtures("products_cost")
def test_a_stored_verifier_carries_the_product_s_cost_and_its_own_salt(database: Database) -> None:
    with database.write() as connection:
        accounts.set_secret(connection, "li", "2580")
    first = stored(database)
    cost = extract_parameters(first)
    assert (cost.type, cost.time_cost, cost.memory_cost, cost.parallelism) == (
        Type.ID, accounts.TIME_COST, accounts.MEMORY_KIB, accounts.PARALLELISM,
    )  # fmt: skip
    # OWASP's first choice of parameters: less is less than an office's complaints are worth.
    assert accounts.TIME_COST >= 2
    assert accounts.MEMORY_KIB >= 19_456
    assert cost.salt_len >= 16
    assert cost.hash_len >= 32
    with database.write() as connection:
        accounts.set_secret(connection, "li", "2580")
    assert stored(database) != first, "the same secret again has another salt"


def test_it_opens_with_its_secret_alone(database: Database) -> None:
    with database.write() as connection:
        accounts.set_secret(connection, "li", "2580")
    accounts.sign_in(database, "li", "2580", 0)
    with pytest.raises(DeskError, match="密码不对"):
        accounts.sign_in(database, "li", "2581", 0)
