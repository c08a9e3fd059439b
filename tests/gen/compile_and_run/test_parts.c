/* test_parts.c: a library that has only some parts of its API, and a library that is not there. */
#include "nowhere_binding.h"
#include "parts_binding.h"

#include "../../check.h"

static int substitute(int a)
{
    return a * 2;
}

static int asked;

static wherry_function handler(const struct wherry_missing *missing, void *user)
{
    asked++;
    CHECK(missing->binding == &parts_binding && user == &asked);
    CHECK_EQUAL_STRING(missing->binding_name, "parts");
    CHECK(strstr(missing->text, missing->function) != NULL);
    return strcmp(missing->function, "parts_missing") == 0 ? (wherry_function)substitute : NULL;
}

static void test_questions(void)
{
    CHECK(parts_has_parts_present());
    CHECK(!parts_has_parts_optional() && !parts_has_parts_failing());
    CHECK(!parts_has_parts_missing() && !parts_has_parts_missing_too());
    CHECK(parts_data_parts_data() == NULL);
    CHECK(parts_library() && strstr(parts_library(), "parts"));
}

/* What is optional is not listed; what is not, all of it. */
static void test_load(void)
{
    CHECK_EQUAL(parts_load(), WHERRY_E_SYMBOL);
    const char *text = wherry_error_text();
    CHECK(strstr(text, "parts_missing,") && strstr(text, "parts_missing_too"));
    CHECK(strstr(text, "parts_failing_real"));
    CHECK(!strstr(text, "parts_optional") && !strstr(text, "parts_data"));
    CHECK(!strstr(text, "parts_failing,") && !strstr(text, "parts_present"));
    fprintf(stderr, "%s\n", text);
}

static void test_missing(void)
{
    CHECK_EQUAL(parts_present(1), 2);
    CHECK_EQUAL(parts_failing(1), -22);
    CHECK_EQUAL_STRING(parts_failing_text(), "none");
    CHECK(parts_failing_real(3) == -0.5);
    parts_set_missing(handler, &asked);
    CHECK_EQUAL(parts_missing(21), 42);
    CHECK_EQUAL(asked, 1);
    CHECK_EQUAL(parts_missing(4), 8); /* from now on its function */
    CHECK_EQUAL(asked, 1);
    parts_set_missing(NULL, NULL);
}

static void test_call(void)
{
    int one = 1, seen = 0;
    CHECK_EQUAL(wherry_call(&parts_binding, parts_index_parts_missing_too, &seen,
                            (void *[]){&(struct parts_pair){1, 2}}),
                WHERRY_E_SYMBOL);
    CHECK(strstr(wherry_error_text(), "parts_missing_too") != NULL);
    CHECK_EQUAL(wherry_call(&parts_binding, parts_index_parts_present, &seen, (void *[]){&one}), 0);
    CHECK_EQUAL(seen, 2);
}

static void test_nowhere(void)
{
    CHECK_EQUAL(nowhere_load(), WHERRY_E_LIBRARY);
    CHECK(strstr(wherry_error_text(), "nowhere") && strstr(wherry_error_text(), "not found"));
    fprintf(stderr, "%s\n", wherry_error_text());
    CHECK(!nowhere_library() && !nowhere_has_nowhere_f());
    CHECK(nowhere_data_nowhere_level() == NULL);
}

int main(void)
{
    test_questions();
    test_load();
    test_missing();
    test_call();
    test_nowhere();
    return check_result();
}
