def write(path, results, times):
    pass


def summary(results):
    bad = [r.row.name for r in results if r.failures]
    yield f"{len(results) - len(bad)} of {len(results)} bound and compiled; failed: {bad}"
