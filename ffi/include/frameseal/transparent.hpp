// Frames in transparent envelopes, which pass through today's packetizers and servers.
// Part of frameseal.hpp.

#ifndef FRAMESEAL_TRANSPARENT_HPP
#define FRAMESEAL_TRANSPARENT_HPP

#include "../frameseal.h"
#include "bytes.hpp"
#include "decryptor.hpp"
#include "encryptor.hpp"
#include "result.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace frameseal {

namespace transparent {

/// Says how much room a frame of `frame_len` bytes needs when it is sealed.
inline result<frameseal_room> room(const encryptor &with, frameseal_envelope envelope,
                                   std::size_t frame_len) {
    frameseal_room out{};
    const auto code = frameseal_transparent_get_room(with.get(), envelope, frame_len, &out);
    return detail::given(code, std::move(out));
}

/// Encrypts a frame into an envelope at `out` and gives the length of the sealed frame.
inline result<std::size_t> encrypt(const encryptor &with, frameseal_envelope envelope,
                                   bytes_view frame, bytes_view metadata, bytes_span out) {
    std::size_t len = 0;
    const auto code = frameseal_transparent_encrypt(with.get(), envelope, frame.data(),
                                                    frame.size(), metadata.data(), metadata.size(),
                                                    out.data(), out.size(), &len);
    return detail::given(code, std::move(len));
}

/// Encrypts a frame into an envelope in a vector.
inline result<std::vector<std::uint8_t>> encrypt_to_vector(const encryptor &with,
                                                           frameseal_envelope envelope,
                                                           bytes_view frame,
                                                           bytes_view metadata = {}) {
    const auto needs = room(with, envelope, frame.size());
    if (!needs) {
        return needs.error();
    }
    return detail::filled(needs->max_len, [&](auto... out) {
        return frameseal_transparent_encrypt(with.get(), envelope, frame.data(), frame.size(),
                                             metadata.data(), metadata.size(), out...);
    });
}

/// Encrypts the `frame_len` bytes at `frame_start` inside `buffer` where they lie, and gives the
/// part that is the sealed frame.
inline result<bytes_span> encrypt_in_place(const encryptor &with, frameseal_envelope envelope,
                                           bytes_span buffer, std::size_t frame_start,
                                           std::size_t frame_len, bytes_view metadata = {}) {
    std::size_t start = 0;
    std::size_t len = 0;
    const auto code = frameseal_transparent_encrypt_in_place(
        with.get(), envelope, buffer.data(), buffer.size(), frame_start, frame_len, metadata.data(),
        metadata.size(), &start, &len);
    return detail::part(code, buffer, start, len);
}

/// Encrypts many frames of one track in one call.
template <class Frames>
result<void> encrypt_batch(const encryptor &with, frameseal_envelope envelope, Frames &frames) {
    return detail::done(
        frameseal_transparent_encrypt_batch(with.get(), envelope, frames.data(), frames.size()));
}

/// Decrypts a sealed frame into `out`, which is at least as long, and gives the frame's length.
inline result<std::size_t> decrypt(decryptor &with, bytes_view frame, bytes_view metadata,
                                   bytes_span out, frameseal_header *header = nullptr) {
    std::size_t len = 0;
    const auto code =
        frameseal_transparent_decrypt(with.get(), frame.data(), frame.size(), metadata.data(),
                                      metadata.size(), out.data(), out.size(), &len, header);
    return detail::given(code, std::move(len));
}

/// Decrypts a sealed frame into a vector.
inline result<std::vector<std::uint8_t>> decrypt_to_vector(decryptor &with, bytes_view frame,
                                                           bytes_view metadata = {},
                                                           frameseal_header *header = nullptr) {
    return detail::filled(frame.size(), [&](auto... out) {
        return frameseal_transparent_decrypt(with.get(), frame.data(), frame.size(),
                                             metadata.data(), metadata.size(), out..., header);
    });
}

/// Decrypts a sealed frame where it lies and gives the part that is the frame.
inline result<bytes_span> decrypt_in_place(decryptor &with, bytes_span frame,
                                           bytes_view metadata = {},
                                           frameseal_header *header = nullptr) {
    std::size_t start = 0;
    std::size_t len = 0;
    const auto code = frameseal_transparent_decrypt_in_place(with.get(), frame.data(), frame.size(),
                                                             metadata.data(), metadata.size(),
                                                             &start, &len, header);
    return detail::part(code, frame, start, len);
}

/// Decrypts many sealed frames in one call.
template <class Frames> result<void> decrypt_batch(decryptor &with, Frames &frames) {
    return detail::done(
        frameseal_transparent_decrypt_batch(with.get(), frames.data(), frames.size()));
}

/// Reads KID and counter of a sealed frame; nothing of it is authenticated yet.
inline result<frameseal_header> header(bytes_view frame) {
    frameseal_header out{};
    const auto code = frameseal_transparent_header(frame.data(), frame.size(), &out);
    return detail::given(code, std::move(out));
}

/// Keeps a copy of a sealed frame until its key comes. Says whether it is kept.
inline result<bool> park(decryptor &with, bytes_view frame, bytes_view metadata,
                         std::uint64_t token) {
    return detail::whether(frameseal_transparent_park(with.get(), frame.data(), frame.size(),
                                                      metadata.data(), metadata.size(), token));
}

} // namespace transparent

} // namespace frameseal

#endif // FRAMESEAL_TRANSPARENT_HPP
