// Sealed frames in RTP packets. Part of frameseal.hpp.

#ifndef FRAMESEAL_RTP_HPP
#define FRAMESEAL_RTP_HPP

#include "../frameseal.h"
#include "bytes.hpp"
#include "object.hpp"
#include "result.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace frameseal {

namespace rtp {

/// Reads the descriptor at the start of an RTP payload.
inline result<frameseal_rtp_descriptor> read_descriptor(bytes_view payload) {
    frameseal_rtp_descriptor out{};
    const auto code = frameseal_rtp_read_descriptor(payload.data(), payload.size(), &out);
    return detail::given(code, std::move(out));
}

/// Says how many packets a sealed frame takes, when each has at most `max_payload` bytes.
inline result<std::size_t> packet_count(std::size_t sealed_len, std::size_t max_payload) {
    std::size_t out = 0;
    const auto code = frameseal_rtp_packet_count(sealed_len, max_payload, &out);
    return detail::given(code, std::move(out));
}

/// Writes packet number `index` of a sealed frame to `out` and gives its length; none behind the
/// last.
inline result<std::optional<std::size_t>> packet(bytes_view frame, std::size_t max_payload,
                                                 bool packetized, std::size_t index,
                                                 bytes_span out) {
    std::size_t len = 0;
    const auto code = frameseal_rtp_packet(frame.data(), frame.size(), max_payload,
                                           packetized ? 1 : 0, index, out.data(), out.size(), &len);
    return detail::maybe(code, std::move(len));
}

/// Gives all packets of a sealed frame.
inline result<std::vector<std::vector<std::uint8_t>>>
packets(bytes_view frame, std::size_t max_payload, bool packetized = false) {
    const auto count = packet_count(frame.size(), max_payload);
    if (!count) {
        return count.error();
    }
    std::vector<std::vector<std::uint8_t>> all;
    for (std::size_t index = 0; index < *count; ++index) {
        // One payload holds all of a frame and the descriptor before it at most.
        std::vector<std::uint8_t> payload(std::min(max_payload, frame.size() + 1));
        const auto len = packet(frame, max_payload, packetized, index, payload);
        if (!len) {
            return len.error();
        }
        payload.resize(len->value_or(0));
        all.push_back(std::move(payload));
    }
    return all;
}

} // namespace rtp

/// A frame that was put together. Nothing of it is authenticated before it is opened.
struct reassembled {
    std::vector<std::uint8_t> sealed;
    frameseal_reassembled about{};
};

/// Puts the frames of one RTP stream together, in whatever order packets come.
class reassembler : public detail::object<frameseal_reassembler, frameseal_reassembler_free> {
  public:
    using object::object;

    /// Makes an empty reassembler for one RTP stream.
    static result<reassembler> create() {
        frameseal_reassembler out{};
        const auto code = frameseal_reassembler_new(&out);
        return detail::given(code, reassembler(out));
    }

    /// Takes the payload of one RTP packet and gives the frame that it completes, if it does. Then
    /// `take` until there is nothing more.
    result<std::optional<reassembled>> push(std::uint16_t sequence_number,
                                            std::uint8_t payload_type, bytes_view payload) {
        reassembled out;
        std::vector<std::uint8_t> buffer(first_guess);
        std::size_t len = 0;
        const auto code = frameseal_reassembler_push(get(), sequence_number, payload_type,
                                                     payload.data(), payload.size(), buffer.data(),
                                                     buffer.size(), &len, &out.about);
        if (code == FRAMESEAL_RESULT_BUFFER_TOO_SMALL) {
            return take(); // it was taken, and waits
        }
        buffer.resize(len);
        out.sealed = std::move(buffer);
        return detail::maybe(code, std::move(out));
    }

    /// Gives the complete frame that has waited longest, or none.
    result<std::optional<reassembled>> take() {
        reassembled out;
        auto sealed = detail::polled<std::vector<std::uint8_t>>(first_guess, [&](auto... to) {
            return frameseal_reassembler_take(get(), to..., &out.about);
        });
        if (!sealed) {
            return sealed.error();
        }
        if (!*sealed) {
            return std::optional<reassembled>();
        }
        out.sealed = **std::move(sealed);
        return std::optional<reassembled>(std::move(out));
    }

    /// Says what it has lost, and holds.
    result<frameseal_reassembler_totals> totals() const {
        frameseal_reassembler_totals out{};
        const auto code = frameseal_reassembler_get_totals(get(), &out);
        return detail::given(code, std::move(out));
    }

  private:
    // A small frame; longer ones are asked for twice.
    static constexpr std::size_t first_guess = 16384;
};

} // namespace frameseal

#endif // FRAMESEAL_RTP_HPP
