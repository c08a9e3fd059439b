/* Windows: what there is not says so. */
#include "../check.h"

#include <wherry/netdev.h>

int main(void)
{
    char error[WHERRY_NETDEV_ERROR_BYTES] = "";
    struct wherry_netdev *device;
    CHECK_EQUAL(wherry_netdev_open_packet(&device, "eth0", error), WHERRY_NETDEV_E_UNSUPPORTED);
    CHECK(!device);
    CHECK_EQUAL_STRING(error, "eth0: Windows has no packet sockets; open the device through pcap");
    return check_result();
}
