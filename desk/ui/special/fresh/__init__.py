"""生鲜: the delivery board, acceptance by keys, exchange and compensation."""
