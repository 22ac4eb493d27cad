// Sealing frames. Part of frameseal.hpp.

#ifndef FRAMESEAL_ENCRYPTOR_HPP
#define FRAMESEAL_ENCRYPTOR_HPP

#include "../frameseal.h"
#include "bytes.hpp"
#include "keys.hpp"
#include "object.hpp"
#include "result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace frameseal {

/// Gives one frame of a batch. The bytes must stay until the batch is done.
inline frameseal_frame frame_of(bytes_view frame, bytes_view metadata, bytes_span out) noexcept {
    frameseal_frame item{};
    item.frame = frame.data();
    item.frame_len = frame.size();
    item.metadata = metadata.data();
    item.metadata_len = metadata.size();
    item.out = out.data();
    item.out_size = out.size();
    return item;
}

/// Seals the frames of one sender under one key. Any number of threads may encrypt at a time.
class encryptor : public detail::object<frameseal_encryptor, frameseal_encryptor_free> {
  public:
    using object::object;

    /// Makes an encryptor for a base key and the KID under which receivers know it.
    static result<encryptor> create(frameseal_suite suite, std::uint64_t kid, bytes_view base_key,
                                    const frameseal_encryptor_config &config = {}) {
        frameseal_encryptor out{};
        const auto code =
            frameseal_encryptor_new(suite, kid, base_key.data(), base_key.size(), &config, &out);
        return detail::given(code, encryptor(out));
    }

    /// Makes an encryptor for the current step of a sender key.
    static result<encryptor> for_sender(const sender_key &key,
                                        const frameseal_encryptor_config &config = {}) {
        frameseal_encryptor out{};
        const auto code = frameseal_encryptor_for_sender(key.get(), &config, &out);
        return detail::given(code, encryptor(out));
    }

    /// Says what is fixed about it.
    result<frameseal_encryptor_info> info() const {
        frameseal_encryptor_info out{};
        const auto code = frameseal_encryptor_get_info(get(), &out);
        return detail::given(code, std::move(out));
    }

    /// Encrypts a frame into `out`, which needs `max_overhead` bytes more than it, and gives the
    /// length of the sealed frame. `metadata` is authenticated and not sent.
    result<std::size_t> encrypt(bytes_view frame, bytes_view metadata, bytes_span out) const {
        std::size_t len = 0;
        const auto code =
            frameseal_encryptor_encrypt(get(), frame.data(), frame.size(), metadata.data(),
                                        metadata.size(), out.data(), out.size(), &len);
        return detail::given(code, std::move(len));
    }

    /// Encrypts a frame into a vector.
    result<std::vector<std::uint8_t>> encrypt_to_vector(bytes_view frame,
                                                        bytes_view metadata = {}) const {
        const auto fixed = info();
        if (!fixed) {
            return fixed.error();
        }
        return detail::filled(frame.size() + fixed->max_overhead, [&](auto... out) {
            return frameseal_encryptor_encrypt(get(), frame.data(), frame.size(), metadata.data(),
                                               metadata.size(), out...);
        });
    }

    /// Encrypts the `frame_len` bytes at `frame_start` inside `buffer`, which needs `headroom`
    /// bytes before and `tailroom` bytes behind them, and gives the part that is the sealed frame.
    result<bytes_span> encrypt_in_place(bytes_span buffer, std::size_t frame_start,
                                        std::size_t frame_len, bytes_view metadata = {}) const {
        std::size_t start = 0;
        std::size_t len = 0;
        const auto code = frameseal_encryptor_encrypt_in_place(
            get(), buffer.data(), buffer.size(), frame_start, frame_len, metadata.data(),
            metadata.size(), &start, &len);
        return detail::part(code, buffer, start, len);
    }

    /// Encrypts many frames, a vector or array of frameseal_frame, in one call. Each has its own
    /// result; this one is the first failure.
    template <class Frames> result<void> encrypt_batch(Frames &frames) const {
        return detail::done(frameseal_encryptor_encrypt_batch(get(), frames.data(), frames.size()));
    }

    /// Gives the next event, or none.
    result<std::optional<frameseal_event>> poll_event() {
        frameseal_event out{};
        const auto code = frameseal_encryptor_poll_event(get(), &out);
        return detail::maybe(code, std::move(out));
    }
};

} // namespace frameseal

#endif // FRAMESEAL_ENCRYPTOR_HPP
