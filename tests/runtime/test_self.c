/* test_self.c: a symbol that turns out to be the binding's own stub is refused, see self.c. */
#include "support.h"

#include "../check.h"

#include <wherry/wherry.h>

static void check_errno(void *function)
{
    CHECK_EQUAL((*(int (**)(void))function)(), 0);
}

int main(void)
{
    static const char *const names[] = {"{application}/libself.so", "{application}/self.dll"};
    static const char wanted[] = ": its self_ping is this program's own stub: link the library "
                                 "dynamically, not the binding into it";
    struct wherry_library *library;
    wherry_function function = NULL;
    const char *text;
    int code = 0;
    if (!CHECK(wherry_library_open(&library, names, 2, 0) == 0))
        fprintf(stderr, "    %s\n", wherry_error_text());
    if (!library || wherry_library_function(library, "self_check", &function))
        return 1;
    text = ((const char *(*)(int *))function)(&code);
    CHECK_EQUAL(code, WHERRY_E_SYMBOL);
    CHECK_EQUAL_STRING(strstr(text, ": its "), wanted);
    CHECK_EQUAL(wherry_library_function(library, "self_errno", &function), 0);
    check_errno(&function);
    run_threads(1, check_errno, &function);
    wherry_library_close(library);
    return check_result();
}
