// Objects that free themselves, and functions of the app that the library calls.
// Part of frameseal.hpp.

#ifndef FRAMESEAL_OBJECT_HPP
#define FRAMESEAL_OBJECT_HPP

#include "../frameseal.h"

#include <utility>

namespace frameseal {

namespace detail {

// Runs a function of the app; what it throws stops here.
template <class R, class F> R guarded(R otherwise, F f) noexcept {
#ifdef __cpp_exceptions
    try {
        return f();
    } catch (...) {
        return otherwise;
    }
#else
    static_cast<void>(otherwise);
    return f();
#endif
}

// Owns a handle.
template <class Handle, frameseal_result (*Free)(Handle)> class object {
  public:
    object() noexcept = default;
    /// Takes a handle from C; it is freed here.
    explicit object(Handle handle) noexcept : handle_(handle) {}
    object(object &&other) noexcept : handle_(other.release()) {}
    object &operator=(object &&other) noexcept {
        if (this != &other) {
            reset();
            handle_ = other.release();
        }
        return *this;
    }
    object(const object &) = delete;
    object &operator=(const object &) = delete;
    ~object() { reset(); }

    /// Gives the handle, for C functions; it stays owned.
    Handle get() const noexcept { return handle_; }
    /// Gives the handle away; who has it frees it.
    Handle release() noexcept { return std::exchange(handle_, Handle{}); }
    /// Frees the object now. From inside a callback, an object that another thread is using is kept:
    /// free it later. (Who destroys one there leaks it.)
    void reset() noexcept {
        if (handle_.id != 0 && Free(handle_) != FRAMESEAL_RESULT_BUSY) {
            handle_ = Handle{};
        }
    }
    /// Says whether there is an object.
    explicit operator bool() const noexcept { return handle_.id != 0; }

  private:
    Handle handle_{};
};

} // namespace detail

} // namespace frameseal

#endif // FRAMESEAL_OBJECT_HPP
