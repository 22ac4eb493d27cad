#include "sealed_stream.h"

#include <stdexcept>
#include <utility>

namespace native_call {
namespace {

namespace fs = frameseal::webrtc;

Kind KindOf(cricket::MediaType media) {
  return media == cricket::MEDIA_TYPE_AUDIO ? Kind::kAudio : Kind::kVideo;
}

}  // namespace

SealedStream::SealedStream(Hook hook,
                           std::shared_ptr<Member> sender,
                           std::shared_ptr<Member> receiver)
    : hook_(hook), sender_(std::move(sender)), receiver_(std::move(receiver)) {}

SealedStream::~SealedStream() {
  for (const Sealing& sealing : sealing_) {
    if (sealing.sealer != nullptr) sender_->StopDriving(*sealing.sealer);
  }
}

void SealedStream::GuardSender(webrtc::RtpSenderInterface& sender) {
  const Kind kind = KindOf(sender.media_type());
  const auto n = static_cast<size_t>(kind);
  if (hook_ == Hook::kEncryptor) {
    const auto encryptor = fs::FrameEncryptor::Create();
    sealing_[n] = {encryptor.get(), encryptor};
    sender.SetFrameEncryptor(WitnessedEncryptor(encryptor, sent_[n]));
  } else {
    const auto transformer = fs::SealingTransformer::Create();
    sealing_[n] = {transformer.get(), transformer};
    sender.SetEncoderToPacketizerFrameTransformer(WitnessedTransformer(transformer, sent_[n]));
  }
  sender_->Drive(kind, *sealing_[n].sealer);
}

void SealedStream::OnNegotiated(webrtc::RtpSenderInterface& sender) {
  const auto n = static_cast<size_t>(KindOf(sender.media_type()));
  const webrtc::RtpParameters parameters = sender.GetParameters();
  // The witness first, so that it never takes clear bytes of the new codec for plaintext.
  if (!parameters.codecs.empty()) sent_[n].SetCodec(parameters.codecs[0].name);
  if (!sealing_[n].sealer->SetCodecs(parameters))
    throw std::runtime_error("no codec that FrameSeal has an envelope for was negotiated");
}

void SealedStream::GuardReceiver(webrtc::RtpReceiverInterface& receiver) {
  const auto n = static_cast<size_t>(KindOf(receiver.media_type()));
  if (hook_ == Hook::kEncryptor) {
    const auto decryptor = fs::FrameDecryptor::Create(receiver_->decryptor());
    opening_[n] = {decryptor.get(), decryptor};
    receiver.SetFrameDecryptor(WitnessedDecryptor(decryptor, received_[n]));
  } else {
    const auto transformer = fs::OpeningTransformer::Create(receiver_->decryptor());
    opening_[n] = {transformer.get(), transformer};
    receiver.SetDepacketizerToDecoderFrameTransformer(WitnessedTransformer(transformer, received_[n]));
  }
}

void SealedStream::HoldKeysBack(bool holds_back) {
  for (const Opening& opening : opening_) {
    if (opening.opener != nullptr)
      opening.opener->SetDecryptor(holds_back ? nullptr : receiver_->decryptor());
  }
}

fs::SealedCounts SealedStream::sealed(Kind kind) const {
  const Sealing& sealing = sealing_[static_cast<size_t>(kind)];
  return sealing.sealer != nullptr ? sealing.sealer->sealed_counts() : fs::SealedCounts();
}

fs::OpenedCounts SealedStream::opened(Kind kind) const {
  const Opening& opening = opening_[static_cast<size_t>(kind)];
  return opening.opener != nullptr ? opening.opener->opened_counts() : fs::OpenedCounts();
}

}  // namespace native_call
