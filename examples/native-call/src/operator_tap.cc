#include "operator_tap.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "p2p/base/basic_packet_socket_factory.h"

namespace native_call {
namespace {

// The discard port, where lost packets go: the sender's socket does not notice.
const rtc::SocketAddress kNowhere("127.0.0.1", 9);

// A socket that records what is sent through it.
class TappedSocket : public rtc::AsyncPacketSocket {
 public:
  TappedSocket(std::unique_ptr<rtc::AsyncPacketSocket> socket, OperatorTap& tap)
      : socket_(std::move(socket)), tap_(tap) {
    socket_->SignalReadPacket.connect(this, &TappedSocket::OnReadPacket);
    socket_->SignalSentPacket.connect(this, &TappedSocket::OnSentPacket);
    socket_->SignalReadyToSend.connect(this, &TappedSocket::OnReadyToSend);
    socket_->SignalAddressReady.connect(this, &TappedSocket::OnAddressReady);
    socket_->SubscribeClose(this, [this](rtc::AsyncPacketSocket*, int error) {
      NotifyClosed(error);
    });
  }
  ~TappedSocket() override { socket_->UnsubscribeClose(this); }

  rtc::SocketAddress GetLocalAddress() const override { return socket_->GetLocalAddress(); }
  rtc::SocketAddress GetRemoteAddress() const override { return socket_->GetRemoteAddress(); }
  // UDP sockets of a PeerConnection are not connected.
  int Send(const void*, size_t, const rtc::PacketOptions&) override { return -1; }
  int SendTo(const void* data,
             size_t size,
             const rtc::SocketAddress& address,
             const rtc::PacketOptions& options) override {
    switch (tap_.Record({static_cast<const uint8_t*>(data), size})) {
      case OperatorTap::Fate::kLost:
        return socket_->SendTo(data, size, kNowhere, options);
      case OperatorTap::Fate::kDoubled:
        socket_->SendTo(data, size, address, rtc::PacketOptions());
        [[fallthrough]];
      case OperatorTap::Fate::kPassed:
        break;
    }
    return socket_->SendTo(data, size, address, options);
  }
  int Close() override { return socket_->Close(); }
  State GetState() const override { return socket_->GetState(); }
  int GetOption(rtc::Socket::Option option, int* value) override {
    return socket_->GetOption(option, value);
  }
  int SetOption(rtc::Socket::Option option, int value) override {
    return socket_->SetOption(option, value);
  }
  int GetError() const override { return socket_->GetError(); }
  void SetError(int error) override { socket_->SetError(error); }

 private:
  void OnReadPacket(rtc::AsyncPacketSocket*,
                    const char* data,
                    size_t size,
                    const rtc::SocketAddress& address,
                    const int64_t& time) {
    SignalReadPacket(this, data, size, address, time);
  }
  void OnSentPacket(rtc::AsyncPacketSocket*, const rtc::SentPacket& packet) {
    SignalSentPacket(this, packet);
  }
  void OnReadyToSend(rtc::AsyncPacketSocket*) { SignalReadyToSend(this); }
  void OnAddressReady(rtc::AsyncPacketSocket*, const rtc::SocketAddress& address) {
    SignalAddressReady(this, address);
  }

  const std::unique_ptr<rtc::AsyncPacketSocket> socket_;
  OperatorTap& tap_;
};

// Makes UDP sockets only: nothing goes around the tap.
class TappedSocketFactory : public rtc::PacketSocketFactory {
 public:
  TappedSocketFactory(rtc::SocketFactory& sockets, OperatorTap& tap)
      : factory_(&sockets), tap_(tap) {}
  rtc::AsyncPacketSocket* CreateUdpSocket(const rtc::SocketAddress& address,
                                          uint16_t min_port,
                                          uint16_t max_port) override {
    std::unique_ptr<rtc::AsyncPacketSocket> socket(
        factory_.CreateUdpSocket(address, min_port, max_port));
    return socket ? new TappedSocket(std::move(socket), tap_) : nullptr;
  }
  rtc::AsyncListenSocket* CreateServerTcpSocket(const rtc::SocketAddress&,
                                                uint16_t,
                                                uint16_t,
                                                int) override {
    return nullptr;
  }
  rtc::AsyncPacketSocket* CreateClientTcpSocket(const rtc::SocketAddress&,
                                                const rtc::SocketAddress&,
                                                const rtc::ProxyInfo&,
                                                const std::string&,
                                                const rtc::PacketSocketTcpOptions&) override {
    return nullptr;
  }
  std::unique_ptr<webrtc::AsyncDnsResolverInterface> CreateAsyncDnsResolver() override {
    return factory_.CreateAsyncDnsResolver();
  }

