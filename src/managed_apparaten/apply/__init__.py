"""Carry out a plan: write in waves, read each write back, and keep a journal."""
