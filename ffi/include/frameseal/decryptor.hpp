// Opening frames. Part of frameseal.hpp.

#ifndef FRAMESEAL_DECRYPTOR_HPP
#define FRAMESEAL_DECRYPTOR_HPP

#include "../frameseal.h"
#include "bytes.hpp"
#include "encryptor.hpp"
#include "keys.hpp"
#include "object.hpp"
#include "result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace frameseal {

/// A frame that waited for its key; `plaintext` is empty when it is refused after all.
struct unparked {
    frameseal_unparked about{};
    std::vector<std::uint8_t> plaintext;
};

/// Opens the frames of any number of senders. One call uses it at a time, others wait.
class decryptor : public detail::object<frameseal_decryptor, frameseal_decryptor_free> {
  public:
    using object::object;

    /// Makes a decryptor without keys.
    static result<decryptor> create(const frameseal_decryptor_config &config = {}) {
        frameseal_decryptor out{};
        const auto code = frameseal_decryptor_new(&config, &out);
        return detail::given(code, decryptor(out));
    }

    /// Adds a key under a plain KID.
    result<void> add_key(frameseal_suite suite, std::uint64_t kid, bytes_view base_key) {
        return detail::done(
            frameseal_decryptor_add_key(get(), suite, kid, base_key.data(), base_key.size()));
    }

    /// Adds a generation of a sender key, of which it keeps a copy.
    result<void> add_sender_key(const sender_key &key) {
        return detail::done(frameseal_decryptor_add_sender_key(get(), key.get()));
    }

    /// Adds an MLS epoch.
    result<void> add_epoch(frameseal_suite suite, std::uint64_t epoch, std::uint8_t sender_bits,
                           bytes_view base_key) {
        return detail::done(frameseal_decryptor_add_epoch(get(), suite, epoch, sender_bits,
                                                          base_key.data(), base_key.size()));
    }

    /// Adds an MLS epoch and refuses all frames of leaf `own_index` in it.
    result<void> add_epoch_refusing_own(frameseal_suite suite, std::uint64_t epoch,
                                        std::uint8_t sender_bits, std::uint32_t own_index,
                                        bytes_view base_key) {
        return detail::done(frameseal_decryptor_add_epoch_refusing_own(
            get(), suite, epoch, sender_bits, own_index, base_key.data(), base_key.size()));
    }

    /// Refuses the key of an encryptor of this side.
    result<void> refuse_own(const encryptor &own) {
        return detail::done(frameseal_decryptor_refuse_own(get(), own.get()));
    }

    /// Lets the key of a KID go after the grace time. Says whether there was one.
    result<bool> retire_key(std::uint64_t kid) {
        return detail::whether(frameseal_decryptor_retire_key(get(), kid));
    }

    /// Wipes the key of a KID now. Says whether there was one.
    result<bool> remove_key(std::uint64_t kid) {
        return detail::whether(frameseal_decryptor_remove_key(get(), kid));
    }

    /// Takes note of the time, about once a second.
    result<void> advance(std::uint64_t now_ms) {
        return detail::done(frameseal_decryptor_advance(get(), now_ms));
    }

    /// Decrypts a frame into `out`, which is at least as long, and gives the length of the
    /// plaintext. KID and counter go to `header` unless that is null.
    result<std::size_t> decrypt(bytes_view frame, bytes_view metadata, bytes_span out,
                                frameseal_header *header = nullptr) {
        std::size_t len = 0;
        const auto code =
            frameseal_decryptor_decrypt(get(), frame.data(), frame.size(), metadata.data(),
                                        metadata.size(), out.data(), out.size(), &len, header);
        return detail::given(code, std::move(len));
    }

    /// Decrypts a frame into a vector.
    result<std::vector<std::uint8_t>> decrypt_to_vector(bytes_view frame, bytes_view metadata = {},
                                                        frameseal_header *header = nullptr) {
        return detail::filled(frame.size(), [&](auto... out) {
            return frameseal_decryptor_decrypt(get(), frame.data(), frame.size(), metadata.data(),
                                               metadata.size(), out..., header);
        });
    }

    /// Decrypts a frame where it lies and gives the part that is the plaintext.
    result<bytes_span> decrypt_in_place(bytes_span frame, bytes_view metadata = {},
                                        frameseal_header *header = nullptr) {
        std::size_t start = 0;
        std::size_t len = 0;
        const auto code =
            frameseal_decryptor_decrypt_in_place(get(), frame.data(), frame.size(), metadata.data(),
                                                 metadata.size(), &start, &len, header);
        return detail::part(code, frame, start, len);
    }

    /// Decrypts many frames, a vector or array of frameseal_frame, in one call. Each has its own
    /// result; this one is the first failure.
    template <class Frames> result<void> decrypt_batch(Frames &frames) {
        return detail::done(frameseal_decryptor_decrypt_batch(get(), frames.data(), frames.size()));
    }

    /// Keeps a copy of a frame that was refused with FRAMESEAL_RESULT_UNKNOWN_KEY until its key
    /// comes. Says whether it is kept.
    result<bool> park(bytes_view frame, bytes_view metadata, std::uint64_t token) {
        return detail::whether(frameseal_decryptor_park(get(), frame.data(), frame.size(),
                                                        metadata.data(), metadata.size(), token));
    }

    /// Gives the next parked frame whose key is known now, or none.
    result<std::optional<unparked>> unpark() {
        unparked out;
        auto plaintext = detail::polled<std::vector<std::uint8_t>>(first_guess, [&](auto... to) {
            return frameseal_decryptor_unpark(get(), to..., &out.about);
        });
        if (!plaintext) {
            return plaintext.error();
        }
        if (!*plaintext) {
            return std::optional<unparked>();
        }
        out.plaintext = **std::move(plaintext);
        return std::optional<unparked>(std::move(out));
    }

    /// Gives the next event, or none.
    result<std::optional<frameseal_event>> poll_event() {
        frameseal_event out{};
        const auto code = frameseal_decryptor_poll_event(get(), &out);
        return detail::maybe(code, std::move(out));
    }

    /// Says what it has opened and refused, and what it holds.
    result<frameseal_totals> totals() const {
        frameseal_totals out{};
        const auto code = frameseal_decryptor_get_totals(get(), &out);
        return detail::given(code, std::move(out));
    }

    /// Gives the statistics of every key held, in no order.
    result<std::vector<frameseal_key_stats>> key_stats() const {
        return detail::grown<std::vector<frameseal_key_stats>>(
            32, [&](auto... out) { return frameseal_decryptor_get_key_stats(get(), out...); });
    }

  private:
    // A packet; longer frames are asked for twice.
    static constexpr std::size_t first_guess = 1500;
};

} // namespace frameseal

#endif // FRAMESEAL_DECRYPTOR_HPP
