// FrameSeal in one direction of a connection, with witnesses around it.

#ifndef NATIVE_CALL_SEALED_STREAM_H_
#define NATIVE_CALL_SEALED_STREAM_H_

#include <array>
#include <functional>
#include <memory>
#include <vector>

#include "connection.h"
#include "keys.h"
#include "witness.h"

namespace native_call {

// Where libwebrtc takes FrameSeal in.
enum class Hook {
  // SetFrameEncryptor and SetFrameDecryptor.
  kEncryptor,
  // SetEncoderToPacketizerFrameTransformer and SetDepacketizerToDecoderFrameTransformer.
  kTransformer,
};

// What was seen of both kinds of media at one end.
using Testimonies = std::array<Testimony, kKinds.size()>;

class SealedStream : public MediaGuard {
 public:
  // Seals with the keys of `sender` and opens with those of `receiver`.
  SealedStream(Hook hook, std::shared_ptr<Member> sender, std::shared_ptr<Member> receiver);
  ~SealedStream() override;

  void GuardSender(webrtc::RtpSenderInterface& sender) override;
  void OnNegotiated(webrtc::RtpSenderInterface& sender) override;
  void GuardReceiver(webrtc::RtpReceiverInterface& receiver) override;

  // Takes the receiver's keys away, and gives them back.
  void HoldKeysBack(bool holds_back);

  const Testimony& sent(Kind kind) const { return sent_[static_cast<size_t>(kind)]; }
  const Testimony& received(Kind kind) const { return received_[static_cast<size_t>(kind)]; }
  frameseal::webrtc::SealedCounts sealed(Kind kind) const;
  frameseal::webrtc::OpenedCounts opened(Kind kind) const;

 private:
  // An adapter, kept alive.
  struct Sealing {
    frameseal::webrtc::Sealer* sealer = nullptr;
    rtc::scoped_refptr<rtc::RefCountInterface> adapter;
  };
  struct Opening {
    frameseal::webrtc::Opener* opener = nullptr;
    rtc::scoped_refptr<rtc::RefCountInterface> adapter;
  };

  const Hook hook_;
  const std::shared_ptr<Member> sender_;
  const std::shared_ptr<Member> receiver_;
  Testimonies sent_;
  Testimonies received_;
  std::array<Sealing, kKinds.size()> sealing_;
  std::array<Opening, kKinds.size()> opening_;
};

}  // namespace native_call

#endif  // NATIVE_CALL_SEALED_STREAM_H_
