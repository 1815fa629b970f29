"""Reads what the front desk types, without any network: free wording becomes tool calls with arguments.

From the outside in: reading.py decides what a message wants, followups.py reads it against the talk so far,
intents.py is the table of intents it can recognise, periods.py and details.py find dates, numbers and names.
"""
