"""The features of one order's life."""

from pytest_bdd import scenarios

from tests.scenarios import AN_ORDERS_LIFE, STEPS

pytest_plugins = STEPS

scenarios(*(f"features/{name}.feature" for name in AN_ORDERS_LIFE))
