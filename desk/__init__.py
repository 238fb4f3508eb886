"""The front desk of a property-service office."""
