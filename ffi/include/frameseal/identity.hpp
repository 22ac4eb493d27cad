// Who a device is, and what its user knows: identities, passphrases and call secrets. Part of
// frameseal.hpp.

#ifndef FRAMESEAL_IDENTITY_HPP
#define FRAMESEAL_IDENTITY_HPP

#include "../frameseal.h"
#include "bytes.hpp"
#include "object.hpp"
#include "result.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace frameseal {

/// The public key of a device.
using identity_key = std::array<std::uint8_t, 32>;

/// The identity of a device. Any number of threads may use it at a time.
class identity : public detail::object<frameseal_identity, frameseal_identity_free> {
  public:
    using object::object;

    /// Makes a new identity: once a device, then stored.
    static result<identity> generate() {
        frameseal_identity out{};
        const auto code = frameseal_identity_generate(&out);
        return detail::given(code, identity(out));
    }

    /// Takes the seed that `export_seed` gave.
    static result<identity> import_seed(bytes_view seed) {
        frameseal_identity out{};
        const auto code = frameseal_identity_import(seed.data(), seed.size(), &out);
        return detail::given(code, identity(out));
    }

    /// Gives the seed, which is a secret.
    result<secret> export_seed() const {
        return detail::grown<secret>(
            32, [&](auto... out) { return frameseal_identity_export(get(), out...); });
    }

    /// Gives the public key.
    result<identity_key> key() const {
        return detail::fixed<32>(
            [&](auto... out) { return frameseal_identity_key(get(), out...); });
    }
};

/// Says whether a passphrase that somebody typed is good enough.
inline result<void> passphrase_check(std::string_view passphrase) {
    const bytes_view bytes(passphrase);
    return detail::done(frameseal_passphrase_check(bytes.data(), bytes.size()));
}

/// Gives a fresh passphrase of 6 words.
inline result<secret> passphrase_generate() {
    return detail::grown<secret>(FRAMESEAL_MAX_GENERATED_LEN, frameseal_passphrase_generate);
}

/// The secret of one call, which only those have who know its passphrase.
class call_secret : public detail::object<frameseal_call_secret, frameseal_call_secret_free> {
  public:
    using object::object;

    /// Stretches a passphrase into the secret of a call. It takes some tenths of a second.
    static result<call_secret> from_passphrase(bytes_view passphrase, bytes_view call_id) {
        frameseal_call_secret out{};
        const auto code = frameseal_call_secret_from_passphrase(
            passphrase.data(), passphrase.size(), call_id.data(), call_id.size(), &out);
        return detail::given(code, call_secret(out));
    }

    /// Takes a secret of 32 bytes that the app has in another way.
    static result<call_secret> create(bytes_view bytes) {
        frameseal_call_secret out{};
        const auto code = frameseal_call_secret_new(bytes.data(), bytes.size(), &out);
        return detail::given(code, call_secret(out));
    }
};

namespace detail {

// Gives a code in a form, as text. Drawing it twice for want of room would take milliseconds.
template <class F> result<std::string> text(frameseal_code_form form, F f) {
    const auto bytes =
        grown<std::vector<std::uint8_t>>(form == FRAMESEAL_CODE_FORM_QR_SVG ? 32768 : 128, f);
    if (!bytes) {
        return bytes.error();
    }
    return std::string(bytes->begin(), bytes->end());
}

} // namespace detail

/// Gives the safety number of two devices, in either order.
inline result<std::string> safety_number(bytes_view own_key, bytes_view peer_key,
                                         frameseal_code_form form) {
    return detail::text(form, [&](auto... out) {
        return frameseal_safety_number(own_key.data(), own_key.size(), peer_key.data(),
                                       peer_key.size(), form, out...);
    });
}

/// Says whether a scanned QR code is the safety number of two devices.
inline result<bool> safety_number_matches_qr(bytes_view own_key, bytes_view peer_key,
                                             std::string_view scanned) {
    const bytes_view bytes(scanned);
    bool out = false;
    const auto code =
        frameseal_safety_number_matches_qr(own_key.data(), own_key.size(), peer_key.data(),
                                           peer_key.size(), bytes.data(), bytes.size(), &out);
    return detail::given(code, std::move(out));
}

} // namespace frameseal

#endif // FRAMESEAL_IDENTITY_HPP
