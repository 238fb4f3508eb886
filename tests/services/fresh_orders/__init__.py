"""Tests of fresh orders: acceptance, exchange, compensation, clocks, money."""
