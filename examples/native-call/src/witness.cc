#include "witness.h"

#include <algorithm>
#include <utility>

namespace native_call {
namespace {

std::span<const uint8_t> Span(rtc::ArrayView<const uint8_t> view) {
  return {view.data(), view.size()};
}

// Behind the parameter sets, the header of the first slice and the most of it that may be shown.
size_t ClearBytesOfH264(std::span<const uint8_t> frame) {
  constexpr size_t kOfSlice = 15;
  for (size_t at = 0; at + 3 < frame.size(); ++at) {
    if (frame[at] != 0 || frame[at + 1] != 0 || frame[at + 2] != 1) continue;
    const int type = frame[at + 3] & 0x1f;
    if (type == 1 || type == 2 || type == 5) return at + 3 + kOfSlice;
  }
  return frame.size();
}

// Behind the header of the first frame and one byte of it.
size_t ClearBytesOfAv1(std::span<const uint8_t> frame) {
  size_t at = 0;
  while (at < frame.size()) {
    const int type = frame[at] >> 3 & 0xf;
    const bool has_size = (frame[at] & 2) != 0;
    at += (frame[at] & 4) != 0 ? 2 : 1;
    size_t size = 0;
    for (int shift = 0; has_size && at < frame.size(); shift += 7) {
      const uint8_t byte = frame[at++];
      size |= size_t{byte & 0x7fu} << shift;
      if ((byte & 0x80) == 0) break;
    }
    if (type == 3 || type == 6) return at + 1;
    if (!has_size) break;
    at += size;
  }
  return frame.size();
}

void Remember(Testimony& testimony,
              std::span<const uint8_t> original,
              std::span<const uint8_t> sealed) {
  const size_t clear = ClearBytes(testimony.codec(), original);
  testimony.originals.Add(original.subspan(std::min(clear, original.size())));
  testimony.sealed.Add(sealed.subspan(std::min(clear, sealed.size())));
}

class EncryptorWitness : public webrtc::FrameEncryptorInterface {
 public:
  EncryptorWitness(rtc::scoped_refptr<webrtc::FrameEncryptorInterface> encryptor,
                   Testimony& testimony)
      : encryptor_(std::move(encryptor)), testimony_(testimony) {}
  int Encrypt(cricket::MediaType media,
              uint32_t ssrc,
              rtc::ArrayView<const uint8_t> additional_data,
              rtc::ArrayView<const uint8_t> frame,
              rtc::ArrayView<uint8_t> encrypted_frame,
              size_t* bytes_written) override {
    const int result = encryptor_->Encrypt(media, ssrc, additional_data, frame, encrypted_frame,
                                           bytes_written);
    if (result != 0) {
      ++testimony_.refused;
      return result;
    }
    ++testimony_.passed;
    testimony_.CountSsrc(ssrc);
    Remember(testimony_, Span(frame), Span(encrypted_frame).first(*bytes_written));
    return 0;
  }
  size_t GetMaxCiphertextByteSize(cricket::MediaType media, size_t frame_size) override {
    return encryptor_->GetMaxCiphertextByteSize(media, frame_size);
  }

 private:
  const rtc::scoped_refptr<webrtc::FrameEncryptorInterface> encryptor_;
  Testimony& testimony_;
};

class DecryptorWitness : public webrtc::FrameDecryptorInterface {
 public:
  DecryptorWitness(rtc::scoped_refptr<webrtc::FrameDecryptorInterface> decryptor,
                   Testimony& testimony)
      : decryptor_(std::move(decryptor)), testimony_(testimony) {}
  Result Decrypt(cricket::MediaType media,
                 const std::vector<uint32_t>& csrcs,
                 rtc::ArrayView<const uint8_t> additional_data,
                 rtc::ArrayView<const uint8_t> encrypted_frame,
                 rtc::ArrayView<uint8_t> frame) override {
    const Result result =
        decryptor_->Decrypt(media, csrcs, additional_data, encrypted_frame, frame);
    ++(result.IsOk() ? testimony_.passed : testimony_.refused);
    return result;
  }
  size_t GetMaxPlaintextByteSize(cricket::MediaType media, size_t frame_size) override {
    return decryptor_->GetMaxPlaintextByteSize(media, frame_size);
  }

 private:
  const rtc::scoped_refptr<webrtc::FrameDecryptorInterface> decryptor_;
  Testimony& testimony_;
};

// Takes what a transformer gives back, and passes it on.
class CallbackWitness : public webrtc::TransformedFrameCallback {
 public:
  CallbackWitness(rtc::scoped_refptr<webrtc::TransformedFrameCallback> callback,
                  std::atomic<uint64_t>& given_back,
                  std::vector<uint8_t>& transformed)
      : callback_(std::move(callback)), given_back_(given_back), transformed_(transformed) {}
  void OnTransformedFrame(std::unique_ptr<webrtc::TransformableFrameInterface> frame) override {
    ++given_back_;
    const auto data = frame->GetData();
    transformed_.assign(data.begin(), data.end());
    callback_->OnTransformedFrame(std::move(frame));
  }

