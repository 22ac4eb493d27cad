// Compiles frameseal_webrtc.h against the newer spelling of libwebrtc's interfaces.

#include "frameseal_webrtc.h"

namespace fs = frameseal::webrtc;

webrtc::scoped_refptr<webrtc::FrameEncryptorInterface> NewEncryptor() {
  const auto encryptor = fs::FrameEncryptor::Create();
  encryptor->SetCodecs(webrtc::RtpParameters());
  return encryptor;
}

webrtc::scoped_refptr<webrtc::FrameDecryptorInterface> NewDecryptor() {
  return fs::FrameDecryptor::Create();
}

webrtc::scoped_refptr<webrtc::FrameTransformerInterface> NewTransformer(bool seals) {
  if (seals) return fs::SealingTransformer::Create();
  return fs::OpeningTransformer::Create();
}

intptr_t NewNumber() {
  return fs::ToNative(fs::FrameEncryptor::Create());
}
