"""The words of the app itself in English: its looks, its commands and its pages; the form is that of english.py."""

APP_WORDS = """
theme: themes, appearance, colour scheme, color scheme, look, skin
mode on: mode
accent: accents, accent colour, highlight colour
colour: color, colours, colors
dark: darker, night mode, dark mode
light: lighter, bright, light mode, day mode
system: automatic, auto
undo: revert, put back, change back, take back, restore, undo that, undo it
print: printout, print out, take a print, take print, take a printout, take printout, hard copy
export: exprt, exprot, exort,
 save to excel, export to excel, excel, spreadsheet, csv, save as excel, download, export as, save as pdf,
 save as csv, save as, save this as, save it as, save the chat as, save this chat as, save this conversation as
copy: copy this, clipboard
new chat: new conversation, fresh chat, start over, new talk, another chat
settings: setting, preferences, options
find: search, look up, lookup, locate, look for, search for
larger text: make it bigger, make it larger, increase size, increase the size,
 bigger text, larger font, bigger font, increase font, increase text, zoom in, text bigger,
 font bigger, make text larger, make the text larger, make the text bigger, larger letters, bigger letters, text
 larger, font larger, increase the font, increase the text, increase font size, increase the font size, increase
 text size, increase the text size, make the letters bigger, make the font bigger, text too small, text is too
 small, font too small, letters too small, enlarge the text, enlarge text
smaller text: make it smaller, decrease size, decrease the size, reduce size, reduce the size,
 smaller font, decrease font, zoom out, text smaller, font smaller, smaller letters, decrease text,
 make text smaller, make the text smaller, make the font smaller, reduce font, reduce the font, reduce text size,
 reduce the text size, reduce font size, reduce the font size, decrease the font size, decrease font size,
 decrease the text size, text too big, text is too big, font too big, letters too big
normal text: normal font, normal text size, normal font size, normal size, text size normal, font size normal, reset
 text size, reset the text size, reset font size, reset the font size, reset zoom, reset the zoom, default text
 size, default font size, original text size, 100 %, text back to normal, font back to normal
page: screen, tab, section
go to: open, goto, take me to, navigate to, bring me to, jump to, get me to, back to, navigate
green:
blue: navy
purple: violet, lilac
red: crimson
orange:
teal: turquoise
pink: rose
black:
white:
"""
