"""分析: charts of the estate's figures; every bar, point and square opens the list behind it."""
