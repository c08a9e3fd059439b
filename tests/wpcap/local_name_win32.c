#include "local_name.h"

const char local_name[] = "gr\xfc\xdf\x65.pcap"; /* code page 1252 */
