"""Every feature of this folder but those of test_orders.py."""

from pytest_bdd import scenarios

from tests.scenarios import AN_ORDERS_LIFE, FEATURES, STEPS

pytest_plugins = STEPS

scenarios(*(f"features/{name}.feature" for name in FEATURES if name not in AN_ORDERS_LIFE))
