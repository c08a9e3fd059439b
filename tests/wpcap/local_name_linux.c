#include "local_name.h"

const char local_name[] = "gr\xc3\xbc\xc3\x9f\x65.pcap";
