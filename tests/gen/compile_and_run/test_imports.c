/* test_imports.c: functions and data that the Windows header declares dllimport. */
#include "both_ways.h"
#include "imports_binding.h"

/* Before anything is resolved: a static initialiser uses the plain symbol. */
static int (*const kept)(int a, int b) = imports_add;

static void test_functions(void)
{
    int a = 40, b = 2;
    CHECK_EQUAL(kept(a, b), 42);
    int seen = imports_add(a, b);
    CHECK_EQUAL(seen, 42);
    CHECK_EQUAL(kept(a, b), 42);
    check_both_ways(&imports_binding, imports_index_imports_add, &seen, sizeof seen, sizeof seen, 0,
                    (void *[]){&a, &b}, __LINE__);
    double real = 1.5, scaled;
    float by = 4;
    scaled = imports_scale(real, by);
    CHECK(scaled == 6);
    check_both_ways(&imports_binding, imports_index_imports_scale, &scaled, sizeof scaled,
                    sizeof scaled, 0, (void *[]){&real, &by}, __LINE__);
    CHECK_EQUAL(imports_total(3, 1, 2, 3), 18);
}

static void test_data(void)
{
    CHECK_EQUAL(*imports_data_imports_level(), 12);
    CHECK_EQUAL_STRING(*imports_data_imports_title(), "imports");
#ifdef _WIN32 /* by its own name, since imports_load() */
    CHECK_EQUAL(imports_level, 12);
    imports_level = 20;
    CHECK_EQUAL(imports_total(1, 1), 21);
    CHECK_EQUAL_STRING(imports_title, "imports");
#endif
}

int main(void)
{
    test_functions();
    CHECK_EQUAL(imports_load(), 0);
    test_data();
    return check_result();
}
