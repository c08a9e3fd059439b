/* cc.h: what lwIP needs to know about the compiler and the system. */
#ifndef WHERRY_LWIP_CC_H
#define WHERRY_LWIP_CC_H

#include <assert.h>
#include <stdint.h>

/* An assertion of lwIP that fails is a mistake of lwIP's or of its caller's, as with our own. */
#define LWIP_PLATFORM_ASSERT(message) assert(!(message))
#define LWIP_PLATFORM_DIAG(message) ((void)0)

/* lwIP's own default is little endian. */
#if !defined(BYTE_ORDER) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define BYTE_ORDER BIG_ENDIAN
#endif

/* The Internet checksum's sum (RFC 1071), not inverted, in the byte order of the machine. */
uint16_t wherry__checksum(const void *bytes, int length_bytes);

/* These two and lwIP's sys_now() are all that the stack knows of time and chance. A program that
 * defines the three itself gets those, since the linker then leaves system_*.c in the library:
 * with a clock and a generator of one's own, the same frames give the same answers (tests/replay).
 */

/* From the system's own generator. Aborts where it fails: there is nothing to replace it. */
uint32_t wherry__random(void);

/* Of a clock that never steps. */
uint64_t wherry__now_us(void);

#endif
