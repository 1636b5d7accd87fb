"""The embedded tenant: an Intune tenant in a box that knows Microsoft Graph and has never heard of this product.

It imports nothing of the rest of the package and could be its own distribution.
"""
