/* windows.c: functions of kernel32 and user32, bound from windows.h. */
#include "errors_binding.h"
#include "kernel_binding.h"
#include "user_binding.h"

#include "../check.h"

#include <ctype.h>

static void test_kernel(void)
{
    CHECK(GetTickCount64() > 0);
    CHECK_EQUAL(MulDiv(1000000, 1000000, 500000), 2000000);
    CHECK_EQUAL(lstrlenA("wherry"), 6);
    const char *path = kernel_library(), *name = path + strlen(path) - strlen("kernel32.dll");
    for (size_t i = 0; name[i]; i++)
        CHECK_EQUAL(tolower((unsigned char)name[i]), "kernel32.dll"[i]);
}

static void test_user(void)
{
    char text[100], lower[] = "wherry 3";
    CHECK_EQUAL(wsprintfA(text, "%s %d %c %lu %08x", "boat", -7, 'w', 4000000000ul, 0xbeef), 29);
    CHECK_EQUAL_STRING(text, "boat -7 w 4000000000 0000beef");
    CHECK_EQUAL_STRING(CharUpperA(lower), "WHERRY 3");
    CHECK(GetSystemMetrics(SM_CXBORDER) > 0);
    CHECK_EQUAL(GetSystemMetrics(10000), 0);
}

static void test_described(void)
{
    int a = 30, b = 14, c = 10, seen = 0;
    const char *text = "described";
    for (int force = 0; force < 2; force++) {
        wherry_force_libffi(force);
        CHECK_EQUAL(
            wherry_call(&kernel_binding, kernel_index_MulDiv, &seen, (void *[]){&a, &b, &c}), 0);
        CHECK_EQUAL(seen, 42);
        CHECK_EQUAL(wherry_call(&kernel_binding, kernel_index_lstrlenA, &seen, (void *[]){&text}),
                    0);
        CHECK_EQUAL(seen, 9);
        unsigned long long ticks = 0;
        CHECK_EQUAL(
            wherry_call(&kernel_binding, kernel_index_GetTickCount64, &ticks, (void *[]){NULL}), 0);
        CHECK(ticks > 0);
    }
    wherry_force_libffi(0);

    char line[100] = "", *to = line;
    const char *format = "%d-%s";
    const uint16_t types[] = {WHERRY_INT32, WHERRY_POINTER};
    CHECK_EQUAL(wherry_call_variadic(&user_binding, user_index_wsprintfA, &seen,
                                     (void *[]){&to, &format, &a, &text}, types, 2),
                0);
    CHECK_EQUAL_STRING(line, "30-described");
}

/* What a function left behind is captured before anything can overwrite it. */
static void test_errors(void)
{
    DWORD code = 4711, kept = 0, attributes = 0;
    const char *nowhere = "Z:\\no\\such\\folder";
    w_SetLastError(code);
    CHECK_EQUAL(w_GetLastError(), 4711);
    for (int force = 0; force < 2; force++) {
        wherry_force_libffi(force);
        code += 1000;
        CHECK_EQUAL(
            wherry_call(&errors_binding, errors_index_SetLastError, NULL, (void *[]){&code}), 0);
        CHECK_EQUAL(wherry_system_error(), code);
        CHECK_EQUAL(
            wherry_call(&errors_binding, errors_index_GetLastError, &kept, (void *[]){NULL}), 0);
        CHECK_EQUAL(kept, code);
        CHECK_EQUAL(wherry_call(&kernel_binding, kernel_index_GetFileAttributesA, &attributes,
                                (void *[]){&nowhere}),
                    0);
        CHECK_EQUAL(attributes, INVALID_FILE_ATTRIBUTES);
        CHECK_EQUAL(wherry_system_error(), ERROR_PATH_NOT_FOUND);
    }
    wherry_force_libffi(0);
}

/* A callback of a type that only windows.h names, __stdcall on i686. */
static void found(void *result, void *const *arguments, void *user)
{
    const char *page = *(const char *const *)arguments[0];
    *(int *)user += strcmp(page, "1252") == 0;
    *(WINBOOL *)result = TRUE;
}

static void test_callback(void)
{
    int times = 0;
    struct wherry_callback *callback = NULL;
    int32_t signature = wherry_find_signature(&kernel_binding, "CODEPAGE_ENUMPROCA");
    if (!CHECK(signature >= 0))
        return;
    CHECK_EQUAL(
        wherry_callback_create(&callback, &kernel_binding, (uint32_t)signature, found, &times), 0);
    CHECK(
        EnumSystemCodePagesA((CODEPAGE_ENUMPROCA)wherry_callback_pointer(callback), CP_SUPPORTED));
    CHECK_EQUAL(times, 1);
    wherry_callback_free(callback);
}

/* The typed way in. */
static WINBOOL find_page(void *user, LPSTR page)
{
    *(int *)user += strcmp(page, "1252") == 0;
    return TRUE;
}

static WINBOOL count_language(void *user, LPSTR language, LONG_PTR number)
{
    CHECK(number == (LONG_PTR)user);
    ++*(int *)user;
    return strlen(language) == 4; /* four digits: MUI_LANGUAGE_ID */
}

static void test_typed_callbacks(void)
{
    for (int force = 0; force < 2; force++) {
        int times = 0, languages = 0;
        struct wherry_callback *pages = NULL, *names = NULL;
        wherry_force_libffi(force);
        CHECK_EQUAL(kernel_callback_CODEPAGE_ENUMPROCA(&pages, find_page, &times), 0);
        CHECK(EnumSystemCodePagesA(kernel_pointer_CODEPAGE_ENUMPROCA(pages), CP_SUPPORTED));
        CHECK_EQUAL(times, 1);
        CHECK_EQUAL(wherry_callback_free(pages), 0);
        CHECK_EQUAL(kernel_callback_UILANGUAGE_ENUMPROCA(&names, count_language, &languages), 0);
        CHECK(EnumUILanguagesA(kernel_pointer_UILANGUAGE_ENUMPROCA(names), MUI_LANGUAGE_ID,
                               (LONG_PTR)&languages));
        CHECK(languages > 0);
        CHECK_EQUAL(wherry_callback_free(names), 0);
    }
    wherry_force_libffi(0);
}

int main(void)
{
    test_kernel();
    test_user();
    test_described();
    test_errors();
    test_callback();
    test_typed_callbacks();
    CHECK_EQUAL(kernel_load(), 0);
    CHECK_EQUAL(user_load(), 0);
    return check_result();
}
