/* An LLP64 system is none of POSIX's programming environments: long is shorter than a pointer. */
