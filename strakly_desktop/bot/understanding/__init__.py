"""Reads what the front desk types, without any network: free wording becomes tool calls with arguments.

From the inside out: lexicon/ makes a row of meanings of the words, whatever language they are in; limits/ finds what
limits the question; subjects.py tells what it is about; interpretation.py makes requests of both, and refuses what no
rule accounted for; talk/ reads a message against the talk so far; reading.py puts them in order; calls.py
turns requests into tool calls.
"""
