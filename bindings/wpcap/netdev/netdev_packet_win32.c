/* netdev_packet_win32.c: packet sockets are Linux's. */
#include <wherry/netdev_driver.h>

int wherry_netdev_open_packet(struct wherry_netdev **device, const char *interface_name,
                              char error[WHERRY_NETDEV_ERROR_BYTES])
{
    *device = NULL;
    return wherry_netdev_refuse(error, WHERRY_NETDEV_E_UNSUPPORTED,
                                "%s: Windows has no packet sockets; open the device through pcap",
                                interface_name);
}
