// What the programs here share.

#ifndef CHECK_HPP
#define CHECK_HPP

#include <frameseal.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using bytes = std::vector<std::uint8_t>;
using namespace std::string_view_literals;

constexpr auto suite = FRAMESEAL_SUITE_AES_128_GCM_SHA256_128;
const bytes base_key(16, 0x42);

int checks = 0;

void check(bool is_so, const char *what, int line) {
    ++checks;
    if (!is_so) {
        std::fprintf(stderr, "line %d: not so: %s\n", line, what);
        std::exit(1);
    }
}

#define CHECK(that) check(static_cast<bool>(that), #that, __LINE__)

// What `main` returns when everything held.
int checked(const char *what) {
    CHECK(frameseal::live_handles() == 0);
    std::printf("%s: %d checks of frameseal.hpp passed\n", what, checks);
    return 0;
}

} // namespace

#endif // CHECK_HPP
