// The formats of systems that others run. Legacy: nothing falls back to them, and the documentation
// of each says what remains weak. Part of frameseal.hpp.

#ifndef FRAMESEAL_INTEROP_HPP
#define FRAMESEAL_INTEROP_HPP

#include "../frameseal.h"
#include "bytes.hpp"
#include "keys.hpp"
#include "object.hpp"
#include "result.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace frameseal {

namespace dave {

/// Gives the label under which the MLS exporter gives a sender's secret.
inline const char *exporter_label() noexcept { return frameseal_dave_exporter_label(); }

/// Gives the context for the MLS exporter: the sender's user id.
inline result<std::array<std::uint8_t, 8>> exporter_context(std::uint64_t user_id) {
    return detail::fixed<8>(
        [&](auto... out) { return frameseal_dave_exporter_context(user_id, out...); });
}

/// Gives the most bytes that a frame of `plain_len` bytes can become.
inline result<std::size_t> max_len(std::size_t plain_len) {
    std::size_t out = 0;
    const auto code = frameseal_dave_max_len(plain_len, &out);
    return detail::given(code, std::move(out));
}

/// Seals the frames of one participant in one epoch (DAVE 1.1).
class encryptor : public detail::object<frameseal_dave_encryptor, frameseal_dave_encryptor_free> {
  public:
    using object::object;

    /// Makes an encryptor from the participant's own secret of an epoch.
    static result<encryptor> create(bytes_view epoch_secret,
                                    frameseal_counter_store counters = {}) {
        frameseal_dave_encryptor out{};
        const auto code =
            frameseal_dave_encryptor_new(epoch_secret.data(), epoch_secret.size(), counters, &out);
        return detail::given(code, encryptor(out));
    }

    /// Encrypts a frame into `out`, which needs what `max_len` gives, and gives its length.
    result<std::size_t> encrypt(frameseal_codec codec, bytes_view frame, bytes_span out) {
        std::size_t len = 0;
        const auto code = frameseal_dave_encryptor_encrypt(get(), codec, frame.data(), frame.size(),
                                                           out.data(), out.size(), &len);
        return detail::given(code, std::move(len));
    }

    /// Encrypts a frame into a vector.
    result<std::vector<std::uint8_t>> encrypt_to_vector(frameseal_codec codec, bytes_view frame) {
        const auto room = max_len(frame.size());
        if (!room) {
            return room.error();
        }
        return detail::filled(*room, [&](auto... out) {
            return frameseal_dave_encryptor_encrypt(get(), codec, frame.data(), frame.size(),
                                                    out...);
        });
    }
};

/// Opens the frames of one sender in one epoch (DAVE 1.1).
class decryptor : public detail::object<frameseal_dave_decryptor, frameseal_dave_decryptor_free> {
  public:
    using object::object;

    /// Makes a decryptor from a sender's secret of an epoch. Never make a second one.
    static result<decryptor> create(bytes_view epoch_secret) {
        frameseal_dave_decryptor out{};
        const auto code =
            frameseal_dave_decryptor_new(epoch_secret.data(), epoch_secret.size(), &out);
        return detail::given(code, decryptor(out));
    }

    /// Decrypts a frame into `out`, which is at least as long, and gives the length of the result.
    result<std::size_t> decrypt(bytes_view frame, bytes_span out) {
        std::size_t len = 0;
        const auto code = frameseal_dave_decryptor_decrypt(get(), frame.data(), frame.size(),
                                                           out.data(), out.size(), &len);
        return detail::given(code, std::move(len));
    }

    /// Decrypts a frame into a vector.
    result<std::vector<std::uint8_t>> decrypt_to_vector(bytes_view frame) {
        return detail::filled(frame.size(), [&](auto... out) {
            return frameseal_dave_decryptor_decrypt(get(), frame.data(), frame.size(), out...);
        });
    }
};

} // namespace dave

