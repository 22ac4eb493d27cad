// What the operator of the network sees: every datagram that leaves a participant. SRTP, which
// ends at the operator's server anyway, is switched off, so a datagram is what a server gets to see.

#ifndef NATIVE_CALL_OPERATOR_TAP_H_
#define NATIVE_CALL_OPERATOR_TAP_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <unordered_set>
#include <vector>

#include "api/packet_socket_factory.h"

namespace native_call {

// Pieces of frames that are long enough to be recognised wherever they turn up.
class Windows {
 public:
  static constexpr size_t kBytes = 16;

  // Takes every whole window of `bytes`, one after the other. Windows with few different bytes
  // (padding, runs) are left out, for they turn up by chance.
  void Add(std::span<const uint8_t> bytes);
  void Add(const Windows& others);
  size_t size() const;

 private:
  friend class OperatorTap;
  using Window = std::array<uint8_t, kBytes>;
  struct Hash {
    size_t operator()(const Window& window) const;
  };
  mutable std::mutex mutex_;
  std::unordered_set<Window, Hash> windows_;
};

// The operator's recording.
class OperatorTap {
 public:
  // Sockets on the loopback interface whose datagrams are recorded. `sockets` must outlive them.
  std::unique_ptr<rtc::PacketSocketFactory> Sockets(rtc::SocketFactory& sockets);

  // From now on the network loses one of so many RTP packets, and sends one of so many twice.
  void Disturb(size_t lost_one_of, size_t doubled_one_of);

  enum class Fate { kPassed, kLost, kDoubled };
  // Records a datagram and decides on it.
  Fate Record(std::span<const uint8_t> datagram);

  // How many different windows turn up anywhere in the recording, at any offset.
  size_t CountFound(const Windows& windows) const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::vector<uint8_t>> datagrams_;
  size_t lost_one_of_ = 0;
  size_t doubled_one_of_ = 0;
  size_t disturbable_ = 0;
};

}  // namespace native_call

#endif  // NATIVE_CALL_OPERATOR_TAP_H_
