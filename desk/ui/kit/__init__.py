"""The pieces every page is made of. Each takes plain data and tells what was pressed by a signal.

labels        label(words, kind, tone) in one face of the type scale: caption body matter title room who clock figure
              aloud; Elided; keycap(key); line(); FactGrid().show_facts(pairs); retone(label, tone)
buttons       KeyButton(words, key, kind, icon): PRIMARY | PLAIN | QUIET; `block(reason)` keeps it grey and says why
keys          KeyRouter(window): a key presses the nearest visible KeyButton that shows it
shapes        draw_clock, draw_mark, draw_shadow for painters; ClockRing().show_clock(shape, permille, words)
rail, bars    Rail(mark, places); TopBar().show_person/show_duty/show_time/show_parked; StatusLine().show_sync/show_keys
cards         Card().head(title, beside, right); PileCard(title, key).show_pile(figure, caption, shape, permille, ...)
rows          RowList(widths, name).show_lines([Heading(...), Row(...)]): `step_wanted(id, step)`, `row_chosen(id)`
table_model   TableModel([Column(...)], fetch, tasks): a page at a time; `loaded`, `failed`
fields        TextField, FigureField, MoneyField, WordsField; Field(label, input).refuse(error); chain(a, b, last=...)
choices       Choices(name).show_choices([Choice(...)]): digits choose; PickList under a field
aloud         ReadAloud().show_sentence([(words, is_fact), ...])
timeline      TimeLine().show_lines([Happening(when, words, detail, who)])
slide_over    SlideOver(panel, over).open() / shut(); `close_wanted` by Esc; PanelFrame(title) with head, body, foot
toast, notice Toast(window).say(words, undo, tone); Notice().empty/loading/refused/failed; Progress().begin/advance/end
cover         PrivacyScreen(window).toggle(); LockScreen(window, content).cover() / uncover()
sign_in_card  SignInCard().show_persons([Person(...)]): `submitted(index, secret)`; refuse(words), wait(bool)
gallery       python -m desk.ui.kit.gallery --out DIR [--dark] [--scale 1.5]
"""
