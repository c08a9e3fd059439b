/* What programs take for granted of this header where there is glibc. */
#ifndef _SYS_CDEFS_H
#define _SYS_CDEFS_H

#ifdef __cplusplus
#define __BEGIN_DECLS extern "C" {
#define __END_DECLS }
#define __THROW throw()
#else
#define __BEGIN_DECLS
#define __END_DECLS
#define __THROW
#endif

#define __P(parameters) parameters
#define __PMT(parameters) parameters
#define __CONCAT(one, two) one##two
#define __STRING(text) #text

#endif
