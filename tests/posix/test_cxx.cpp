// C++ beside POSIX: the standard library works, and no name of POSIX's is a macro.
#include "check.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#if defined(_WIN32) || defined(_WINDOWS_) || defined(__MINGW32__) || defined(near)
#error Windows shows
#endif

namespace
{

// Fields, methods and parameters that are called as functions of POSIX are.
struct device {
    int open, close;
    int read(int write) const
    {
        return open + write;
    }
    int select(int stat)
    {
        return close = stat;
    }
    static int remove(int free)
    {
        return free;
    }
};

void names()
{
    device some{1, 2};
    int (*opener)(const char *, int, ...) = &::open;
    ssize_t (*reader)(int, void *, size_t) = ::read;
    int write = some.read(2), access = some.select(5), send = device::remove(4);
    int descriptor = opener("/dev/null", O_RDWR);

    CHECK_EQUAL(write + access + send, 12);
    CHECK(descriptor >= 0);
    CHECK_EQUAL(reader(descriptor, &some, sizeof some), 0);
    CHECK_EQUAL((::write)(descriptor, "x", 1), 1);
    CHECK_EQUAL(::close(descriptor), 0);
}

void streams()
{
    std::ostringstream text;

    text << 42 << ' ' << 1.5 << ' ' << std::hex << 255;
    CHECK(text.str() == "42 1.5 ff");
    CHECK_EQUAL(std::stoll("-1234567890123"), -1234567890123);
    CHECK_EQUAL(std::to_string(1.25).compare("1.250000"), 0);
    std::cout << "iostream and " << std::flush;
    std::printf("stdio write to one descriptor\n");
    CHECK_EQUAL(std::snprintf(nullptr, 0, "%zu %lld", sizeof 1, 1LL << 40), 15);
}

void library()
{
    std::map<std::string, std::vector<int>> table;
    std::smatch match;
    std::string text = "name=value";
    auto owned = std::make_unique<std::string>("x");
    bool caught = false;

    table["a"] = {3, 1, 2};
    std::sort(table["a"].begin(), table["a"].end());
    CHECK_EQUAL(table["a"][0], 1);
    CHECK(std::regex_match(text, match, std::regex("(\\w+)=(\\w+)")) && match[2] == "value");
    try {
        (void)std::stoi("none");
    } catch (const std::invalid_argument &) {
        caught = true;
    }
    CHECK(caught && owned->size() == 1);
    CHECK(std::isnan(std::nan("")) && std::fabs(-1.0) == 1.0);
    CHECK(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now()) -
              std::time(nullptr) <=
          1);
    CHECK(std::filesystem::path("/a/b.c").extension() == ".c");
    CHECK(std::filesystem::exists("."));
}

void *touch(void *where)
{
    *static_cast<int *>(where) = 1;
    return nullptr;
}

void threads()
{
    pthread_t thread;
    int touched = 0;

    CHECK_EQUAL(pthread_create(&thread, nullptr, touch, &touched), 0);
    CHECK_EQUAL(pthread_join(thread, nullptr), 0);
    CHECK_EQUAL(touched, 1);
#ifdef _GLIBCXX_HAS_GTHREADS // a mingw with the thread model win32 has none in C++
    std::thread([&] { touched = 2; }).join();
    CHECK_EQUAL(touched, 2);
#endif
}

} // namespace

int main()
{
    names();
    streams();
    library();
    threads();
    return check_failures();
}
