"""日结单 and 缺单表: the evening's money and paper, and the morning's missing sheets."""
