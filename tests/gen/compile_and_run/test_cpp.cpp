// test_cpp.cpp: a binding's header in C++, with its typed callbacks.
#include "hooks_cpp_binding.h"

#include "../../check.h"

static int on_each(void *user, int value, void *data)
{
    return value * *static_cast<int *>(user) + *static_cast<int *>(data);
}

static struct hooks_point on_std(void *user, struct hooks_three a, double b)
{
    return {a.c[2] + b, *static_cast<int *>(user) + b};
}

int main()
{
    int two = 2, hundred = 100;
    const int values[] = {1, 2, 3};
    wherry_callback *visit = nullptr, *std_callback = nullptr;
    CHECK_EQUAL(hooks_cpp_callback_hooks_each_visit(&visit, on_each, &two), 0);
    CHECK_EQUAL(hooks_each(values, 3, hooks_cpp_pointer_hooks_each_visit(visit), &hundred), 312);
    CHECK_EQUAL(wherry_callback_free(visit), 0);
    CHECK_EQUAL(hooks_cpp_callback_hooks_std(&std_callback, on_std, &two), 0);
    CHECK(hooks_call_std(hooks_cpp_pointer_hooks_std(std_callback)) == 3.5 + 22.5);
    CHECK_EQUAL(wherry_callback_free(std_callback), 0);
    return check_result();
}
