"""分析: figures one can look at, each with the list behind it. Verdicts are the assessment's own."""
