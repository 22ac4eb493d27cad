// What calls give, and why they fail. Part of frameseal.hpp.

#ifndef FRAMESEAL_RESULT_HPP
#define FRAMESEAL_RESULT_HPP

#include "../frameseal.h"
#include "bytes.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace frameseal {

/// Why a call failed.
class error {
  public:
    /// Takes what the library says of the last failure of this thread, which gave `code`.
    static error last(frameseal_result code) {
        error why;
        if (frameseal_last_error(&why.detail_) != FRAMESEAL_RESULT_OK ||
            why.detail_.result != code) {
            why.detail_ = {}; // it was about another call
            why.detail_.result = code;
            why.detail_.error_class = FRAMESEAL_ERROR_CLASS_USAGE;
            return why;
        }
        // A refused frame costs nothing: an attacker may send as many as he likes.
        if (why.detail_.error_class == FRAMESEAL_ERROR_CLASS_USAGE ||
            why.detail_.error_class == FRAMESEAL_ERROR_CLASS_MESSAGE) {
            std::array<char, 512> text{};
            static_cast<void>(frameseal_last_error_message(text.data(), text.size()));
            why.message_ = text.data();
        }
        return why;
    }

    /// Gives what the C function gave.
    frameseal_result code() const noexcept { return detail_.result; }
    /// Gives the name of the code, such as FRAMESEAL_RESULT_REPLAYED.
    const char *name() const noexcept { return frameseal_result_name(code()); }
    /// Says whose fault it is.
    frameseal_error_class error_class() const noexcept { return detail_.error_class; }
    /// Says what is wrong and what to do about it, in English and for developers.
    const char *message() const noexcept {
        return message_.empty() ? frameseal_result_message(code()) : message_.c_str();
    }
    /// Gives the key that it is about.
    std::optional<std::uint64_t> kid() const noexcept {
        return detail_.has_kid ? std::optional<std::uint64_t>(detail_.kid) : std::nullopt;
    }
    /// Gives the member of the call that it is about.
    std::optional<std::array<std::uint8_t, 16>> member() const noexcept {
        if (!detail_.has_member) {
            return std::nullopt;
        }
        std::array<std::uint8_t, 16> id{};
        for (std::size_t n = 0; n < id.size(); ++n) {
            id[n] = detail_.member[n];
        }
        return id;
    }
    /// Gives the bytes, or items, that an output needs after FRAMESEAL_RESULT_BUFFER_TOO_SMALL.
    std::size_t needed() const noexcept { return detail_.needed; }

  private:
    error() = default;

    frameseal_error detail_{};
    std::string message_;
};

namespace detail {

[[noreturn]] inline void no_value(const error &why) noexcept {
    std::fprintf(stderr, "frameseal: the value of a failed call was taken: %s\n", why.message());
    std::abort();
}

[[noreturn]] inline void no_error() noexcept {
    std::fputs("frameseal: the error of a call that did not fail was taken\n", stderr);
    std::abort();
}

} // namespace detail

/// What a call gave: a value, or why there is none.
template <class T> class [[nodiscard]] result {
  public:
    result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    result(frameseal::error why) : state_(std::in_place_index<1>, std::move(why)) {}

    /// Says whether there is a value.
    explicit operator bool() const noexcept { return state_.index() == 0; }
    /// Gives FRAMESEAL_RESULT_OK, or the code of the error.
    frameseal_result code() const noexcept { return *this ? FRAMESEAL_RESULT_OK : error().code(); }

    T &value() &noexcept { return *checked(state_); }
    const T &value() const &noexcept { return *checked(state_); }
    T value() &&noexcept { return std::move(*checked(state_)); }
    T &operator*() &noexcept { return value(); }
    const T &operator*() const &noexcept { return value(); }
    T operator*() &&noexcept { return std::move(*this).value(); }
    T *operator->() noexcept { return &value(); }
    const T *operator->() const noexcept { return &value(); }

    const frameseal::error &error() const noexcept {
        const auto *why = std::get_if<1>(&state_);
        if (why == nullptr) {
            detail::no_error();
        }
        return *why;
    }

  private:
    template <class State> static auto *checked(State &state) noexcept {
        auto *value = std::get_if<0>(&state);
        if (value == nullptr) {
            detail::no_value(*std::get_if<1>(&state));
        }
        return value;
    }

    std::variant<T, frameseal::error> state_;
};

