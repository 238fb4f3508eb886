"""Tests of money: takings and the day's count."""
