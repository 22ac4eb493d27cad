// The state of a device: its identity, whom its user verified, and counters. Part of
// frameseal.hpp.

#ifndef FRAMESEAL_STATE_HPP
#define FRAMESEAL_STATE_HPP

#include "../frameseal.h"
#include "bytes.hpp"
#include "identity.hpp"
#include "keys.hpp"
#include "object.hpp"
#include "result.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace frameseal {

/// Where an app saves a state. Both are called from whatever thread changes it, never two at a
/// time. `false`, or an exception, says that nothing was saved.
struct state_storage {
    /// Saves the blob for good, in place of the last one, or leaves that as it is.
    std::function<bool(bytes_view blob)> save_blob;
    /// Saves the anchor in the same way, in a place that does not go back together with the blob.
    std::function<bool(bytes_view anchor)> save_anchor;
};

/// Gives a fresh key to save a state under, which is a secret.
inline result<secret> state_key_generate() {
    return detail::grown<secret>(32, frameseal_state_key_generate);
}

/// The state of a device. Any number of threads may use it at a time.
class call_state : public detail::object<frameseal_call_state, frameseal_call_state_free> {
  public:
    using object::object;

    /// Makes the first state of a device and saves it.
    static result<call_state> create(bytes_view state_key, const identity &device,
                                     state_storage storage) {
        return stored(std::move(storage), [&](auto... out) {
            return frameseal_call_state_create(state_key.data(), state_key.size(), device.get(),
                                               out...);
        });
    }

    /// Opens a saved state: blob and anchor as they were saved last.
    static result<call_state> open(bytes_view state_key, bytes_view blob, bytes_view anchor,
                                   state_storage storage) {
        return stored(std::move(storage), [&](auto... out) {
            return frameseal_call_state_open(state_key.data(), state_key.size(), blob.data(),
                                             blob.size(), anchor.data(), anchor.size(), out...);
        });
    }

    /// Opens a blob of any age. Ask the user first.
    static result<call_state> open_without_anchor(bytes_view state_key, bytes_view blob,
                                                  state_storage storage) {
        return stored(std::move(storage), [&](auto... out) {
            return frameseal_call_state_open_without_anchor(state_key.data(), state_key.size(),
                                                            blob.data(), blob.size(), out...);
        });
    }

    /// Gives the device's identity.
    result<identity> device() const {
        frameseal_identity out{};
        const auto code = frameseal_call_state_identity(get(), &out);
        return detail::given(code, identity(out));
    }

    /// Gives the anchor of the newest blob.
    result<std::array<std::uint8_t, FRAMESEAL_ANCHOR_LEN>> anchor() const {
        return detail::fixed<FRAMESEAL_ANCHOR_LEN>(
            [&](auto... out) { return frameseal_call_state_anchor(get(), out...); });
    }

    /// Gives the state as a counter store.
    result<counter_store> counters() const {
        frameseal_counter_store out{};
        const auto code = frameseal_call_state_counter_store(get(), &out);
        return detail::given(code, counter_store(out));
    }

    /// Forgets the counters of a base key that the app has deleted. Says whether there were any.
    result<bool> forget_counters(const key_fingerprint &key) {
        return detail::whether(frameseal_call_state_forget_counters(get(), key.data(), key.size()));
    }

    /// Remembers that the user verified a peer, at a time in seconds since 1970.
    result<void> remember_peer(bytes_view key, std::string_view name, std::uint64_t verified_at) {
        const bytes_view bytes(name);
        return detail::done(frameseal_call_state_remember_peer(
            get(), key.data(), key.size(), bytes.data(), bytes.size(), verified_at));
    }

    /// Withdraws a verification. Says whether there was one.
    result<bool> forget_peer(bytes_view key) {
        return detail::whether(frameseal_call_state_forget_peer(get(), key.data(), key.size()));
    }

    /// Notes the name under which a verified peer appears now, and gives what is known of it.
    result<std::optional<frameseal_verified_peer>> saw_peer_as(bytes_view key,
                                                               std::string_view name) {
        const bytes_view bytes(name);
        frameseal_verified_peer out{};
        const auto code = frameseal_call_state_saw_peer_as(get(), key.data(), key.size(),
                                                           bytes.data(), bytes.size(), &out);
        return detail::maybe(code, std::move(out));
    }

    /// Gives what is known of a verified peer; none for others.
    result<std::optional<frameseal_verified_peer>> peer(bytes_view key) const {
        frameseal_verified_peer out{};
        const auto code = frameseal_call_state_peer(get(), key.data(), key.size(), &out);
        return detail::maybe(code, std::move(out));
    }

    /// Gives all verified peers.
    result<std::vector<frameseal_verified_peer>> peers() const {
        return detail::grown<std::vector<frameseal_verified_peer>>(
            16, [&](auto... out) { return frameseal_call_state_peers(get(), out...); });
    }

  private:
    // Calls `f(&callbacks, &handle)`. What was given is kept until the library releases it.
    template <class F> static result<call_state> stored(state_storage storage, F f) {
        auto kept = std::make_unique<state_storage>(std::move(storage));
        frameseal_state_storage callbacks{};
        callbacks.context = kept.get();
        callbacks.save_blob = kept->save_blob ? save_blob : nullptr;
        callbacks.save_anchor = kept->save_anchor ? save_anchor : nullptr;
        callbacks.release = [](void *context) { delete static_cast<state_storage *>(context); };
        frameseal_call_state out{};
        const frameseal_state_storage *const where = &callbacks;
        const frameseal_result code = f(where, &out);
        if (code == FRAMESEAL_RESULT_OK) {
            static_cast<void>(kept.release());
        }
        return detail::given(code, call_state(out));
    }

    static frameseal_result save_blob(void *context, const std::uint8_t *blob, std::size_t len) {
        return detail::guarded(FRAMESEAL_RESULT_STORAGE_FAILED, [&] {
            const bool is_saved = static_cast<state_storage *>(context)->save_blob({blob, len});
            return is_saved ? FRAMESEAL_RESULT_OK : FRAMESEAL_RESULT_STORAGE_FAILED;
        });
    }

    static frameseal_result save_anchor(void *context, const std::uint8_t *anchor) {
        return detail::guarded(FRAMESEAL_RESULT_STORAGE_FAILED, [&] {
            const bool is_saved =
                static_cast<state_storage *>(context)->save_anchor({anchor, FRAMESEAL_ANCHOR_LEN});
            return is_saved ? FRAMESEAL_RESULT_OK : FRAMESEAL_RESULT_STORAGE_FAILED;
        });
    }
};

} // namespace frameseal

#endif // FRAMESEAL_STATE_HPP