 private:
  rtc::BasicPacketSocketFactory factory_;
  OperatorTap& tap_;
};

// Of 16 bytes, how many must differ for a window to count.
constexpr size_t kDifferentBytes = 8;

bool IsTelling(std::span<const uint8_t> window) {
  std::array<uint8_t, Windows::kBytes> sorted;
  std::copy(window.begin(), window.end(), sorted.begin());
  std::sort(sorted.begin(), sorted.end());
  const auto end = std::unique(sorted.begin(), sorted.end());
  return static_cast<size_t>(end - sorted.begin()) >= kDifferentBytes;
}

// RFC 5761 section 4: payload types 64 to 95 are RTCP's.
bool IsRtp(std::span<const uint8_t> datagram) {
  if (datagram.size() < 12 || (datagram[0] >> 6) != 2) return false;
  const int type = datagram[1] & 0x7f;
  return type < 64 || type > 95;
}

}  // namespace

void Windows::Add(std::span<const uint8_t> bytes) {
  const std::lock_guard lock(mutex_);
  for (; bytes.size() >= kBytes; bytes = bytes.subspan(kBytes)) {
    const auto window = bytes.first(kBytes);
    if (!IsTelling(window)) continue;
    Window copy;
    std::copy(window.begin(), window.end(), copy.begin());
    windows_.insert(copy);
  }
}

void Windows::Add(const Windows& others) {
  const std::scoped_lock lock(mutex_, others.mutex_);
  windows_.insert(others.windows_.begin(), others.windows_.end());
}

size_t Windows::size() const {
  const std::lock_guard lock(mutex_);
  return windows_.size();
}

size_t Windows::Hash::operator()(const Window& window) const {
  uint64_t low = 0;
  uint64_t high = 0;
  std::memcpy(&low, window.data(), sizeof low);
  std::memcpy(&high, window.data() + sizeof low, sizeof high);
  const uint64_t mixed = (low ^ (high << 32 | high >> 32)) * 0x9e3779b97f4a7c15u;
  return static_cast<size_t>(mixed ^ mixed >> 32);
}

std::unique_ptr<rtc::PacketSocketFactory> OperatorTap::Sockets(rtc::SocketFactory& sockets) {
  return std::make_unique<TappedSocketFactory>(sockets, *this);
}

void OperatorTap::Disturb(size_t lost_one_of, size_t doubled_one_of) {
  const std::lock_guard lock(mutex_);
  lost_one_of_ = lost_one_of;
  doubled_one_of_ = doubled_one_of;
}

OperatorTap::Fate OperatorTap::Record(std::span<const uint8_t> datagram) {
  const std::lock_guard lock(mutex_);
  datagrams_.emplace_back(datagram.begin(), datagram.end());
  if (!IsRtp(datagram)) return Fate::kPassed;
  ++disturbable_;
  if (lost_one_of_ != 0 && disturbable_ % lost_one_of_ == 0) return Fate::kLost;
  if (doubled_one_of_ != 0 && disturbable_ % doubled_one_of_ == 0) return Fate::kDoubled;
  return Fate::kPassed;
}

size_t OperatorTap::CountFound(const Windows& windows) const {
  const std::scoped_lock lock(mutex_, windows.mutex_);
  // Most places hold no window. A bit for the hash of each is faster to look at than a table.
  constexpr size_t kBits = size_t{1} << 23;
  std::vector<bool> maybe(kBits);
  const Windows::Hash hash;
  for (const Windows::Window& window : windows.windows_) maybe[hash(window) % kBits] = true;
  std::unordered_set<Windows::Window, Windows::Hash> found;
  Windows::Window window;
  for (const auto& datagram : datagrams_) {
    for (size_t at = 0; at + Windows::kBytes <= datagram.size(); ++at) {
      std::memcpy(window.data(), datagram.data() + at, Windows::kBytes);
      if (maybe[hash(window) % kBits] && windows.windows_.contains(window)) found.insert(window);
    }
  }
  return found.size();
}

}  // namespace native_call
