"""交接班记录 and 夜间值班记录 on paper."""
