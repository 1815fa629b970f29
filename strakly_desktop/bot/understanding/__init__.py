"""Reads what the front desk types, without any network: free wording becomes tool calls with arguments.

From the inside out: lexicon/ makes a row of meanings of the words, whatever language they are in; limits/ finds what
limits the question; question/ reads one message by itself and makes requests of it, or refuses what no rule accounted
for; talk/ reads a message against the talk so far; asking.py and reading.py put them in order; calls.py turns requests
into tool calls.
"""
