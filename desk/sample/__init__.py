"""The sample office: two estates, their people and a year of work, told in ops like any other history."""