 private:
  const rtc::scoped_refptr<webrtc::TransformedFrameCallback> callback_;
  std::atomic<uint64_t>& given_back_;
  std::vector<uint8_t>& transformed_;
};

// For transformers that give frames back before Transform returns, in the same thread.
class TransformerWitness : public webrtc::FrameTransformerInterface {
 public:
  TransformerWitness(rtc::scoped_refptr<webrtc::FrameTransformerInterface> transformer,
                     Testimony& testimony)
      : transformer_(std::move(transformer)), testimony_(testimony) {}
  void Transform(std::unique_ptr<webrtc::TransformableFrameInterface> frame) override {
    const auto data = frame->GetData();
    const std::vector<uint8_t> original(data.begin(), data.end());
    const uint32_t ssrc = frame->GetSsrc();
    const uint64_t before = testimony_.passed;
    transformer_->Transform(std::move(frame));
    if (testimony_.passed == before) {
      ++testimony_.refused;
    } else {
      testimony_.CountSsrc(ssrc);
      Remember(testimony_, original, transformed_);
    }
  }
  void RegisterTransformedFrameCallback(
      rtc::scoped_refptr<webrtc::TransformedFrameCallback> callback) override {
    transformer_->RegisterTransformedFrameCallback(Witness(std::move(callback)));
  }
  void RegisterTransformedFrameSinkCallback(
      rtc::scoped_refptr<webrtc::TransformedFrameCallback> callback,
      uint32_t ssrc) override {
    transformer_->RegisterTransformedFrameSinkCallback(Witness(std::move(callback)), ssrc);
  }
  void UnregisterTransformedFrameCallback() override {
    transformer_->UnregisterTransformedFrameCallback();
  }
  void UnregisterTransformedFrameSinkCallback(uint32_t ssrc) override {
    transformer_->UnregisterTransformedFrameSinkCallback(ssrc);
  }

 private:
  rtc::scoped_refptr<webrtc::TransformedFrameCallback> Witness(
      rtc::scoped_refptr<webrtc::TransformedFrameCallback> callback) {
    return rtc::make_ref_counted<CallbackWitness>(std::move(callback), testimony_.passed,
                                                  transformed_);
  }

  const rtc::scoped_refptr<webrtc::FrameTransformerInterface> transformer_;
  Testimony& testimony_;
  std::vector<uint8_t> transformed_;
};

}  // namespace

void Testimony::SetCodec(const std::string& codec) {
  const std::lock_guard lock(mutex_);
  codec_ = codec;
}

std::map<uint32_t, uint64_t> Testimony::passed_by_ssrc() const {
  const std::lock_guard lock(mutex_);
  return by_ssrc_;
}

void Testimony::CountSsrc(uint32_t ssrc) {
  const std::lock_guard lock(mutex_);
  ++by_ssrc_[ssrc];
}

std::string Testimony::codec() const {
  const std::lock_guard lock(mutex_);
  return codec_;
}

size_t ClearBytes(const std::string& codec, std::span<const uint8_t> frame) {
  if (codec == "opus") return 1;
  if (codec == "VP8") return !frame.empty() && (frame[0] & 1) == 0 ? 10 : 3;
  if (codec == "VP9") return 10;
  if (codec == "H264") return ClearBytesOfH264(frame);
  if (codec == "AV1") return ClearBytesOfAv1(frame);
  return 0;
}

rtc::scoped_refptr<webrtc::FrameEncryptorInterface> WitnessedEncryptor(
    rtc::scoped_refptr<webrtc::FrameEncryptorInterface> encryptor,
    Testimony& testimony) {
  return rtc::make_ref_counted<EncryptorWitness>(std::move(encryptor), testimony);
}

rtc::scoped_refptr<webrtc::FrameDecryptorInterface> WitnessedDecryptor(
    rtc::scoped_refptr<webrtc::FrameDecryptorInterface> decryptor,
    Testimony& testimony) {
  return rtc::make_ref_counted<DecryptorWitness>(std::move(decryptor), testimony);
}

rtc::scoped_refptr<webrtc::FrameTransformerInterface> WitnessedTransformer(
    rtc::scoped_refptr<webrtc::FrameTransformerInterface> transformer,
    Testimony& testimony) {
  return rtc::make_ref_counted<TransformerWitness>(std::move(transformer), testimony);
}

}  // namespace native_call
