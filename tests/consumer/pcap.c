/* pcap.c: pcap's own API, bound lazily: the program starts without the library. */
#include <pcap.h>
#include <stdio.h>

#include "wpcap_binding.h"

int main(void)
{
    if (wpcap_load() < 0 && !wpcap_has_pcap_lib_version()) {
        printf("no library: %s\n", wherry_error_text());
        return 0;
    }
    printf("%s, loaded when first called\n", pcap_lib_version());
    return 0;
}
