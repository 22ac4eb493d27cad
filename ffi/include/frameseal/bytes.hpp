// Bytes that go in and out. Part of frameseal.hpp.

#ifndef FRAMESEAL_BYTES_HPP
#define FRAMESEAL_BYTES_HPP

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

namespace frameseal {

namespace detail {

template <class T>
inline constexpr bool is_byte =
    std::is_same_v<T, std::uint8_t> || std::is_same_v<T, char> || std::is_same_v<T, std::byte>;

// What `data()` points to.
template <class C> using item_of = std::remove_pointer_t<decltype(std::declval<C &>().data())>;

template <class C>
using if_bytes =
    std::enable_if_t<is_byte<std::remove_cv_t<item_of<C>>> &&
                     std::is_convertible_v<decltype(std::declval<C &>().size()), std::size_t>>;

template <class C> using if_writable_bytes = std::enable_if_t<is_byte<item_of<C>>, if_bytes<C>>;

} // namespace detail

/// Bytes that are only read: a pointer and a length.
class bytes_view {
  public:
    constexpr bytes_view() noexcept = default;
    constexpr bytes_view(const std::uint8_t *data, std::size_t size) noexcept
        : data_(data), size_(size) {}
    template <std::size_t N>
    constexpr bytes_view(const std::uint8_t (&bytes)[N]) noexcept : data_(bytes), size_(N) {}
    /// Views a vector, array, string, string view or span. A text between quotes is none of them,
    /// since it ends with a zero byte: write `std::string_view("…")`.
    template <class C, class = detail::if_bytes<const C>>
    bytes_view(const C &bytes) noexcept
        : data_(reinterpret_cast<const std::uint8_t *>(bytes.data())), size_(bytes.size()) {}

    constexpr const std::uint8_t *data() const noexcept { return data_; }
    constexpr std::size_t size() const noexcept { return size_; }
    constexpr bool empty() const noexcept { return size_ == 0; }
    constexpr const std::uint8_t *begin() const noexcept { return data_; }
    constexpr const std::uint8_t *end() const noexcept { return data_ + size_; }

  private:
    const std::uint8_t *data_ = nullptr;
    std::size_t size_ = 0;
};

/// Bytes that are written, or changed where they lie.
class bytes_span {
  public:
    constexpr bytes_span() noexcept = default;
    constexpr bytes_span(std::uint8_t *data, std::size_t size) noexcept
        : data_(data), size_(size) {}
    template <std::size_t N>
    constexpr bytes_span(std::uint8_t (&bytes)[N]) noexcept : data_(bytes), size_(N) {}
    /// Takes a vector, array or string.
    template <class C, class = detail::if_writable_bytes<C>>
    bytes_span(C &bytes) noexcept
        : data_(reinterpret_cast<std::uint8_t *>(bytes.data())), size_(bytes.size()) {}
    /// Takes a span.
    template <class C, class = detail::if_writable_bytes<const C>>
    bytes_span(const C &bytes) noexcept
        : data_(reinterpret_cast<std::uint8_t *>(bytes.data())), size_(bytes.size()) {}

    constexpr std::uint8_t *data() const noexcept { return data_; }
    constexpr std::size_t size() const noexcept { return size_; }
    constexpr bool empty() const noexcept { return size_ == 0; }
    constexpr std::uint8_t *begin() const noexcept { return data_; }
    constexpr std::uint8_t *end() const noexcept { return data_ + size_; }

  private:
    std::uint8_t *data_ = nullptr;
    std::size_t size_ = 0;
};

/// A secret that is wiped when it goes. Bytes that are given to it are the giver's to wipe.
class secret {
  public:
    secret() = default;
    explicit secret(std::size_t size) : bytes_(size) {}
    secret(secret &&other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
    secret &operator=(secret &&other) noexcept {
        std::swap(bytes_, other.bytes_);
        return *this;
    }
    secret(const secret &) = delete;
    secret &operator=(const secret &) = delete;
    ~secret() {
        volatile std::uint8_t *byte = bytes_.data();
        for (std::size_t n = 0; n < bytes_.size(); ++n) {
            byte[n] = 0;
        }
    }

    std::uint8_t *data() noexcept { return bytes_.data(); }
    const std::uint8_t *data() const noexcept { return bytes_.data(); }
    std::size_t size() const noexcept { return bytes_.size(); }

  private:
    std::vector<std::uint8_t> bytes_;
};

} // namespace frameseal

#endif // FRAMESEAL_BYTES_HPP
