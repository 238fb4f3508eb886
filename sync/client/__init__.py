"""The desk's end of the wire: plain functions over an HTTP client, on the wire lane."""
