"""The pieces every page is made of. Each takes plain data and tells what was pressed by a signal.

label(words, kind)         a text in one face of the type scale: caption body matter title room who clock figure aloud
KeyButton(words, key)      a button with its key as a keycap; kind primary | plain | quiet; `block(reason)`
Rail, TopBar, StatusLine   the frame: places with badges; find, new report, parked strip, person, clock; sync and keys
Card, PileCard             a white card; a figure with its ring
RowList                    grouped rows with two shape columns; the selected row opens to its next step
FactGrid, TimeLine         label and value pairs; what happened, newest first
Field, WordsField, ...     one input with label, error under it, Enter to the next, its own input method state
Choices, PickList          numbered boxes; numbered candidates under a field
ReadAloud                  the sentence to read to the caller, facts bold
SlideOver, Toast, Notice   a panel over the page; a word that passes; empty, loading, refused and failed pages
"""
