// test_callbacks_throw.cpp: a callback that throws, through a compiled one, ends its call.
#include "ferry_binding.h"

#include "../check.h"

static int throw_it(void *user, int a, void *)
{
    ++*static_cast<int *>(user);
    throw a;
}

int main()
{
    int calls = 0;
    wherry_callback *callback = nullptr;
    CHECK_EQUAL(ferry_callback_ferry_callback(&callback, throw_it, &calls), 0);
    for (int i = 0; i < 3; i++) {
        int caught = -1;
        try {
            ferry_pointer_ferry_callback(callback)(i, nullptr);
            CHECK_UNREACHED();
        } catch (int thrown) {
            caught = thrown;
        }
        CHECK_EQUAL(caught, i);
    }
    CHECK_EQUAL(calls, 3);
    CHECK_EQUAL(wherry_callback_free(callback), 0);
    return check_result();
}
