"""A shop that serves as an example: it speaks to the server's door as any fresh-goods platform may."""
