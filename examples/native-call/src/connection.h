// A connection between two participants, with signalling inside the process.

#ifndef NATIVE_CALL_CONNECTION_H_
#define NATIVE_CALL_CONNECTION_H_

#include <functional>
#include <memory>
#include <string>

#include "api/peer_connection_interface.h"
#include "participant.h"
#include "test_picture.h"
#include "test_sound.h"

namespace native_call {

// What sits between encoder and packets, and between packets and decoder, in one direction.
class MediaGuard {
 public:
  virtual ~MediaGuard() = default;
  // Called before the offer or answer is made.
  virtual void GuardSender(webrtc::RtpSenderInterface& sender) = 0;
  // Called after negotiation.
  virtual void OnNegotiated(webrtc::RtpSenderInterface& sender) = 0;
  // Called after the answer was applied, when the receiver's stream exists.
  virtual void GuardReceiver(webrtc::RtpReceiverInterface& receiver) = 0;
};

// One direction of a connection.
struct Stream {
  Stream(Participant& from_, Participant& to_, MediaGuard& guard_)
      : from(from_), to(to_), guard(guard_), ear(from_.tone()) {}
  Participant& from;
  Participant& to;
  MediaGuard& guard;
  TestScreen screen;
  TestEar ear;
};

struct ConnectionSettings {
  // As the encoder factory spells it.
  std::string video_codec;
  // Whether libwebrtc itself insists on a FrameEncryptor and a FrameDecryptor.
  bool require_frame_encryption = true;
  // Whether video is sent in two sizes, as to an SFU.
  bool simulcast = false;
};

class Connection {
 public:
  // Connects `forward.from` with `forward.to`; `back`, which may be null, is the other direction.
  // The streams must outlive the connection. Throws when negotiation fails.
  Connection(Stream& forward, Stream* back, const ConnectionSettings& settings);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Changes to another video codec while the call goes on.
  void ChangeVideoCodec(const std::string& codec);
  // Asks the sender of the first stream for a key frame.
  void RequestKeyFrame();

 private:
  class End;
  // One offer and its answer.
  void Negotiate();

  const ConnectionSettings settings_;
  Stream& forward_;
  Stream* const back_;
  std::unique_ptr<End> caller_;
  std::unique_ptr<End> callee_;
};

}  // namespace native_call

#endif  // NATIVE_CALL_CONNECTION_H_
