"""The words every layer speaks: places in files, problems, causes, addresses, time. No I/O, standard library only."""
