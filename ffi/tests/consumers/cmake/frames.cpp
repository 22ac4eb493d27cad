// Keys and frames through frameseal.hpp. Built as C++17, and as C++20 without exceptions.

#include "check.hpp"

#include <csignal>
#include <cstring>
#include <memory>
#if __cplusplus >= 202002L
#include <span>
#endif
#include <sys/wait.h>
#include <unistd.h>

namespace {

const auto metadata = "metadata"sv;

frameseal::encryptor sender(std::uint64_t kid) {
    return frameseal::encryptor::create(suite, kid, base_key).value();
}

frameseal::decryptor receiver(std::uint64_t kid) {
    auto decryptor = frameseal::decryptor::create().value();
    decryptor.add_key(suite, kid, base_key).value();
    return decryptor;
}

void views() {
    const std::uint8_t array[] = {1, 2, 3};
    std::array<std::uint8_t, 4> writable{};
    std::string text = "text";
    CHECK(frameseal::bytes_view(array).size() == 3);
    CHECK(frameseal::bytes_view(text).data()[0] == 't');
    CHECK(frameseal::bytes_view(std::array<std::byte, 2>{}).size() == 2);
    CHECK(frameseal::bytes_view("a\0b"sv).size() == 3);
    CHECK(frameseal::bytes_span(writable).data() == writable.data());
    CHECK(frameseal::bytes_span(text).size() == 4);
    CHECK(frameseal::bytes_view(frameseal::bytes_span(writable)).size() == 4);
#ifdef __cpp_lib_span
    CHECK(frameseal::bytes_view(std::span(array)).size() == 3);
    CHECK(frameseal::bytes_span(std::span(writable)).data() == writable.data());
    CHECK(frameseal::bytes_span(std::as_writable_bytes(std::span(writable))).size() == 4);
    static_assert(!std::is_convertible_v<std::span<const std::byte>, frameseal::bytes_span>);
#endif
    static_assert(!std::is_convertible_v<const char *, frameseal::bytes_view>);
    static_assert(!std::is_convertible_v<const bytes &, frameseal::bytes_span>);
    static_assert(!std::is_copy_constructible_v<frameseal::encryptor>);
    static_assert(std::is_nothrow_move_constructible_v<frameseal::encryptor>);
}

void frames() {
    auto encryptor = sender(300);
    auto decryptor = receiver(300);
    const bytes frame(1000, 7);
    const auto info = encryptor.info().value();
    CHECK(info.kid == 300 && info.suite == suite);

    const auto sealed = encryptor.encrypt_to_vector(frame, metadata).value();
    CHECK(sealed.size() > frame.size());
    const auto in_clear = frameseal::header_read(sealed).value();
    CHECK(in_clear.header.kid == 300 && sealed.size() == in_clear.payload_start + 1000 + 16);
    const auto refused = decryptor.decrypt_to_vector(sealed, "other"sv);
    CHECK(!refused && refused.code() == FRAMESEAL_RESULT_AUTHENTICATION);
    CHECK(refused.error().error_class() == FRAMESEAL_ERROR_CLASS_AUTHENTICATION);
    CHECK(!refused.error().kid() && !refused.error().member()); // nothing that is not authentic
    CHECK(refused.error().name() == "FRAMESEAL_RESULT_AUTHENTICATION"sv);
    CHECK(std::strlen(refused.error().message()) > 10);
    frameseal_header header{};
    CHECK(decryptor.decrypt_to_vector(sealed, metadata, &header).value() == frame);
    CHECK(header.kid == 300 && header.counter == 0);
    CHECK(decryptor.decrypt_to_vector(sealed, metadata).code() == FRAMESEAL_RESULT_REPLAYED);

    bytes out(frame.size() + info.max_overhead);
    const auto len = encryptor.encrypt(frame, metadata, out).value();
    bytes back(len);
    CHECK(decryptor.decrypt({out.data(), len}, metadata, back).value() == frame.size());
    std::array<std::uint8_t, 4> little{};
    const auto too_small = encryptor.encrypt(frame, metadata, little);
    CHECK(too_small.code() == FRAMESEAL_RESULT_BUFFER_TOO_SMALL);
    CHECK(too_small.error().needed() > frame.size());
    CHECK(too_small.error().error_class() == FRAMESEAL_ERROR_CLASS_USAGE);
    CHECK(std::strstr(too_small.error().message(), "the buffer has 4"));

    bytes buffer(info.headroom + frame.size() + info.tailroom, 7);
    const auto where = encryptor.encrypt_in_place(buffer, info.headroom, frame.size()).value();
    const auto plain = decryptor.decrypt_in_place(where).value();
    CHECK(bytes(plain.begin(), plain.end()) == frame);
    CHECK(plain.data() >= buffer.data() && plain.end() <= buffer.data() + buffer.size());

    std::vector<bytes> outs(3, bytes(frame.size() + info.max_overhead));
    std::vector<frameseal_frame> batch;
    for (auto &to : outs) {
        batch.push_back(frameseal::frame_of(frame, metadata, to));
    }
    encryptor.encrypt_batch(batch).value();
    std::vector<bytes> backs(3, bytes(outs[0].size()));
    for (std::size_t n = 0; n < batch.size(); ++n) {
        const frameseal::bytes_view each(outs[n].data(), batch[n].out_len);
        batch[n] = frameseal::frame_of(each, n == 1 ? "other"sv : metadata, backs[n]);
    }
    CHECK(decryptor.decrypt_batch(batch).code() == FRAMESEAL_RESULT_AUTHENTICATION);
    CHECK(batch[0].result == FRAMESEAL_RESULT_OK && batch[0].out_len == frame.size());
    CHECK(batch[1].result == FRAMESEAL_RESULT_AUTHENTICATION);
    CHECK(batch[2].result == FRAMESEAL_RESULT_OK && backs[2][999] == 7);
    CHECK(decryptor.totals()->opened == 5);
    CHECK(!encryptor.poll_event().value());
}

void objects() {
    auto first = sender(1);
    const auto handles = frameseal::live_handles();
    auto second = std::move(first);
    CHECK(!first && second && frameseal::live_handles() == handles);
    CHECK(first.info().code() == FRAMESEAL_RESULT_NO_HANDLE);
    second = sender(2);
    CHECK(second.info()->kid == 2 && frameseal::live_handles() == handles);
    const auto handle = second.release();
    CHECK(!second && frameseal::live_handles() == handles);
    frameseal::encryptor third(handle);
    third.reset();
    CHECK(frameseal::live_handles() == handles - 1);
    CHECK(frameseal_encryptor_free(handle) == FRAMESEAL_RESULT_STALE_HANDLE);
}

void keys() {
    auto decryptor = receiver(0);
    for (std::uint64_t kid = 1; kid < 100; ++kid) {
        decryptor.add_key(suite, kid, base_key).value();
    }
    CHECK(decryptor.key_stats()->size() == 100); // more than are asked for at first
    CHECK(decryptor.retire_key(5).value() && decryptor.remove_key(6).value());
    CHECK(!decryptor.remove_key(6).value());
    CHECK(decryptor.refuse_own(sender(200)));
    CHECK(decryptor.advance(1000));
    CHECK(decryptor.add_epoch(suite, 1, 4, base_key).code() == FRAMESEAL_RESULT_WRONG_LAYOUT);

    // Frames wait for their keys; one of them is longer than is asked for at first.
    auto encryptor = sender(300);
    for (const std::size_t size : {10, 5000}) {
        const auto sealed = encryptor.encrypt_to_vector(bytes(size, 3)).value();
        const auto refused = decryptor.decrypt_to_vector(sealed);
        CHECK(refused.code() == FRAMESEAL_RESULT_UNKNOWN_KEY && refused.error().kid() == 300);
        CHECK(decryptor.park(sealed, {}, size).value());
    }
    CHECK(!decryptor.unpark().value());
    CHECK(decryptor.poll_event().value()->kind == FRAMESEAL_EVENT_KIND_KEY_MISSING);
    decryptor.add_key(suite, 300, base_key).value();
    for (const std::size_t size : {10, 5000}) {
        const auto next = decryptor.unpark().value();
        CHECK(next && next->about.token == size && next->plaintext == bytes(size, 3));
        CHECK(next->about.header.kid == 300);
    }
    CHECK(!decryptor.unpark().value());
}

void sender_keys() {
    auto key = frameseal::sender_key::create(suite, 4, 1, 0, base_key).value();
    frameseal_decryptor_config config{};
    config.layout = FRAMESEAL_LAYOUT_SENDER_KEYS;
    config.layout_bits = 4;
    auto member = frameseal::decryptor::create(config).value();
    member.add_sender_key(key).value();
    CHECK(key.base_key()->size() == base_key.size());
    key.ratchet().value();
    CHECK(key.info()->step == 1);
    CHECK(frameseal::sender_key::id(4, 1, 1).value() == key.info()->kid);
    const auto secret = key.base_key().value();
    const auto ratcheted = frameseal::sender_key::base_key_ratcheted(suite, base_key).value();
    CHECK(secret.size() == ratcheted.size());
    CHECK(std::memcmp(secret.data(), ratcheted.data(), secret.size()) == 0);
    CHECK(bytes(secret.data(), secret.data() + secret.size()) != base_key);
    const auto encryptor = frameseal::encryptor::for_sender(key).value();
    CHECK(member.decrypt_to_vector(encryptor.encrypt_to_vector(base_key).value()).value() ==
          base_key);
    const auto one = frameseal::sender_key::base_key_for_ssrc(suite, base_key, 1).value();
    const auto two = frameseal::sender_key::base_key_for_ssrc(suite, base_key, 2).value();
    CHECK(one.size() == two.size() && std::memcmp(one.data(), two.data(), one.size()) != 0);
}

void counter_stores() {
    const auto used = std::make_shared<std::uint64_t>(0);
    bool is_full = false;
    frameseal_encryptor_config config{};
    auto store =
        frameseal::counter_store::create(
            [used, &is_full](const frameseal::key_fingerprint &,
                             std::uint64_t count) -> std::optional<std::uint64_t> {
                if (is_full) {
                    return std::nullopt;
                }
                return std::exchange(*used, *used + count);
            },
            [](const frameseal::key_fingerprint &, std::uint64_t blocks) { return blocks; })
            .value();
    CHECK(used.use_count() == 2);
    config.counters = store.get();
    config.lease = 1;
    auto encryptor = frameseal::encryptor::create(suite, 1, base_key, config).value();
    store.reset();
    CHECK(used.use_count() == 2); // the encryptor has it
    CHECK(encryptor.encrypt_to_vector(base_key));
    is_full = true;
    frameseal_result last = FRAMESEAL_RESULT_OK;
    for (int n = 0; n < 4 && last == FRAMESEAL_RESULT_OK; ++n) {
        last = encryptor.encrypt_to_vector(base_key).code();
    }
    CHECK(last == FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE);
    encryptor.reset();
    CHECK(used.use_count() == 1); // released with the last that used it
    CHECK(frameseal::counter_store::create(nullptr).code() == FRAMESEAL_RESULT_NULL_POINTER);

#ifdef __cpp_exceptions
    auto thrower =
        frameseal::counter_store::create([](const frameseal::key_fingerprint &,
                                            std::uint64_t) -> std::optional<std::uint64_t> {
            throw 1;
        }).value();
    config.counters = thrower.get();
    const auto made = frameseal::encryptor::create(suite, 2, base_key, config);
    const auto code = made ? made->encrypt_to_vector(base_key).code() : made.code();
    CHECK(code == FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE);
#endif
}

void log() {
    const auto lines = std::make_shared<std::string>();
    frameseal::log_set([lines](frameseal_result code, const char *message) {
        *lines += std::string(frameseal_result_name(code)) + ": " + message + "\n";
        CHECK(frameseal::log_set(nullptr).code() == FRAMESEAL_RESULT_BUSY);
    }).value();
    CHECK(!frameseal::encryptor().info());
    CHECK(lines->find("FRAMESEAL_RESULT_NO_HANDLE: ") == 0);
    CHECK(lines.use_count() == 2);
    frameseal::log_set(nullptr).value();
    CHECK(lines.use_count() == 1);
}

void envelopes() {
    const bytes frame = {0x10, 0x02, 0x00, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xf0, 0x00, 1, 2, 3, 4};
    const auto codec = frameseal::codec_from_mime_type("video/VP8").value();
    CHECK(codec == FRAMESEAL_CODEC_VP8 && frameseal::codec_name(codec) == "VP8"sv);
    CHECK(frameseal::codec_from_mime_type("audio/red").code() == FRAMESEAL_RESULT_RED);
    const auto seen = frameseal::codec_inspect(codec, frame).value();
    CHECK(seen.is_key_frame && seen.clear.size() == 1 && seen.clear[0].end == 10);

    auto encryptor = sender(1);
    auto decryptor = receiver(1);
    const frameseal_envelope envelope = {codec, 0};
    namespace transparent = frameseal::transparent;
    const auto sealed = transparent::encrypt_to_vector(encryptor, envelope, frame).value();
    CHECK(std::memcmp(sealed.data() + 1, frame.data() + 1, 9) == 0);
    CHECK(transparent::header(sealed)->kid == 1);
    CHECK(transparent::decrypt_to_vector(decryptor, sealed).value() == frame);

    const auto room = transparent::room(encryptor, envelope, frame.size()).value();
    bytes out(room.max_len);
    const auto len = transparent::encrypt(encryptor, envelope, frame, {}, out).value();
    bytes back(len);
    CHECK(transparent::decrypt(decryptor, {out.data(), len}, {}, back).value() == frame.size());

    bytes buffer(room.headroom + frame.size() + room.tailroom);
    std::memcpy(buffer.data() + room.headroom, frame.data(), frame.size());
    const auto where =
        transparent::encrypt_in_place(encryptor, envelope, buffer, room.headroom, frame.size());
    const auto plain = transparent::decrypt_in_place(decryptor, *where).value();
    CHECK(bytes(plain.begin(), plain.end()) == frame);

    std::array<frameseal_frame, 1> batch = {frameseal::frame_of(frame, {}, out)};
    transparent::encrypt_batch(encryptor, envelope, batch).value();
    batch[0] = frameseal::frame_of({out.data(), batch[0].out_len}, {}, back);
    back.resize(out.size());
    batch[0].out = back.data();
    batch[0].out_size = back.size();
    transparent::decrypt_batch(decryptor, batch).value();

    auto stranger = frameseal::decryptor::create().value();
    CHECK(transparent::park(stranger, sealed, {}, 9).value());
    stranger.add_key(suite, 1, base_key).value();
    CHECK(stranger.unpark().value()->plaintext == frame);
}

// A fork may not seal, and the value of an error ends the program.
void child() {
    auto encryptor = sender(1);
    const pid_t pid = fork();
    if (pid == 0) {
        std::fclose(stderr);
        const auto sealed = encryptor.encrypt_to_vector(base_key);
        if (sealed.code() == FRAMESEAL_RESULT_FORKED) {
            static_cast<void>(sealed.value());
        }
        _exit(0);
    }
    int status = 0;
    CHECK(waitpid(pid, &status, 0) == pid);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

} // namespace

int main() {
    CHECK(frameseal::version() == std::string_view(FRAMESEAL_VERSION));
    CHECK(frameseal::suite_name(suite) == "AES_128_GCM_SHA256_128"sv);
    CHECK(frameseal::suite_max_overhead(suite).value() == 17 + 16);
    CHECK(frameseal::suite_key_len(suite).value() == 16);
    views();
    frames();
    objects();
    keys();
    sender_keys();
    counter_stores();
    log();
    envelopes();
    child();
    return checked("keys and frames");
}
