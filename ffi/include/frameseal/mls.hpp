// Keys from an MLS group. Part of frameseal.hpp.

#ifndef FRAMESEAL_MLS_HPP
#define FRAMESEAL_MLS_HPP

#include "../frameseal.h"
#include "bytes.hpp"
#include "decryptor.hpp"
#include "encryptor.hpp"
#include "object.hpp"
#include "result.hpp"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace frameseal {

/// Gives the label to export an epoch's secret with.
inline const char *mls_exporter_label() noexcept { return frameseal_mls_exporter_label(); }

/// Gives S: the fewest bits that can name every leaf of a tree with so many leaves.
inline std::uint8_t sender_bits_for_group(std::uint32_t leaves) noexcept {
    return frameseal_sender_bits_for_group(leaves);
}

/// Gives the KID of frames in an MLS epoch.
inline result<std::uint64_t> mls_key_id(std::uint8_t epoch_bits, std::uint8_t sender_bits,
                                        std::uint64_t epoch, std::uint32_t index,
                                        std::uint64_t context) {
    std::uint64_t out = 0;
    const auto code = frameseal_mls_key_id(epoch_bits, sender_bits, epoch, index, context, &out);
    return detail::given(code, std::move(out));
}

/// The keys of a call whose members are an MLS group.
class mls_keys : public detail::object<frameseal_mls_keys, frameseal_mls_keys_free> {
  public:
    using object::object;

    /// Makes the keys of a call, without any epoch yet.
    static result<mls_keys> create(frameseal_suite suite, std::uint8_t epoch_bits,
                                   const frameseal_mls_keys_config &config = {}) {
        frameseal_mls_keys out{};
        const auto code = frameseal_mls_keys_new(suite, epoch_bits, &config, &out);
        return detail::given(code, mls_keys(out));
    }

    /// Takes the secret of an epoch, after each commit. Then `update` every decryptor.
    result<void> add_epoch(std::uint64_t epoch, bytes_view epoch_secret, std::uint32_t own_index,
                           std::uint32_t leaves, frameseal_go_over when, std::uint64_t now_ms) {
        return detail::done(frameseal_mls_keys_add_epoch(get(), epoch, epoch_secret.data(),
                                                         epoch_secret.size(), own_index, leaves,
                                                         when, now_ms));
    }

    /// Begins to send in an epoch that is held, without further delay.
    result<void> go_over(std::uint64_t epoch) {
        return detail::done(frameseal_mls_keys_go_over(get(), epoch));
    }

    /// Takes note of the time.
    result<void> advance(std::uint64_t now_ms) {
        return detail::done(frameseal_mls_keys_advance(get(), now_ms));
    }

    /// Gives the time at which `advance` has something to do, if there is one.
    result<std::optional<std::uint64_t>> next_deadline() const {
        std::uint64_t out = 0;
        const auto code = frameseal_mls_keys_next_deadline(get(), &out);
        return detail::maybe(code, std::move(out));
    }

    /// Makes a decryptor with all epochs held.
    result<decryptor> new_decryptor(const frameseal_decryptor_config &config = {}) {
        frameseal_decryptor out{};
        const auto code = frameseal_mls_keys_new_decryptor(get(), &config, &out);
        return detail::given(code, decryptor(out));
    }

    /// Brings a decryptor up to date.
    result<void> update(decryptor &with) {
        return detail::done(frameseal_mls_keys_update(get(), with.get()));
    }

    /// Gives the encryptor for a context in the epoch that is sent in.
    result<encryptor> encryptor_for(std::uint64_t context) {
        frameseal_encryptor out{};
        const auto code = frameseal_mls_keys_encryptor(get(), context, &out);
        return detail::given(code, encryptor(out));
    }

    /// Gives the next event, or none.
    result<std::optional<frameseal_mls_event>> poll_event() {
        frameseal_mls_event out{};
        const auto code = frameseal_mls_keys_poll_event(get(), &out);
        return detail::maybe(code, std::move(out));
    }

    /// Gives the epoch that is sent in; none before the first.
    result<std::optional<std::uint64_t>> sending() const {
        std::uint64_t out = 0;
        const auto code = frameseal_mls_keys_sending(get(), &out);
        return detail::maybe(code, std::move(out));
    }

    /// Gives the newest epoch; none before the first.
    result<std::optional<std::uint64_t>> newest() const {
        std::uint64_t out = 0;
        const auto code = frameseal_mls_keys_newest(get(), &out);
        return detail::maybe(code, std::move(out));
    }

    /// Gives the epochs held, oldest first.
    result<std::vector<std::uint64_t>> epochs() const {
        return detail::grown<std::vector<std::uint64_t>>(
            256, [&](auto... out) { return frameseal_mls_keys_epochs(get(), out...); });
    }
};

} // namespace frameseal

#endif // FRAMESEAL_MLS_HPP
