// RTP packets and deployed formats through frameseal.hpp.

#include "check.hpp"

#include <algorithm>

namespace {

void rtp() {
    namespace rtp = frameseal::rtp;
    const bytes frame(40000, 8);
    auto packets = rtp::packets(frame, 1200).value();
    CHECK(packets.size() == rtp::packet_count(frame.size(), 1200).value());
    CHECK(packets.size() > 30 && packets.front().size() <= 1200);
    const auto descriptor = rtp::read_descriptor(packets.front()).value();
    CHECK(descriptor.first && !descriptor.last && !descriptor.packetized);
    bytes out(1200);
    CHECK(!rtp::packet(frame, 1200, false, packets.size(), out).value());

    // In the wrong order, and longer than is asked for at first.
    auto reassembler = frameseal::reassembler::create().value();
    const auto last = packets.size() - 1;
    for (std::size_t n = 1; n <= last; ++n) {
        const auto sequence_number = static_cast<std::uint16_t>(n);
        CHECK(!reassembler.push(sequence_number, 96, packets[n]).value());
    }
    const auto whole = reassembler.push(0, 96, packets[0]).value();
    CHECK(whole && whole->sealed == frame && whole->about.payload_type == 96);
    CHECK(!reassembler.take().value());
    CHECK(reassembler.totals()->dropped_packets == 0);
    CHECK(reassembler.push(1, 96, {}).code() == FRAMESEAL_RESULT_EMPTY_PAYLOAD);
}

const bytes frame(100, 1);
const bytes key(16, 2);

void dave() {
    namespace dave = frameseal::dave;
    CHECK(dave::exporter_label() == "Discord Secure Frames v0"sv);
    CHECK(dave::exporter_context(7)->size() == 8);
    auto encryptor = dave::encryptor::create(key).value();
    auto decryptor = dave::decryptor::create(key).value();
    const auto sealed = encryptor.encrypt_to_vector(FRAMESEAL_CODEC_OPUS, frame).value();
    CHECK(decryptor.decrypt_to_vector(sealed).value() == frame);
    CHECK(decryptor.decrypt_to_vector(sealed).code() == FRAMESEAL_RESULT_REPLAYED);
    bytes out(dave::max_len(frame.size()).value());
    const auto len = encryptor.encrypt(FRAMESEAL_CODEC_OPUS, frame, out).value();
    bytes back(len);
    CHECK(decryptor.decrypt({out.data(), len}, back).value() == frame.size());
}

void getstream() {
    namespace getstream = frameseal::getstream;
    const auto encryptor = getstream::encryptor::create(3, key).value();
    auto decryptor = getstream::decryptor::create().value();
    decryptor.set_key(3, key).value();
    const auto sealed = encryptor.encrypt_to_vector(FRAMESEAL_CODEC_OPUS, frame).value();
    CHECK(decryptor.decrypt_to_vector(sealed).value() == frame);
    bytes out(getstream::max_len(FRAMESEAL_CODEC_OPUS, frame.size()).value());
    const auto len = encryptor.encrypt(FRAMESEAL_CODEC_OPUS, frame, out).value();
    out.resize(len);
    bytes back(len);
    CHECK(decryptor.decrypt(out, back).value() == frame.size());
    auto again = encryptor.encrypt_to_vector(FRAMESEAL_CODEC_OPUS, frame).value();
    const auto plain = decryptor.decrypt_in_place(again).value();
    CHECK(bytes(plain.begin(), plain.end()) == frame);
    CHECK(decryptor.remove_key(3).value() && !decryptor.remove_key(3).value());
}

void jframe() {
    namespace jframe = frameseal::jframe;
    const auto kind = jframe::kind_of(FRAMESEAL_CODEC_OPUS, frame).value();
    CHECK(kind == FRAMESEAL_JFRAME_KIND_AUDIO);
    auto encryptor = jframe::encryptor::create(key, 1).value();
    auto decryptor = jframe::decryptor::create(8).value();
    decryptor.set_key(1, key).value();
    decryptor.advance(1000).value();
    const auto sealed = encryptor.encrypt_to_vector(kind, 11, 12, frame).value();
    CHECK(sealed.size() == jframe::max_len(frame.size()).value());
    CHECK(decryptor.decrypt_to_vector(kind, sealed).value() == frame);
    encryptor.ratchet().value();
    bytes out(sealed.size());
    const auto len = encryptor.encrypt(kind, 11, 13, frame, out).value();
    bytes back(len);
    CHECK(decryptor.decrypt(kind, {out.data(), len}, back).value() == frame.size());
    CHECK(decryptor.remove_key(1).value());
}

void livekit() {
    namespace livekit = frameseal::livekit;
    auto encryptor = livekit::encryptor::create(FRAMESEAL_LIVEKIT_MATERIAL_RAW, key, 0).value();
    auto decryptor = livekit::decryptor::create(8).value();
    decryptor.set_key(0, FRAMESEAL_LIVEKIT_MATERIAL_RAW, key).value();
    decryptor.set_sif_trailer("trailer"sv).value();
    decryptor.advance(1000).value();
    const auto codec = FRAMESEAL_CODEC_OPUS;
    const auto sealed = encryptor.encrypt_to_vector(codec, 11, 12, frame).value();
    frameseal_livekit_source source{};
    CHECK(decryptor.decrypt_to_vector(codec, sealed, &source).value() == frame);
    CHECK(source == FRAMESEAL_LIVEKIT_SOURCE_PARTICIPANT);
    encryptor.ratchet().value();
    bytes out(livekit::max_len(codec, frame.size()).value());
    const auto len = encryptor.encrypt(codec, 11, 13, frame, out).value();
    bytes back(len);
    CHECK(decryptor.decrypt(codec, {out.data(), len}, back).value() == frame.size());
    CHECK(decryptor.decrypt_to_vector(codec, bytes()).code() == FRAMESEAL_RESULT_EMPTY_FRAME);
    CHECK(decryptor.remove_key(0).value());
}

} // namespace

int main() {
    rtp();
    dave();
    getstream();
    jframe();
    livekit();
    return checked("formats");
}