namespace getstream {

/// Gives the most bytes that a frame of `plain_len` bytes can become.
inline result<std::size_t> max_len(frameseal_codec codec, std::size_t plain_len) {
    std::size_t out = 0;
    const auto code = frameseal_getstream_max_len(codec, plain_len, &out);
    return detail::given(code, std::move(out));
}

/// Seals the frames that one participant sends (GetStream).
class encryptor
    : public detail::object<frameseal_getstream_encryptor, frameseal_getstream_encryptor_free> {
  public:
    using object::object;

    /// Makes an encryptor for a key. The prefix is random, and best left to the library.
    static result<encryptor> create(std::uint8_t index, bytes_view key, bytes_view prefix = {},
                                    frameseal_counter_store counters = {}) {
        frameseal_getstream_encryptor out{};
        const auto code = frameseal_getstream_encryptor_new(
            index, key.data(), key.size(), prefix.data(), prefix.size(), counters, &out);
        return detail::given(code, encryptor(out));
    }

    /// Encrypts a frame into `out`, which needs what `max_len` gives, and gives its length.
    result<std::size_t> encrypt(frameseal_codec codec, bytes_view frame, bytes_span out) const {
        std::size_t len = 0;
        const auto code = frameseal_getstream_encryptor_encrypt(
            get(), codec, frame.data(), frame.size(), out.data(), out.size(), &len);
        return detail::given(code, std::move(len));
    }

    /// Encrypts a frame into a vector.
    result<std::vector<std::uint8_t>> encrypt_to_vector(frameseal_codec codec,
                                                        bytes_view frame) const {
        const auto room = max_len(codec, frame.size());
        if (!room) {
            return room.error();
        }
        return detail::filled(*room, [&](auto... out) {
            return frameseal_getstream_encryptor_encrypt(get(), codec, frame.data(), frame.size(),
                                                         out...);
        });
    }
};

/// Opens the frames of one participant, or of all who share keys (GetStream).
class decryptor
    : public detail::object<frameseal_getstream_decryptor, frameseal_getstream_decryptor_free> {
  public:
    using object::object;

    /// Makes a decryptor without keys.
    static result<decryptor> create() {
        frameseal_getstream_decryptor out{};
        const auto code = frameseal_getstream_decryptor_new(&out);
        return detail::given(code, decryptor(out));
    }

    /// Sets the key at `index`.
    result<void> set_key(std::uint8_t index, bytes_view key) {
        return detail::done(
            frameseal_getstream_decryptor_set_key(get(), index, key.data(), key.size()));
    }

    /// Wipes the key at `index`. Says whether there was one.
    result<bool> remove_key(std::uint8_t index) {
        return detail::whether(frameseal_getstream_decryptor_remove_key(get(), index));
    }

    /// Decrypts a frame into `out`, which is at least as long, and gives the length of the result.
    result<std::size_t> decrypt(bytes_view frame, bytes_span out) {
        std::size_t len = 0;
        const auto code = frameseal_getstream_decryptor_decrypt(get(), frame.data(), frame.size(),
                                                                out.data(), out.size(), &len);
        return detail::given(code, std::move(len));
    }

    /// Decrypts a frame into a vector.
    result<std::vector<std::uint8_t>> decrypt_to_vector(bytes_view frame) {
        return detail::filled(frame.size(), [&](auto... out) {
            return frameseal_getstream_decryptor_decrypt(get(), frame.data(), frame.size(), out...);
        });
    }

    /// Decrypts a frame where it lies and gives the part that is the result.
    result<bytes_span> decrypt_in_place(bytes_span frame) {
        std::size_t len = 0;
        const auto code =
            frameseal_getstream_decryptor_decrypt_in_place(get(), frame.data(), frame.size(), &len);
        return detail::part(code, frame, 0, len);
    }
};

} // namespace getstream

