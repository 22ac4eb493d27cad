// Built-in call keys: one device in one call. Part of frameseal.hpp.

#ifndef FRAMESEAL_SESSION_HPP
#define FRAMESEAL_SESSION_HPP

#include "../frameseal.h"
#include "bytes.hpp"
#include "decryptor.hpp"
#include "encryptor.hpp"
#include "identity.hpp"
#include "object.hpp"
#include "result.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace frameseal {

/// Gives a configuration with these two set. They are only viewed: keep them until `join` is done.
inline frameseal_session_config session_config(bytes_view call_id, bytes_view name) noexcept {
    frameseal_session_config config{};
    config.call_id = call_id.data();
    config.call_id_len = call_id.size();
    config.name = name.data();
    config.name_len = name.size();
    return config;
}

/// A message for the signalling channel: to `to` alone, or to everybody.
struct outgoing_message {
    std::vector<std::uint8_t> message;
    std::optional<frameseal_member_id> to;
};

/// A message of another member.
struct chat_message {
    std::vector<std::uint8_t> payload;
    frameseal_member_id from{};
};

/// Whose key a KID names, and what for.
struct key_owner {
    frameseal_member_id member{};
    frameseal_media_kind kind{};
};

/// One device in one call. It does no I/O and has no clock and no thread. One call uses it at a
/// time, others wait.
class session : public detail::object<frameseal_session, frameseal_session_free> {
  public:
    using object::object;

    /// Joins a call. The session keeps copies of all that it is given.
    static result<session> join(const frameseal_session_config &config, const identity &device,
                                std::uint64_t now_ms) {
        frameseal_session out{};
        const auto code = frameseal_session_join(&config, device.get(), now_ms, &out);
        return detail::given(code, session(out));
    }

    /// Takes a message from the signalling channel. One that is refused stops nothing: log it.
    result<void> handle(bytes_view message, std::uint64_t now_ms) {
        return detail::done(
            frameseal_session_handle(get(), message.data(), message.size(), now_ms));
    }

    /// Does what is due.
    result<void> advance(std::uint64_t now_ms) {
        return detail::done(frameseal_session_advance(get(), now_ms));
    }

    /// Gives when `advance` has something to do; none when the session is over.
    result<std::optional<std::uint64_t>> next_timeout() const {
        std::uint64_t out = 0;
        const auto code = frameseal_session_next_timeout(get(), &out);
        return detail::maybe(code, std::move(out));
    }

    /// Gives the next message for the signalling channel, or none.
    result<std::optional<outgoing_message>> poll_outgoing() {
        frameseal_outgoing about{};
        auto message =
            detail::polled<std::vector<std::uint8_t>>(FRAMESEAL_MAX_MESSAGE_LEN, [&](auto... out) {
                return frameseal_session_poll_outgoing(get(), out..., &about);
            });
        if (!message) {
            return message.error();
        }
        if (!*message) {
            return std::optional<outgoing_message>();
        }
        outgoing_message out;
        out.message = **std::move(message);
        if (about.has_to) {
            out.to = about.to;
        }
        return std::optional<outgoing_message>(std::move(out));
    }

    /// Gives the next event, or none.
    result<std::optional<frameseal_call_event>> poll_event() {
        frameseal_call_event out{};
        const auto code = frameseal_session_poll_event(get(), &out);
        return detail::maybe(code, std::move(out));
    }

    /// Seals a message to all members.
    result<std::vector<std::uint8_t>> seal_chat(bytes_view payload) {
        return detail::filled(payload.size() + chat_overhead, [&](auto... out) {
            return frameseal_session_seal_chat(get(), payload.data(), payload.size(), out...);
        });
    }

    /// Opens a message of another member. FRAMESEAL_RESULT_UNKNOWN_KEY: it waits for its key.
    result<chat_message> open_chat(bytes_view sealed) {
        chat_message out;
        auto payload = detail::filled(sealed.size(), [&](auto... to) {
            return frameseal_session_open_chat(get(), sealed.data(), sealed.size(), to...,
                                               &out.from);
        });
        if (!payload) {
            return payload.error();
        }
        out.payload = *std::move(payload);
        return out;
    }

    /// Gives the next message whose key came after it, or none.
    result<std::optional<chat_message>> poll_chat() {
        chat_message out;
        auto payload =
            detail::polled<std::vector<std::uint8_t>>(FRAMESEAL_MAX_MESSAGE_LEN, [&](auto... to) {
                return frameseal_session_poll_chat(get(), to..., &out.from);
            });
        if (!payload) {
            return payload.error();
        }
        if (!*payload) {
            return std::optional<chat_message>();
        }
        out.payload = **std::move(payload);
        return std::optional<chat_message>(std::move(out));
    }

    /// Gives the encryptor for one kind of media. Ask again when the send keys have changed.
    result<encryptor> encryptor_for(frameseal_media_kind kind) {
        frameseal_encryptor out{};
        const auto code = frameseal_session_encryptor(get(), kind, &out);
        return detail::given(code, encryptor(out));
    }

