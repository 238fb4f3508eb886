"""The program's version: told to the server, kept with what was frozen."""

VERSION = "0.1"
