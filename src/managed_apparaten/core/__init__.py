"""Types that every other room uses: places in files, diagnostics, causes, addresses and the clock. No I/O but `files`; no dependency but
orjson."""
