// Witnesses stand between libwebrtc and an encryptor, decryptor or transformer, pass everything on,
// and remember what went through.

#ifndef NATIVE_CALL_WITNESS_H_
#define NATIVE_CALL_WITNESS_H_

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "api/crypto/frame_decryptor_interface.h"
#include "api/crypto/frame_encryptor_interface.h"
#include "api/frame_transformer_interface.h"
#include "operator_tap.h"

namespace native_call {

// What was seen at one end of one stream, for one kind of media.
struct Testimony {
  std::atomic<uint64_t> passed{0};
  std::atomic<uint64_t> refused{0};
  // At the sender's end: pieces of the frames as the encoder gave them, behind the bytes that stay
  // clear, and of what became of them, at the same place.
  Windows originals;
  Windows sealed;

  // Of each SSRC, how many frames passed. From transformers and encryptors only.
  std::map<uint32_t, uint64_t> passed_by_ssrc() const;
  void CountSsrc(uint32_t ssrc);

  void SetCodec(const std::string& codec);
  std::string codec() const;

 private:
  mutable std::mutex mutex_;
  std::string codec_;
  std::map<uint32_t, uint64_t> by_ssrc_;
};

// How many bytes at the front of a frame may stay clear, by docs/transparent-envelope.md. What is
// behind them must never leave.
size_t ClearBytes(const std::string& codec, std::span<const uint8_t> frame);

rtc::scoped_refptr<webrtc::FrameEncryptorInterface> WitnessedEncryptor(
    rtc::scoped_refptr<webrtc::FrameEncryptorInterface> encryptor,
    Testimony& testimony);
rtc::scoped_refptr<webrtc::FrameDecryptorInterface> WitnessedDecryptor(
    rtc::scoped_refptr<webrtc::FrameDecryptorInterface> decryptor,
    Testimony& testimony);
rtc::scoped_refptr<webrtc::FrameTransformerInterface> WitnessedTransformer(
    rtc::scoped_refptr<webrtc::FrameTransformerInterface> transformer,
    Testimony& testimony);

}  // namespace native_call

#endif  // NATIVE_CALL_WITNESS_H_
