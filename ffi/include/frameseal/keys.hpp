// Keys that ratchet, and counters that outlive the process. Part of frameseal.hpp.

#ifndef FRAMESEAL_KEYS_HPP
#define FRAMESEAL_KEYS_HPP

#include "../frameseal.h"
#include "bytes.hpp"
#include "object.hpp"
#include "result.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace frameseal {

/// The name under which a counter store knows a key.
using key_fingerprint = std::array<std::uint8_t, 16>;

/// Reserves `count` counters of a key, saves the end of the lease for good, and gives the first;
/// none, or an exception, when that fails: then nothing is encrypted.
using lease_function =
    std::function<std::optional<std::uint64_t>(const key_fingerprint &key, std::uint64_t count)>;

/// Adds cipher blocks to those spent with a key and gives the sum. An exception uses the key up.
using charge_function =
    std::function<std::uint64_t(const key_fingerprint &key, std::uint64_t blocks)>;

/// A counter store of the app. Encryptors keep it: it may go as soon as they are made.
class counter_store : public detail::object<frameseal_counter_store, frameseal_counter_store_free> {
  public:
    using object::object;

    /// Makes a counter store. The functions are kept until the last encryptor that uses it is
    /// gone, and are never called two at a time.
    static result<counter_store> create(lease_function lease, charge_function charge = nullptr) {
        auto functions = std::make_unique<both>(both{std::move(lease), std::move(charge)});
        frameseal_counter_store_callbacks callbacks{};
        callbacks.context = functions.get();
        callbacks.lease = functions->lease ? call_lease : nullptr;
        callbacks.charge = functions->charge ? call_charge : nullptr;
        callbacks.release = [](void *context) { delete static_cast<both *>(context); };
        frameseal_counter_store out{};
        const auto code = frameseal_counter_store_new(&callbacks, &out);
        if (code == FRAMESEAL_RESULT_OK) {
            static_cast<void>(functions.release());
        }
        return detail::given(code, counter_store(out));
    }

  private:
    struct both {
        lease_function lease;
        charge_function charge;
    };

    static key_fingerprint fingerprint(const std::uint8_t *key) noexcept {
        key_fingerprint out{};
        for (std::size_t n = 0; n < out.size(); ++n) {
            out[n] = key[n];
        }
        return out;
    }

    static frameseal_result call_lease(void *context, const std::uint8_t *key, std::uint64_t count,
                                       std::uint64_t *first) {
        return detail::guarded(FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE, [&] {
            const auto leased = static_cast<both *>(context)->lease(fingerprint(key), count);
            if (!leased) {
                return FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE;
            }
            *first = *leased;
            return FRAMESEAL_RESULT_OK;
        });
    }

    static std::uint64_t call_charge(void *context, const std::uint8_t *key, std::uint64_t blocks) {
        return detail::guarded(UINT64_MAX, [&] {
            return static_cast<both *>(context)->charge(fingerprint(key), blocks);
        });
    }
};

/// A sender key: a base key with its generation and ratchet step (RFC 9605 section 5.1).
class sender_key : public detail::object<frameseal_sender_key, frameseal_sender_key_free> {
  public:
    using object::object;

    /// Makes a sender key at a step of its generation; 0 is the first.
    static result<sender_key> create(frameseal_suite suite, std::uint8_t ratchet_bits,
                                     std::uint64_t generation, std::uint64_t step,
                                     bytes_view base_key) {
        frameseal_sender_key out{};
        const auto code = frameseal_sender_key_new(suite, ratchet_bits, generation, step,
                                                   base_key.data(), base_key.size(), &out);
        return detail::given(code, sender_key(out));
    }

    /// Goes one step further, when somebody joins.
    result<void> ratchet() { return detail::done(frameseal_sender_key_ratchet(get())); }

    /// Says where the key is.
    result<frameseal_sender_key_info> info() const {
        frameseal_sender_key_info out{};
        const auto code = frameseal_sender_key_get_info(get(), &out);
        return detail::given(code, std::move(out));
    }

    /// Gives the base key of the current step, for members of the call.
    result<secret> base_key() const {
        return detail::grown<secret>(max_hash_len, [&](auto... out) {
            return frameseal_sender_key_base_key(get(), out...);
        });
    }

    /// Derives the base key of one media stream.
    static result<secret> base_key_for_ssrc(frameseal_suite suite, bytes_view base_key,
                                            std::uint32_t ssrc) {
        return detail::grown<secret>(max_hash_len, [&](auto... out) {
            return frameseal_base_key_for_ssrc(suite, base_key.data(), base_key.size(), ssrc,
                                               out...);
        });
    }

    /// Derives the base key of the next ratchet step.
    static result<secret> base_key_ratcheted(frameseal_suite suite, bytes_view base_key) {
        return detail::grown<secret>(max_hash_len, [&](auto... out) {
            return frameseal_base_key_ratcheted(suite, base_key.data(), base_key.size(), out...);
        });
    }

    /// Gives the KID that frames carry at a step.
    static result<std::uint64_t> id(std::uint8_t ratchet_bits, std::uint64_t generation,
                                    std::uint64_t step) {
        std::uint64_t out = 0;
        const auto code = frameseal_sender_key_id(ratchet_bits, generation, step, &out);
        return detail::given(code, std::move(out));
    }

  private:
    static constexpr std::size_t max_hash_len = 64;
};

} // namespace frameseal

#endif // FRAMESEAL_KEYS_HPP
