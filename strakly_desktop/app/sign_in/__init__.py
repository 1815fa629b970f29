"""Signs people in and out at their gym's server, keeps the sign-in, and renews it."""
