"""What travels between desk and server: messages in msgpack, framed and compressed, bounded on arrival."""
