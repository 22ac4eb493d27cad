// The library itself: its version, its log, and what it knows of suites and codecs.
// Part of frameseal.hpp.

#ifndef FRAMESEAL_LIBRARY_HPP
#define FRAMESEAL_LIBRARY_HPP

#include "../frameseal.h"
#include "bytes.hpp"
#include "object.hpp"
#include "result.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace frameseal {

/// Gives the version of the library; FRAMESEAL_VERSION is that of the header.
inline const char *version() noexcept { return frameseal_version(); }

/// Gives how many objects are live.
inline std::size_t live_handles() noexcept { return frameseal_live_handles(); }

/// Gets a line for every call that fails, but for frames that were refused. `message` is valid
/// during the call.
using log_function = std::function<void(frameseal_result code, const char *message)>;

/// Sets the log, or with `nullptr` none. It is kept until another is set. What it throws is lost.
/// Gives FRAMESEAL_RESULT_BUSY inside a callback, and while another thread does the same.
inline result<void> log_set(log_function log) {
    auto next = log ? std::make_unique<log_function>(std::move(log)) : nullptr;
    // Not waited for: whoever is inside may wait for the log that calls here. Neither is ever
    // destroyed: other threads may fail while the program ends.
    static std::atomic_flag is_busy = ATOMIC_FLAG_INIT;
    static auto &current = *new std::unique_ptr<log_function>;
    if (is_busy.test_and_set(std::memory_order_acquire)) {
        return error::last(FRAMESEAL_RESULT_BUSY);
    }
    const frameseal_log_callback call = [](void *context, frameseal_result code,
                                           const char *message) {
        detail::guarded(0, [&] {
            (*static_cast<log_function *>(context))(code, message);
            return 0;
        });
    };
    const auto code = frameseal_log_set(next ? call : nullptr, next.get());
    if (code == FRAMESEAL_RESULT_OK) {
        current.swap(next); // the one before runs nowhere now
    }
    is_busy.clear(std::memory_order_release);
    return detail::done(code);
}

/// Gives the most bytes by which any frame of a suite can grow.
inline result<std::size_t> suite_max_overhead(frameseal_suite suite) {
    std::size_t out = 0;
    const auto code = frameseal_suite_max_overhead(suite, &out);
    return detail::given(code, std::move(out));
}

/// Gives the name of a suite as IANA writes it; null for a number that is not assigned.
inline const char *suite_name(frameseal_suite suite) noexcept {
    return frameseal_suite_name(suite);
}

/// Gives the length of a suite's keys: the bytes to export from an MLS group.
inline result<std::size_t> suite_key_len(frameseal_suite suite) {
    std::size_t out = 0;
    const auto code = frameseal_suite_key_len(suite, &out);
    return detail::given(code, std::move(out));
}

/// Gives the name of a codec as SDP spells it; null for a number that is none.
inline const char *codec_name(frameseal_codec codec) noexcept {
    return frameseal_codec_name(codec);
}

/// Finds the codec that SDP or WebRTC statistics name, such as `video/VP8`.
inline result<frameseal_codec> codec_from_mime_type(std::string_view name) {
    const bytes_view bytes(name);
    frameseal_codec out{};
    const auto code = frameseal_codec_from_mime_type(bytes.data(), bytes.size(), &out);
    return detail::given(code, std::move(out));
}

/// What an operator must see of a frame.
struct inspection {
    bool is_key_frame = false;
    std::vector<frameseal_range> clear;
};

/// Says whether a frame is a key frame, and which of its bytes the operator must see.
inline result<inspection> codec_inspect(frameseal_codec codec, bytes_view frame) {
    std::array<frameseal_range, 18> ranges{};
    std::size_t len = 0;
    inspection out;
    const auto code = frameseal_codec_inspect(codec, frame.data(), frame.size(), &out.is_key_frame,
                                              ranges.data(), ranges.size(), &len);
    out.clear.assign(ranges.begin(), ranges.begin() + static_cast<std::ptrdiff_t>(len));
    return detail::given(code, std::move(out));
}

/// KID and counter at the start of an SFrame, and how many bytes they take.
struct sframe_header {
    frameseal_header header{};
    std::size_t payload_start = 0;
};

/// Reads KID and counter at the start of an SFrame; nothing of it is authenticated yet.
inline result<sframe_header> header_read(bytes_view frame) {
    sframe_header out;
    const auto code =
        frameseal_header_read(frame.data(), frame.size(), &out.header, &out.payload_start);
    return detail::given(code, std::move(out));
}

} // namespace frameseal

#endif // FRAMESEAL_LIBRARY_HPP
