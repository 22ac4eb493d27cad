// Where keys come from, through frameseal.hpp: a call of two, a device's state, an MLS group.

#include "check.hpp"

#include <cstring>
#include <map>

namespace {

bool is_same(frameseal_member_id one, frameseal_member_id other) {
    return std::memcmp(one.bytes, other.bytes, sizeof one.bytes) == 0;
}

struct member {
    frameseal::session session;
    frameseal::decryptor decryptor;

    static member join(std::string_view name, const frameseal::identity &device,
                       const frameseal::call_secret &secret) {
        auto config = frameseal::session_config("the call"sv, name);
        config.exchange = FRAMESEAL_EXCHANGE_X25519;
        config.call_secret = secret.get();
        auto session = frameseal::session::join(config, device, 0).value();
        auto decryptor = session.new_decryptor().value();
        return {std::move(session), std::move(decryptor)};
    }
};

void call() {
    const auto alice_device = frameseal::identity::generate().value();
    const auto seed = alice_device.export_seed().value();
    CHECK(frameseal::identity::import_seed(seed)->key().value() == alice_device.key().value());
    const auto bob_device = frameseal::identity::generate().value();
    const auto secret = frameseal::call_secret::create(bytes(32, 5)).value();

    auto alice = member::join("Alice", alice_device, secret);
    auto bob = member::join("Bob", bob_device, secret);
    const auto alice_id = alice.session.own_id().value();
    const auto bob_id = bob.session.own_id().value();
    CHECK(alice.session.key().value() == alice_device.key().value());
    CHECK(!alice.session.ended().value());

    std::uint64_t now = 0;
    std::map<frameseal_call_event_kind, int> events;
    const auto run = [&](int ticks) {
        for (; ticks > 0; --ticks, now += 100) {
            for (auto *from : {&alice, &bob}) {
                auto &to = from == &alice ? bob : alice;
                from->session.advance(now).value();
                while (const auto out = from->session.poll_outgoing().value()) {
                    CHECK(!out->to || is_same(*out->to, from == &alice ? bob_id : alice_id));
                    to.session.handle(out->message, now).value();
                }
                while (const auto event = from->session.poll_event().value()) {
                    ++events[event->kind];
                }
            }
        }
    };
    run(50);
    CHECK(events[FRAMESEAL_CALL_EVENT_KIND_JOINED] == 2);
    CHECK(alice.session.next_timeout().value() > now - 100);
    CHECK(alice.session.members()->size() == 1);
    CHECK(alice.session.members()->front().name == "Bob"sv);
    CHECK(alice.session.roster_hash().value() == bob.session.roster_hash().value());

    // Frames, by the keys that they agreed on.
    const auto video = alice.session.encryptor_for(FRAMESEAL_MEDIA_KIND_VIDEO).value();
    frameseal_header header{};
    const auto sealed = video.encrypt_to_vector(base_key).value();
    CHECK(bob.decryptor.decrypt_to_vector(sealed, {}, &header).value() == base_key);
    const auto owner = bob.session.sender_of(header.kid).value();
    CHECK(owner && is_same(owner->member, alice_id) && owner->kind == FRAMESEAL_MEDIA_KIND_VIDEO);
    CHECK(!bob.session.sender_of(header.kid + 1000000).value());

    // Chat.
    const auto line = alice.session.seal_chat("hello"sv).value();
    const auto read = bob.session.open_chat(line).value();
    CHECK(read.payload == bytes({'h', 'e', 'l', 'l', 'o'}) && is_same(read.from, alice_id));
    CHECK(bob.session.open_chat(line).code() == FRAMESEAL_RESULT_REPLAYED);
    CHECK(!bob.session.poll_chat().value());

    // Codes that people compare.
    const auto code = alice.session.call_code(FRAMESEAL_CODE_FORM_DIGITS).value();
    CHECK(code.size() == 30);
    CHECK(code == bob.session.call_code(FRAMESEAL_CODE_FORM_DIGITS).value());
    CHECK(alice.session.call_code(FRAMESEAL_CODE_FORM_QR_SVG)->find("<svg") != std::string::npos);
    const auto shown = alice.session.call_code(FRAMESEAL_CODE_FORM_QR_TEXT).value();
    CHECK(bob.session.call_code_matches_qr(shown).value());
    CHECK(!bob.session.call_code_matches_qr("another code"sv).value());
    const auto number = alice.session.safety_number(bob_id, FRAMESEAL_CODE_FORM_DIGITS).value();
    CHECK(number.size() == 60);
    CHECK(number == frameseal::safety_number(bob_device.key().value(), alice_device.key().value(),
                                             FRAMESEAL_CODE_FORM_DIGITS)
                        .value());
    const auto drawn = bob.session.safety_number(alice_id, FRAMESEAL_CODE_FORM_QR_TEXT).value();
    CHECK(alice.session.safety_number_matches_qr(bob_id, drawn).value());
    CHECK(frameseal::safety_number_matches_qr(alice_device.key().value(), bob_device.key().value(),
                                              drawn)
              .value());
    alice.session.start_sas(bob_id).value();
    CHECK(!alice.session.sas_code(bob_id).value());
    run(10);
    CHECK(events[FRAMESEAL_CALL_EVENT_KIND_COMPARISON_ASKED] == 1);
    bob.session.accept_sas(alice_id).value();
    run(10);
    const auto sas = alice.session.sas_code(bob_id).value();
    CHECK(sas && sas->digits == std::string_view(bob.session.sas_code(alice_id).value()->digits));

    // Decisions.
    CHECK(!alice.session.may_send_clear().value());
    CHECK(alice.session.consent_to_clear(true).code() == FRAMESEAL_RESULT_ENCRYPTION_REQUIRED);
    CHECK(alice.session.admit({}).code() == FRAMESEAL_RESULT_NO_SUCH_MEMBER);
    alice.session.rotate().value();
    run(30);
    CHECK(events[FRAMESEAL_CALL_EVENT_KIND_SEND_KEYS_CHANGED] > 0);
    CHECK(bob.decryptor.decrypt_to_vector(alice.session.encryptor_for(FRAMESEAL_MEDIA_KIND_AUDIO)
                                              ->encrypt_to_vector(base_key)
                                              .value()));
    bob.session.leave().value();
    run(10);
    CHECK(bob.session.ended().value() == FRAMESEAL_DEPARTURE_LEFT);
    CHECK(events[FRAMESEAL_CALL_EVENT_KIND_LEFT] == 1);
    CHECK(alice.session.remove(bob_id).code() == FRAMESEAL_RESULT_NO_SUCH_MEMBER);
    const auto late = bob.session.handle(bytes(10), now);
    CHECK(late.code() == FRAMESEAL_RESULT_SESSION_ENDED);
    const auto noise = alice.session.handle(bytes(10), now);
    CHECK(noise.error().error_class() == FRAMESEAL_ERROR_CLASS_MESSAGE);
}

void passphrases() {
    CHECK(frameseal::passphrase_check("12345").code() == FRAMESEAL_RESULT_PASSPHRASE_TOO_WEAK);
    const auto passphrase = frameseal::passphrase_generate().value();
    const auto *text = reinterpret_cast<const char *>(passphrase.data());
    CHECK(frameseal::passphrase_check({text, passphrase.size()}));
    CHECK(frameseal::call_secret::from_passphrase(passphrase, "the call"sv));
}

void states() {
    const auto key = frameseal::state_key_generate().value();
    const auto device = frameseal::identity::generate().value();
    const auto peer = frameseal::identity::generate()->key().value();
    bytes blob, anchor;
    bool is_full = false;
    const auto storage = [&] {
        frameseal::state_storage out;
        out.save_blob = [&](frameseal::bytes_view saved) {
            blob.assign(saved.begin(), saved.end());
            return !is_full;
        };
        out.save_anchor = [&](frameseal::bytes_view saved) {
            anchor.assign(saved.begin(), saved.end());
            return true;
        };
        return out;
    };
    {
        auto state = frameseal::call_state::create(key, device, storage()).value();
        CHECK(state.device()->key().value() == device.key().value());
        state.remember_peer(peer, "Bob", 1000).value();
        frameseal_encryptor_config config{};
        const auto counters = state.counters().value();
        config.counters = counters.get();
        auto encryptor = frameseal::encryptor::create(suite, 1, bytes(16, 9), config).value();
        CHECK(encryptor.encrypt_to_vector(base_key));
        frameseal::key_fingerprint fingerprint{};
        std::memcpy(fingerprint.data(), encryptor.info()->fingerprint, fingerprint.size());
        encryptor.reset();
        CHECK(state.forget_counters(fingerprint).value());
        CHECK(!state.forget_counters(fingerprint).value());
        const auto newest = state.anchor().value();
        CHECK(bytes(newest.begin(), newest.end()) == anchor);
        is_full = true;
        CHECK(state.remember_peer(device.key().value(), "me", 0).code() ==
              FRAMESEAL_RESULT_STORAGE_FAILED);
        is_full = false;
    }
    const auto older = blob;
    {
        auto state = frameseal::call_state::open_without_anchor(key, blob, storage()).value();
        CHECK(state.peer(peer).value()->verified_at == 1000);
        const auto seen = state.saw_peer_as(peer, "Mallory").value();
        CHECK(seen && seen->last_seen_name == "Mallory"sv && seen->name == "Bob"sv);
        CHECK(!state.saw_peer_as(bytes(32, 1), "nobody").value());
        CHECK(state.forget_peer(peer).value() && !state.forget_peer(peer).value());
        CHECK(!state.peer(peer).value());
    }
    CHECK(frameseal::call_state::open(key, blob, anchor, storage())->peers()->size() <= 1);
    const auto restored = frameseal::call_state::open(key, older, anchor, storage());
    CHECK(restored.code() == FRAMESEAL_RESULT_STATE_WENT_BACK);
    CHECK(frameseal::call_state::create(key, device, {}).code() == FRAMESEAL_RESULT_NULL_POINTER);
}

void mls() {
    CHECK(frameseal::mls_exporter_label() == "SFrame 1.0 Base Key"sv);
    CHECK(frameseal::sender_bits_for_group(5) == 3);
    const bytes epoch_secret(frameseal::suite_key_len(suite).value(), 6);
    auto alice = frameseal::mls_keys::create(suite, 4).value();
    auto bob = frameseal::mls_keys::create(suite, 4).value();
    CHECK(!alice.sending().value() && !alice.newest().value());
    CHECK(alice.encryptor_for(0).code() == FRAMESEAL_RESULT_NO_EPOCH);
    auto decryptor = bob.new_decryptor().value();
    alice.add_epoch(1, epoch_secret, 0, 2, FRAMESEAL_GO_OVER_AFTER_DELAY, 0).value();
    bob.add_epoch(1, epoch_secret, 1, 2, FRAMESEAL_GO_OVER_AFTER_DELAY, 0).value();
    bob.update(decryptor).value();
    frameseal_header header{};
    const auto first = alice.encryptor_for(1).value();
    const auto sealed = first.encrypt_to_vector(base_key).value();
    CHECK(decryptor.decrypt_to_vector(sealed, {}, &header).value() == base_key);
    CHECK(header.kid == frameseal::mls_key_id(4, 1, 1, 0, 1).value());

    alice.add_epoch(2, bytes(16, 7), 0, 2, FRAMESEAL_GO_OVER_AFTER_DELAY, 100).value();
    CHECK(alice.sending().value() == 1 && alice.newest().value() == 2);
    CHECK(alice.next_deadline().value());
    alice.go_over(2).value();
    alice.advance(200).value();
    CHECK(alice.sending().value() == 2 && alice.epochs().value().size() == 2);
    bool has_gone_over = false;
    while (const auto event = alice.poll_event().value()) {
        has_gone_over |= event->kind == FRAMESEAL_MLS_EVENT_KIND_GONE_OVER && event->epoch == 2;
    }
    CHECK(has_gone_over);

    frameseal_decryptor_config config{};
    config.layout = FRAMESEAL_LAYOUT_MLS;
    config.layout_bits = 4;
    auto own = frameseal::decryptor::create(config).value();
    own.add_epoch_refusing_own(suite, 1, 1, 0, epoch_secret).value();
    CHECK(own.decrypt_to_vector(sealed).code() == FRAMESEAL_RESULT_REFLECTED);
}

} // namespace

int main() {
    call();
    passphrases();
    states();
    mls();
    return checked("calls");
}