namespace jframe {

/// Finds out what a frame is from its own bytes, before it is encrypted.
inline result<frameseal_jframe_kind> kind_of(frameseal_codec codec, bytes_view frame) {
    frameseal_jframe_kind out{};
    const auto code = frameseal_jframe_kind_of(codec, frame.data(), frame.size(), &out);
    return detail::given(code, std::move(out));
}

/// Gives the most bytes that a frame of `plain_len` bytes can become.
inline result<std::size_t> max_len(std::size_t plain_len) {
    std::size_t out = 0;
    const auto code = frameseal_jframe_max_len(plain_len, &out);
    return detail::given(code, std::move(out));
}

/// Seals the frames of one participant (Jitsi).
class encryptor
    : public detail::object<frameseal_jframe_encryptor, frameseal_jframe_encryptor_free> {
  public:
    using object::object;

    /// Makes an encryptor for the key at `index` that is derived from `material`.
    static result<encryptor> create(bytes_view material, std::uint8_t index,
                                    frameseal_counter_store counters = {}) {
        frameseal_jframe_encryptor out{};
        const auto code =
            frameseal_jframe_encryptor_new(material.data(), material.size(), index, counters, &out);
        return detail::given(code, encryptor(out));
    }

    /// Goes to the next key under the same index.
    result<void> ratchet() { return detail::done(frameseal_jframe_encryptor_ratchet(get())); }

    /// Encrypts a frame into `out`, which needs what `max_len` gives, and gives its length.
    result<std::size_t> encrypt(frameseal_jframe_kind kind, std::uint32_t ssrc,
                                std::uint32_t timestamp, bytes_view frame, bytes_span out) {
        std::size_t len = 0;
        const auto code = frameseal_jframe_encryptor_encrypt(
            get(), kind, ssrc, timestamp, frame.data(), frame.size(), out.data(), out.size(), &len);
        return detail::given(code, std::move(len));
    }

    /// Encrypts a frame into a vector.
    result<std::vector<std::uint8_t>> encrypt_to_vector(frameseal_jframe_kind kind,
                                                        std::uint32_t ssrc, std::uint32_t timestamp,
                                                        bytes_view frame) {
        const auto room = max_len(frame.size());
        if (!room) {
            return room.error();
        }
        return detail::filled(*room, [&](auto... out) {
            return frameseal_jframe_encryptor_encrypt(get(), kind, ssrc, timestamp, frame.data(),
                                                      frame.size(), out...);
        });
    }
};

/// Opens the frames of one participant, or of all who share a key (Jitsi).
class decryptor
    : public detail::object<frameseal_jframe_decryptor, frameseal_jframe_decryptor_free> {
  public:
    using object::object;

    /// Makes a decryptor without keys.
    static result<decryptor> create(std::size_t ratchet_window) {
        frameseal_jframe_decryptor out{};
        const auto code = frameseal_jframe_decryptor_new(ratchet_window, &out);
        return detail::given(code, decryptor(out));
    }

    /// Sets the key at `index`.
    result<void> set_key(std::uint8_t index, bytes_view material) {
        return detail::done(
            frameseal_jframe_decryptor_set_key(get(), index, material.data(), material.size()));
    }

    /// Wipes the key at `index`. Says whether there was one.
    result<bool> remove_key(std::uint8_t index) {
        return detail::whether(frameseal_jframe_decryptor_remove_key(get(), index));
    }

    /// Takes note of the time, about once a minute.
    result<void> advance(std::uint64_t now_ms) {
        return detail::done(frameseal_jframe_decryptor_advance(get(), now_ms));
    }

    /// Decrypts a frame into `out`, which is at least as long, and gives the length of the result.
    result<std::size_t> decrypt(frameseal_jframe_kind kind, bytes_view frame, bytes_span out) {
        std::size_t len = 0;
        const auto code = frameseal_jframe_decryptor_decrypt(
            get(), kind, frame.data(), frame.size(), out.data(), out.size(), &len);
        return detail::given(code, std::move(len));
    }

    /// Decrypts a frame into a vector.
    result<std::vector<std::uint8_t>> decrypt_to_vector(frameseal_jframe_kind kind,
                                                        bytes_view frame) {
        return detail::filled(frame.size(), [&](auto... out) {
            return frameseal_jframe_decryptor_decrypt(get(), kind, frame.data(), frame.size(),
                                                      out...);
        });
    }
};

} // namespace jframe

