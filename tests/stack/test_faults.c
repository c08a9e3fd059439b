/* Two stacks on a cable that loses, doubles, reorders and damages frames. */
#include "../check.h"
#include "pair.h"

static int make_faults(struct wherry_netdev **device)
{
    static const struct wherry_netdev_faults faults = {
        .seed = 1,
        .lost_ppm = 50000,
        .duplicated_ppm = 20000,
        .reordered_ppm = 20000,
        .corrupted_ppm = 10000,
    };
    char error[WHERRY_NETDEV_ERROR_BYTES];
    return wherry_netdev_faults(device, *device, &faults, error);
}

int main(void)
{
    static const struct peer_plan plan = {.exchange_bytes = 1 << 20};
    struct wherry_netdev_statistics statistics;
    struct pair pair;
    if (!CHECK(pair_open(&pair, &pair_static, &plan, make_faults)))
        return check_result();
    CHECK(pair_exchange(&pair, PEER_ADDRESS4, &plan));
    CHECK(pair_exchange(&pair, PEER_ADDRESS6, &plan));
    CHECK_EQUAL(wherry_netdev_statistics(pair.own, &statistics), 0);
    CHECK(statistics.damaged > 100); /* or nothing was tried */
    CHECK(pair_close(&pair));
    return check_result();
}