    /// Makes a decryptor for the frames of all members, which the session keeps up to date.
    result<decryptor> new_decryptor(const frameseal_decryptor_config &config = {}) {
        frameseal_decryptor out{};
        const auto code = frameseal_session_new_decryptor(get(), &config, &out);
        return detail::given(code, decryptor(out));
    }

    /// Says whose key a KID names, and what for; none for a KID of nobody.
    result<std::optional<key_owner>> sender_of(std::uint64_t kid) const {
        key_owner out;
        const auto code = frameseal_session_sender_of(get(), kid, &out.member, &out.kind);
        return detail::maybe(code, std::move(out));
    }

    /// Gives this member's id.
    result<frameseal_member_id> own_id() const {
        frameseal_member_id out{};
        const auto code = frameseal_session_own_id(get(), &out);
        return detail::given(code, std::move(out));
    }

    /// Gives the public key of this device.
    result<identity_key> key() const {
        return detail::fixed<32>(
            [&](auto... out) { return frameseal_session_identity_key(get(), out...); });
    }

    /// Says how the session ended; none when it has not.
    result<std::optional<frameseal_departure>> ended() const {
        frameseal_departure out{};
        const auto code = frameseal_session_ended(get(), &out);
        return detail::maybe(code, std::move(out));
    }

    /// Gives all others that are known, present or not.
    result<std::vector<frameseal_member>> members() const {
        return detail::grown<std::vector<frameseal_member>>(
            32, [&](auto... out) { return frameseal_session_members(get(), out...); });
    }

    /// Gives the hash of who is there.
    result<std::array<std::uint8_t, 32>> roster_hash() const {
        return detail::fixed<32>(
            [&](auto... out) { return frameseal_session_roster_hash(get(), out...); });
    }

    /// Draws fresh keys soon.
    result<void> rotate() { return detail::done(frameseal_session_rotate(get())); }

    /// Lets somebody in who is knocking, for all members.
    result<void> admit(frameseal_member_id member) {
        return detail::done(frameseal_session_admit(get(), member));
    }

    /// Removes a member for all members.
    result<void> remove(frameseal_member_id member) {
        return detail::done(frameseal_session_remove(get(), member));
    }

    /// Says goodbye: the message is there to be polled.
    result<void> leave() { return detail::done(frameseal_session_leave(get())); }

    /// Consents, or no longer consents, to media in clear.
    result<void> consent_to_clear(bool consents) {
        return detail::done(frameseal_session_consent_to_clear(get(), consents ? 1 : 0));
    }

    /// Says whether media may go in clear.
    result<bool> may_send_clear() const {
        bool out = false;
        const auto code = frameseal_session_may_send_clear(get(), &out);
        return detail::given(code, std::move(out));
    }

    /// Gives the call code, which all members compare.
    result<std::string> call_code(frameseal_code_form form) const {
        return detail::text(
            form, [&](auto... out) { return frameseal_session_call_code(get(), form, out...); });
    }

    /// Says whether a scanned QR code is that of this call.
    result<bool> call_code_matches_qr(std::string_view scanned) const {
        const bytes_view bytes(scanned);
        bool out = false;
        const auto code =
            frameseal_session_call_code_matches_qr(get(), bytes.data(), bytes.size(), &out);
        return detail::given(code, std::move(out));
    }

    /// Gives the safety number of this device and a member's.
    result<std::string> safety_number(frameseal_member_id member, frameseal_code_form form) const {
        return detail::text(form, [&](auto... out) {
            return frameseal_session_safety_number(get(), member, form, out...);
        });
    }

    /// Says whether a scanned QR code is the safety number of this device and a member's.
    result<bool> safety_number_matches_qr(frameseal_member_id member,
                                          std::string_view scanned) const {
        const bytes_view bytes(scanned);
        bool out = false;
        const auto code = frameseal_session_safety_number_matches_qr(get(), member, bytes.data(),
                                                                     bytes.size(), &out);
        return detail::given(code, std::move(out));
    }

    /// Starts comparing a short string with a member, because the user wants to.
    result<void> start_sas(frameseal_member_id member) {
        return detail::done(frameseal_session_start_sas(get(), member));
    }

    /// Goes along with a comparison that the other side has started.
    result<void> accept_sas(frameseal_member_id member) {
        return detail::done(frameseal_session_accept_sas(get(), member));
    }

    /// Gives what to compare with a member; none before it is there.
    result<std::optional<frameseal_sas_code>> sas_code(frameseal_member_id member) const {
        frameseal_sas_code out{};
        const auto code = frameseal_session_sas_code(get(), member, &out);
        return detail::maybe(code, std::move(out));
    }

  private:
    static constexpr std::size_t chat_overhead = 33;
};

} // namespace frameseal

#endif // FRAMESEAL_SESSION_HPP
