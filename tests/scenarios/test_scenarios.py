"""Every feature of this folder."""

from pytest_bdd import scenarios

pytest_plugins = (
    "tests.scenarios.radar_steps",
    "tests.scenarios.crew_steps",
    "tests.scenarios.grid_steps",
    "tests.scenarios.parked_steps",
    "tests.scenarios.revisit_steps",
    "tests.scenarios.settings_steps",
    "tests.scenarios.paper_steps",
    "tests.scenarios.taking_steps",
    "tests.scenarios.complaint_steps",
    "tests.scenarios.fresh_steps",
    "tests.scenarios.notice_steps",
    "tests.scenarios.hand_over_steps",
    "tests.scenarios.housekeeping_steps",
)

scenarios("features")
