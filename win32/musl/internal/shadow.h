/* For pwf.h, which names it: there are no shadow passwords here. */
struct spwd;
