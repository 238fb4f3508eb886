"""The tour: the real window driven by keys through a whole job, with pictures and papers left behind."""
