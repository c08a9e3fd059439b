// test_missing_throw.cpp: a missing handler that leaves by a C++ exception through the stub.
#include "ferry.h"
#include "ferry_binding.h"

#include "../check.h"

#include <stdexcept>
#include <string>

namespace
{

wherry_function throw_missing(const wherry_missing *missing, void *)
{
    throw std::runtime_error(missing->function);
}

struct Guard {
    int &released;
    ~Guard()
    {
        released++;
    }
};

// The caller's frame is unwound as well, with what it keeps in callee-saved registers.
int call_guarded(int &released, int a)
{
    Guard guard{released};
    return ferry_absent_optional(a) + a;
}

} // namespace

int main()
{
    int released = 0;
    std::string caught;
    wherry_set_missing(&ferry_binding, throw_missing, nullptr);
    for (int i = 0; i < 3; i++) {
        try {
            call_guarded(released, i);
            CHECK_UNREACHED();
        } catch (const std::exception &error) {
            caught = error.what();
        }
        CHECK_EQUAL(released, i + 1);
    }
    CHECK_EQUAL_STRING(caught.c_str(), "ferry_absent_optional");
    CHECK_EQUAL(ferry_add(1, 2), 3);
    return check_result();
}
