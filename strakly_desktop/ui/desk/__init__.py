"""The front desk's dialog: members to find, to check in and to ask about, who is in, who runs out soon."""
