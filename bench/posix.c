/* posix.c: what wherry::posix costs above the plain call underneath, timed in pairs.
 *
 * Usage: bench_posix ROUNDS. Prints one line per round and pair: WHAT RATIO. The two of a pair are
 * timed one right after the other, each second round in the other order. */
#include "posix.h"
#include "clock.h"

#include <stdio.h>
#include <stdlib.h>

static double time_of(void (*run)(void))
{
    double start = clock_ns();
    run();
    return clock_ns() - start;
}

static double ratio_of(const struct way *ours, const struct way *plain, int plain_first)
{
    double way, reference;
    if (plain_first) {
        reference = time_of(plain->run);
        way = time_of(ours->run);
    } else {
        way = time_of(ours->run);
        reference = time_of(plain->run);
    }
    return way / reference;
}

static int prepare(const struct way *way, const char *path)
{
    int result = way->prepare ? way->prepare(path) : 0;
    if (result)
        fprintf(stderr, "bench_posix: %s: cannot be prepared\n", way->what);
    else
        way->run(); /* caches are warm from here on */
    return result;
}

int main(int count, char **words)
{
    int rounds = count > 1 ? atoi(words[1]) : 31;
    int ready[WAYS], failures = 0;
    for (int i = 0; i < WAYS; i++) {
        ready[i] = !prepare(&posix_ways[i], "bench-posix-ours") &&
                   !prepare(&plain_ways[i], "bench-posix-plain");
        failures += !ready[i];
    }
    for (int round = 0; round < rounds; round++)
        for (int i = 0; i < WAYS; i++)
            if (ready[i])
                printf("%s %.4f\n", posix_ways[i].what,
                       ratio_of(&posix_ways[i], &plain_ways[i], round & 1));
    remove("bench-posix-ours");
    remove("bench-posix-plain");
    return failures ? 1 : 0;
}
