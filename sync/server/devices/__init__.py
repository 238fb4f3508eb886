"""Devices and people: enrolment, tokens, copies, packs, secrets, and what the head office does about them."""
