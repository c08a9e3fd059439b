/* glob() over directories of the test's own; a tilde needs the users' data. */
#include "place.h"

#include <glob.h>

int main(void)
{
    glob_t found;

    place_enter();
    CHECK_EQUAL(mkdir("d", 0777), 0);
    CHECK_EQUAL(mkdir("d/sub", 0777), 0);
    place_write("d/file", "");
    place_write("d/\xc3\xa4", "");
    CHECK_EQUAL(glob("d/*[eb]", 0, NULL, &found), 0);
    CHECK_EQUAL(found.gl_pathc, 2);
    CHECK_TEXT(found.gl_pathv[0], "d/file");
    CHECK_TEXT(found.gl_pathv[1], "d/sub");
    globfree(&found);
    CHECK_EQUAL(glob("*/*", GLOB_MARK, NULL, &found), 0);
    CHECK_EQUAL(found.gl_pathc, 3);
    CHECK_TEXT(found.gl_pathv[1], "d/sub/");
    CHECK_TEXT(found.gl_pathv[2], "d/\xc3\xa4");
    globfree(&found);
    CHECK_EQUAL(glob("d/none*", 0, NULL, &found), GLOB_NOMATCH);
    CHECK_EQUAL(unlink("d/\xc3\xa4"), 0);
    CHECK_EQUAL(unlink("d/file"), 0);
    CHECK_EQUAL(rmdir("d/sub"), 0);
    CHECK_EQUAL(rmdir("d"), 0);
    place_leave();
    return check_failures();
}