/// What a call gave that has nothing to give.
template <> class [[nodiscard]] result<void> {
  public:
    result() = default;
    result(frameseal::error why) : why_(std::move(why)) {}

    /// Says whether the call did what it is for.
    explicit operator bool() const noexcept { return !why_; }
    /// Gives FRAMESEAL_RESULT_OK, or the code of the error.
    frameseal_result code() const noexcept { return why_ ? why_->code() : FRAMESEAL_RESULT_OK; }
    /// Ends the program if the call failed.
    void value() const noexcept {
        if (why_) {
            detail::no_value(*why_);
        }
    }

    const frameseal::error &error() const noexcept {
        if (!why_) {
            detail::no_error();
        }
        return *why_;
    }

  private:
    std::optional<frameseal::error> why_;
};

namespace detail {

inline result<void> done(frameseal_result code) {
    return code == FRAMESEAL_RESULT_OK ? result<void>() : result<void>(error::last(code));
}

template <class T> result<T> given(frameseal_result code, T &&value) {
    return code == FRAMESEAL_RESULT_OK ? result<T>(std::move(value)) : result<T>(error::last(code));
}

// FRAMESEAL_RESULT_NOTHING is no failure.
template <class T> result<std::optional<T>> maybe(frameseal_result code, T &&value) {
    if (code == FRAMESEAL_RESULT_NOTHING) {
        return std::optional<T>();
    }
    return given(code, std::optional<T>(std::move(value)));
}

inline result<bool> whether(frameseal_result code) {
    return code == FRAMESEAL_RESULT_NOTHING ? result<bool>(false) : given(code, true);
}

// Calls `f(data, size, &len)` with a buffer that grows until what it writes fits.
template <class Buffer, class F> result<Buffer> grown(std::size_t guess, F f) {
    for (;;) {
        Buffer buffer(guess);
        std::size_t len = 0;
        const frameseal_result code = f(buffer.data(), buffer.size(), &len);
        if (code == FRAMESEAL_RESULT_OK) {
            if (len != buffer.size()) {
                Buffer cut(len);
                for (std::size_t n = 0; n < len; ++n) {
                    cut.data()[n] = buffer.data()[n];
                }
                return cut;
            }
            return buffer;
        }
        auto why = error::last(code);
        if (code != FRAMESEAL_RESULT_BUFFER_TOO_SMALL || why.needed() <= guess) {
            return why;
        }
        guess = why.needed();
    }
}

// As `grown`, for functions that may have nothing to give.
template <class Buffer, class F> result<std::optional<Buffer>> polled(std::size_t guess, F f) {
    bool is_nothing = false;
    auto out = grown<Buffer>(guess, [&](auto... to) {
        const frameseal_result code = f(to...);
        is_nothing = code == FRAMESEAL_RESULT_NOTHING;
        return is_nothing ? FRAMESEAL_RESULT_OK : code;
    });
    if (!out) {
        return out.error();
    }
    return is_nothing ? std::optional<Buffer>() : std::optional<Buffer>(*std::move(out));
}

// Calls `f(data, size, &len)` for what always has N bytes.
template <std::size_t N, class F> result<std::array<std::uint8_t, N>> fixed(F f) {
    std::array<std::uint8_t, N> out{};
    std::size_t len = 0;
    const frameseal_result code = f(out.data(), out.size(), &len);
    return given(code, std::move(out));
}

// Whatever is sealed or opened where it lies gives a part of its buffer.
inline result<bytes_span> part(frameseal_result code, bytes_span buffer, std::size_t start,
                               std::size_t len) {
    if (code != FRAMESEAL_RESULT_OK) {
        return error::last(code);
    }
    return bytes_span(buffer.data() + start, len);
}

// Writes into a vector that has room for everything.
template <class F> result<std::vector<std::uint8_t>> filled(std::size_t room, F f) {
    std::vector<std::uint8_t> out(room);
    std::size_t len = 0;
    const auto code = f(out.data(), out.size(), &len);
    out.resize(len);
    return given(code, std::move(out));
}

} // namespace detail

} // namespace frameseal

#endif // FRAMESEAL_RESULT_HPP