namespace livekit {

/// Gives the most bytes that a frame of `plain_len` bytes can become.
inline result<std::size_t> max_len(frameseal_codec codec, std::size_t plain_len) {
    std::size_t out = 0;
    const auto code = frameseal_livekit_max_len(codec, plain_len, &out);
    return detail::given(code, std::move(out));
}

/// Seals the frames of one participant (LiveKit).
class encryptor
    : public detail::object<frameseal_livekit_encryptor, frameseal_livekit_encryptor_free> {
  public:
    using object::object;

    /// Makes an encryptor for the key at `index` that is derived from `material`.
    static result<encryptor> create(frameseal_livekit_material kind, bytes_view material,
                                    std::uint8_t index, frameseal_counter_store counters = {}) {
        frameseal_livekit_encryptor out{};
        const auto code = frameseal_livekit_encryptor_new(kind, material.data(), material.size(),
                                                          index, counters, &out);
        return detail::given(code, encryptor(out));
    }

    /// Goes to the next key under the same index.
    result<void> ratchet() { return detail::done(frameseal_livekit_encryptor_ratchet(get())); }

    /// Encrypts a frame into `out`, which needs what `max_len` gives, and gives its length.
    result<std::size_t> encrypt(frameseal_codec codec, std::uint32_t ssrc, std::uint32_t timestamp,
                                bytes_view frame, bytes_span out) {
        std::size_t len = 0;
        const auto code =
            frameseal_livekit_encryptor_encrypt(get(), codec, ssrc, timestamp, frame.data(),
                                                frame.size(), out.data(), out.size(), &len);
        return detail::given(code, std::move(len));
    }

    /// Encrypts a frame into a vector.
    result<std::vector<std::uint8_t>> encrypt_to_vector(frameseal_codec codec, std::uint32_t ssrc,
                                                        std::uint32_t timestamp, bytes_view frame) {
        const auto room = max_len(codec, frame.size());
        if (!room) {
            return room.error();
        }
        return detail::filled(*room, [&](auto... out) {
            return frameseal_livekit_encryptor_encrypt(get(), codec, ssrc, timestamp, frame.data(),
                                                       frame.size(), out...);
        });
    }
};

/// Opens the frames of one participant, or of all who share a key (LiveKit).
class decryptor
    : public detail::object<frameseal_livekit_decryptor, frameseal_livekit_decryptor_free> {
  public:
    using object::object;

    /// Makes a decryptor without keys.
    static result<decryptor> create(std::size_t ratchet_window) {
        frameseal_livekit_decryptor out{};
        const auto code = frameseal_livekit_decryptor_new(ratchet_window, &out);
        return detail::given(code, decryptor(out));
    }

    /// Sets the key at `index`.
    result<void> set_key(std::uint8_t index, frameseal_livekit_material kind, bytes_view material) {
        return detail::done(frameseal_livekit_decryptor_set_key(get(), index, kind, material.data(),
                                                                material.size()));
    }

    /// Wipes the key at `index`. Says whether there was one.
    result<bool> remove_key(std::uint8_t index) {
        return detail::whether(frameseal_livekit_decryptor_remove_key(get(), index));
    }

    /// Sets the trailer that marks frames of the server; without one they are refused.
    result<void> set_sif_trailer(bytes_view trailer) {
        return detail::done(
            frameseal_livekit_decryptor_set_sif_trailer(get(), trailer.data(), trailer.size()));
    }

    /// Takes note of the time, about once a minute.
    result<void> advance(std::uint64_t now_ms) {
        return detail::done(frameseal_livekit_decryptor_advance(get(), now_ms));
    }

    /// Decrypts a frame into `out`, which is at least as long, and gives the length of the result.
    /// With `source` null, only what a participant encrypted comes through.
    result<std::size_t> decrypt(frameseal_codec codec, bytes_view frame, bytes_span out,
                                frameseal_livekit_source *source = nullptr) {
        std::size_t len = 0;
        const auto code = frameseal_livekit_decryptor_decrypt(
            get(), codec, frame.data(), frame.size(), out.data(), out.size(), &len, source);
        return detail::given(code, std::move(len));
    }

    /// Decrypts a frame into a vector.
    result<std::vector<std::uint8_t>>
    decrypt_to_vector(frameseal_codec codec, bytes_view frame,
                      frameseal_livekit_source *source = nullptr) {
        return detail::filled(frame.size(), [&](auto... out) {
            return frameseal_livekit_decryptor_decrypt(get(), codec, frame.data(), frame.size(),
                                                       out..., source);
        });
    }
};

} // namespace livekit

} // namespace frameseal

#endif // FRAMESEAL_INTEROP_HPP
