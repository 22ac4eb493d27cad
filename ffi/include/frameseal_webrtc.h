// FrameSeal for applications on libwebrtc (native C++, Android's NDK, Objective-C++): adapters that
// put frames into transparent envelopes (docs/transparent-envelope.md).
//
//   FrameEncryptor      RtpSenderInterface::SetFrameEncryptor
//   FrameDecryptor      RtpReceiverInterface::SetFrameDecryptor
//   SealingTransformer  RtpSenderInterface::SetEncoderToPacketizerFrameTransformer
//   OpeningTransformer  RtpReceiverInterface::SetDepacketizerToDecoderFrameTransformer
//
// Use the first two, or, where something else holds that place, the last two; never both at the same
// sender or receiver. Header only, C++17; link libframeseal. examples/native-call is a whole call.
//
//   namespace fs = frameseal::webrtc;
//   auto encryptor = fs::FrameEncryptor::Create();
//   sender->SetFrameEncryptor(encryptor);              // one adapter for each sender
//   encryptor->SetEncryptor(fs::Share(handle));        // frameseal_session_encryptor gives it: now, and at
//                                                      // every FRAMESEAL_CALL_EVENT_KIND_SEND_KEYS_CHANGED
//   encryptor->SetCodecs(sender->GetParameters());     // after each negotiation
//
//   auto keys = fs::Share(decryptor_handle);           // frameseal_session_new_decryptor: one for a device
//   receiver->SetFrameDecryptor(fs::FrameDecryptor::Create(keys));   // one adapter for each receiver
//
// Frames fail closed: a frame that cannot be sealed (no key, no codec, no frame of its codec) is not
// sent, one that cannot be opened is not decoded.
//
// Set `crypto_options.sframe.require_frame_encryption` in the RTCConfiguration, and do not rely on it
// for sending: with it and without a FrameEncryptor libwebrtc keeps back audio, but sends video in the
// clear after a warning in its log. Attach the adapter before the offer or answer is made.
//
// `additional_data` (the RTP descriptor) is not authenticated: SFUs rewrite it.
//
// Names of libwebrtc that moved between its versions (rtc::, cricket::, std::span) are taken from its
// own interfaces, so that one header serves all of them.

#ifndef FRAMESEAL_WEBRTC_H_
#define FRAMESEAL_WEBRTC_H_

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "api/crypto/frame_decryptor_interface.h"
#include "api/crypto/frame_encryptor_interface.h"
#include "api/frame_transformer_interface.h"
#include "api/rtp_parameters.h"
#include "frameseal.h"

namespace frameseal::webrtc {

namespace detail {

template <class Media_, class In_, class Out_>
struct FrameTypes {
  using Media = Media_;
  using In = In_;
  using Out = Out_;
};
template <class Interface, class Media, class In, class Out>
FrameTypes<Media, In, Out> Find(int (Interface::*)(Media, uint32_t, In, In, Out, size_t*));
using Types = decltype(Find(&::webrtc::FrameEncryptorInterface::Encrypt));

template <template <class> class Pointer_>
struct PointerType {
  template <class T>
  using Pointer = Pointer_<T>;
};
template <class Interface, template <class> class Pointer, class T>
PointerType<Pointer> FindPointer(void (Interface::*)(Pointer<T>));
using Pointers =
    decltype(FindPointer(&::webrtc::FrameTransformerInterface::RegisterTransformedFrameCallback));

// The reference count that libwebrtc's interfaces ask for.
template <class Interface>
class Counted : public Interface {
 public:
  void AddRef() const override { references_.fetch_add(1, std::memory_order_relaxed); }
  auto Release() const -> decltype(std::declval<const Interface&>().Release()) override {
    using Status = decltype(std::declval<const Interface&>().Release());
    if (references_.fetch_sub(1, std::memory_order_acq_rel) > 1)
      return Status::kOtherRefsRemained;
    delete this;
    return Status::kDroppedLastRef;
  }

 protected:
  ~Counted() override = default;

 private:
  mutable std::atomic<int> references_{0};
};

}  // namespace detail

// libwebrtc's scoped_refptr.
template <class T>
using Ref = detail::Pointers::Pointer<T>;

// Handles that adapters share with each other and with the application. The handle is freed when
// nobody holds it any more, so a frame that is being sealed while the key changes is still sealed.
using SharedEncryptor = std::shared_ptr<const frameseal_encryptor>;
using SharedDecryptor = std::shared_ptr<const frameseal_decryptor>;

// Takes ownership of a handle. Zero gives null. With frameseal.hpp: Share(encryptor.release()).
inline SharedEncryptor Share(frameseal_encryptor encryptor) {
  if (encryptor.id == 0) return nullptr;
  return SharedEncryptor(new frameseal_encryptor(encryptor), [](const frameseal_encryptor* last) {
    frameseal_encryptor_free(*last);
    delete last;
  });
}

// Takes ownership of a handle. Zero gives null.
inline SharedDecryptor Share(frameseal_decryptor decryptor) {
  if (decryptor.id == 0) return nullptr;
  return SharedDecryptor(new frameseal_decryptor(decryptor), [](const frameseal_decryptor* last) {
    frameseal_decryptor_free(*last);
    delete last;
  });
}

// How the frames of one sender fared.
struct SealedCounts {
  uint64_t sealed = 0;
  // Not sent, because SetCodec had not been called for their SSRC.
  uint64_t without_codec = 0;
  // Not sent, because SetEncryptor had not been called.
  uint64_t without_key = 0;
  // Not sent, because FrameSeal refused them; `last_refusal` is a frameseal_result.
  uint64_t refused = 0;
  uint32_t last_refusal = 0;
};

// How the frames of one receiver fared.
struct OpenedCounts {
  uint64_t opened = 0;
  // Repeated or very late frames. Some are usual: retransmission repeats frames.
  uint64_t replayed = 0;
  // No key for their KID, or no SetDecryptor yet.
  uint64_t without_key = 0;
  // Anything else: forged, damaged, not encrypted; `last_refusal` is a frameseal_result.
  uint64_t refused = 0;
  uint32_t last_refusal = 0;
};

// What adapters for senders have in common. All functions may be called from any thread.
class Sealer {
 public:
  // What Encrypt returns, and `last_refusal` never is.
  static constexpr int kNoCodec = -1;
  static constexpr int kNoKey = -2;

  // SSRCs whose codec is remembered: simulcast layers, with room for renegotiations.
  static constexpr size_t kMaxSsrcs = 32;

  // Seals with this encryptor from the next frame on. Null stops sending.
  void SetEncryptor(SharedEncryptor encryptor) {
    const std::lock_guard<std::mutex> lock(mutex_);
    encryptor_.swap(encryptor);
    // The old one is freed behind the lock, if nobody else has it.
  }

  // Says which codec the frames of an SSRC have from now on. A frame of another codec is refused,
  // as far as it can be told; it is never sent in the clear. False when there are too many SSRCs.
  bool SetCodec(uint32_t ssrc, frameseal_codec codec) {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (size_t n = 0; n < ssrcs_; ++n) {
      if (codecs_[n].ssrc != ssrc) continue;
      codecs_[n].codec = codec;
      return true;
    }
    if (ssrcs_ == kMaxSsrcs) return false;
    codecs_[ssrcs_++] = {ssrc, codec};
    return true;
  }

  // Drops the frames of an SSRC from now on.
  void ForgetCodec(uint32_t ssrc) {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (size_t n = 0; n < ssrcs_; ++n) {
      if (codecs_[n].ssrc != ssrc) continue;
      codecs_[n] = codecs_[--ssrcs_];
      return;
    }
  }

  // Takes codec and SSRCs from what was negotiated, `sender->GetParameters()`. Call it after each
  // negotiation. False, with every codec forgotten, when nothing was negotiated or FrameSeal has no
  // envelope for the codec, such as audio/red: its packets bundle several frames.
  bool SetCodecs(const ::webrtc::RtpParameters& parameters) {
    const std::lock_guard<std::mutex> lock(mutex_);
    ssrcs_ = 0;
    if (parameters.codecs.empty()) return false;
    const std::string& name = parameters.codecs[0].name;
    frameseal_codec codec{};
    if (frameseal_codec_from_mime_type(reinterpret_cast<const uint8_t*>(name.data()), name.size(),
                                       &codec) != FRAMESEAL_RESULT_OK)
      return false;
    for (const auto& encoding : parameters.encodings) {
      if (!encoding.ssrc) continue;
      if (ssrcs_ == kMaxSsrcs) return false;
      codecs_[ssrcs_++] = {*encoding.ssrc, codec};
    }
    return ssrcs_ > 0;
  }

  SealedCounts sealed_counts() const {
    SealedCounts counts;
    counts.sealed = sealed_;
    counts.without_codec = without_codec_;
    counts.without_key = without_key_;
    counts.refused = refused_;
    counts.last_refusal = last_refusal_;
    return counts;
  }

 protected:
  explicit Sealer(uint16_t pad_to) : pad_to_(pad_to) {}
  ~Sealer() = default;

  // The most bytes that a frame can have when sealed, with this key or, should it change before
  // the frame is sealed, the next.
  size_t MaxSealed(size_t frame_size) const {
    std::array<frameseal_codec, kMaxSsrcs> codecs;
    size_t count = 0;
    SharedEncryptor encryptor;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      encryptor = encryptor_;
      for (size_t n = 0; n < ssrcs_; ++n) {
        if (n == 0 || codecs_[n].codec != codecs_[n - 1].codec) codecs[count++] = codecs_[n].codec;
      }
    }
    size_t most = frame_size;
    for (size_t n = 0; encryptor && n < count; ++n) {
      frameseal_room room{};
      if (frameseal_transparent_get_room(*encryptor, {codecs[n], pad_to_}, frame_size, &room) ==
          FRAMESEAL_RESULT_OK)
        most = std::max(most, room.max_len);
    }
    return most + kOtherKey;
  }

  // Seals a frame into `out`. Allocates nothing. Gives 0, a frameseal_result, kNoCodec or kNoKey.
  int Seal(uint32_t ssrc,
           const uint8_t* frame,
           size_t frame_size,
           uint8_t* out,
           size_t out_size,
           size_t* out_len) {
    *out_len = 0;
    SharedEncryptor encryptor;
    frameseal_envelope envelope{};
    envelope.pad_to = pad_to_;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      size_t n = 0;
      while (n < ssrcs_ && codecs_[n].ssrc != ssrc) ++n;
      if (n == ssrcs_) {
        ++without_codec_;
        return kNoCodec;
      }
      envelope.codec = codecs_[n].codec;
      encryptor = encryptor_;
    }
    if (!encryptor) {
      ++without_key_;
      return kNoKey;
    }
    const auto result = frameseal_transparent_encrypt(*encryptor, envelope, frame, frame_size,
                                                      nullptr, 0, out, out_size, out_len);
    if (result != FRAMESEAL_RESULT_OK) {
      ++refused_;
      last_refusal_ = static_cast<uint32_t>(result);
      return static_cast<int>(result);
    }
    ++sealed_;
    return 0;
  }

 private:
  // By how much the header (1 to 17 bytes) and the tag (4 to 16) of another key may be longer.
  static constexpr size_t kOtherKey = 16 + 12;

  struct SsrcCodec {
    uint32_t ssrc;
    frameseal_codec codec;
  };

  const uint16_t pad_to_;
  mutable std::mutex mutex_;
  SharedEncryptor encryptor_;
  std::array<SsrcCodec, kMaxSsrcs> codecs_{};
  size_t ssrcs_ = 0;
  std::atomic<uint64_t> sealed_{0};
  std::atomic<uint64_t> without_codec_{0};
  std::atomic<uint64_t> without_key_{0};
  std::atomic<uint64_t> refused_{0};
  std::atomic<uint32_t> last_refusal_{0};
};

// What adapters for receivers have in common. All functions may be called from any thread.
class Opener {
 public:
  // Opens with this decryptor from the next frame on. Keys come and go inside a decryptor, so this
  // is called once. Null stops decoding.
  void SetDecryptor(SharedDecryptor decryptor) {
    const std::lock_guard<std::mutex> lock(mutex_);
    decryptor_.swap(decryptor);
  }

  OpenedCounts opened_counts() const {
    OpenedCounts counts;
    counts.opened = opened_;
    counts.replayed = replayed_;
    counts.without_key = without_key_;
    counts.refused = refused_;
    counts.last_refusal = last_refusal_;
    return counts;
  }

 protected:
  enum class Outcome { kOpened, kReplayed, kWithoutKey, kRefused };

  Opener() = default;
  ~Opener() = default;

  // Opens a frame into `out`, which is at least as long and apart from it.
  Outcome Open(const uint8_t* frame,
               size_t frame_size,
               uint8_t* out,
               size_t out_size,
               size_t* out_len) {
    *out_len = 0;
    SharedDecryptor decryptor;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      decryptor = decryptor_;
    }
    if (!decryptor) {
      ++without_key_;
      return Outcome::kWithoutKey;
    }
    const auto result = frameseal_transparent_decrypt(*decryptor, frame, frame_size, nullptr, 0,
                                                      out, out_size, out_len, nullptr);
    switch (result) {
      case FRAMESEAL_RESULT_OK:
        ++opened_;
        return Outcome::kOpened;
      case FRAMESEAL_RESULT_REPLAYED:
      case FRAMESEAL_RESULT_TOO_OLD:
        ++replayed_;
        return Outcome::kReplayed;
      case FRAMESEAL_RESULT_UNKNOWN_KEY:
        ++without_key_;
        return Outcome::kWithoutKey;
      default:
        ++refused_;
        last_refusal_ = static_cast<uint32_t>(result);
        return Outcome::kRefused;
    }
  }

 private:
  mutable std::mutex mutex_;
  SharedDecryptor decryptor_;
  std::atomic<uint64_t> opened_{0};
  std::atomic<uint64_t> replayed_{0};
  std::atomic<uint64_t> without_key_{0};
  std::atomic<uint64_t> refused_{0};
  std::atomic<uint32_t> last_refusal_{0};
};

// Seals what a sender sends. Allocates nothing for a frame.
class FrameEncryptor final : public detail::Counted<::webrtc::FrameEncryptorInterface>,
                             public Sealer {
 public:
  // `pad_to`: frames are padded to a multiple of so many bytes, by at least one; 0: not padded.
  // Padding hides what the sizes of variable-bit-rate speech tell.
  static Ref<FrameEncryptor> Create(uint16_t pad_to = 0) {
    return Ref<FrameEncryptor>(new FrameEncryptor(pad_to));
  }

  int Encrypt(detail::Types::Media,
              uint32_t ssrc,
              detail::Types::In,
              detail::Types::In frame,
              detail::Types::Out encrypted_frame,
              size_t* bytes_written) override {
    return Seal(ssrc, frame.data(), frame.size(), encrypted_frame.data(), encrypted_frame.size(),
                bytes_written);
  }

  size_t GetMaxCiphertextByteSize(detail::Types::Media, size_t frame_size) override {
    return MaxSealed(frame_size);
  }

 private:
  explicit FrameEncryptor(uint16_t pad_to) : Sealer(pad_to) {}
};

// Opens what a receiver receives. One for each receiver; they may share a decryptor. Allocates
// nothing for a frame, unless it is the longest so far.
//
// What libwebrtc makes of a status (buffered_frame_decryptor.cc, video_receive_stream2.cc,
// channel_receive.cc): only kOk frames are decoded. Up to 24 video frames that come before the first
// kOk are kept and tried again after it. While the last status was kOk or kRecoverable, a receiver
// that has nothing to decode asks for key frames, first every 200 ms; after kFailedToDecrypt it does
// not. So a frame without a key is kFailedToDecrypt: a device that was removed from the call must
// not make the sender encode key frame after key frame for nothing. A replay says nothing about the
// stream: kRecoverable.
//
// When a missing key came (FRAMESEAL_EVENT_KIND_KEY_RECOVERED), a picture that broke off in between shows
// up again with the next key frame. Ask for it at once:
//   static_cast<VideoTrackInterface&>(*receiver->track()).GetSource()->GenerateKeyFrame();
class FrameDecryptor final : public detail::Counted<::webrtc::FrameDecryptorInterface>,
                             public Opener {
 public:
  static Ref<FrameDecryptor> Create(SharedDecryptor decryptor = nullptr) {
    return Ref<FrameDecryptor>(new FrameDecryptor(std::move(decryptor)));
  }

  Result Decrypt(detail::Types::Media,
                 const std::vector<uint32_t>&,
                 detail::Types::In,
                 detail::Types::In encrypted_frame,
                 detail::Types::Out frame) override {
    size_t len = 0;
    Outcome outcome = Outcome::kRefused;
    if (!Overlaps(encrypted_frame, frame)) {
      outcome = Open(encrypted_frame.data(), encrypted_frame.size(), frame.data(), frame.size(),
                     &len);
    } else {
      // Video is decrypted where it lies, but must stay as it is when that fails: libwebrtc tries
      // it again.
      const std::lock_guard<std::mutex> lock(scratch_mutex_);
      if (scratch_.size() < encrypted_frame.size()) scratch_.resize(encrypted_frame.size());
      outcome = Open(encrypted_frame.data(), encrypted_frame.size(), scratch_.data(),
                     scratch_.size(), &len);
      if (outcome == Outcome::kOpened && len > frame.size()) outcome = Outcome::kRefused;
      if (outcome == Outcome::kOpened) std::memcpy(frame.data(), scratch_.data(), len);
    }
    switch (outcome) {
      case Outcome::kOpened:
        return Result(Status::kOk, len);
      case Outcome::kReplayed:
        return Result(Status::kRecoverable, 0);
      default:
        return Result(Status::kFailedToDecrypt, 0);
    }
  }

  // libwebrtc aborts when this is more than the encrypted frame has.
  size_t GetMaxPlaintextByteSize(detail::Types::Media, size_t encrypted_frame_size) override {
    return encrypted_frame_size;
  }

 private:
  // Longer than most frames of a call.
  static constexpr size_t kScratch = 64 * 1024;

  explicit FrameDecryptor(SharedDecryptor decryptor) : scratch_(kScratch) {
    SetDecryptor(std::move(decryptor));
  }

  static bool Overlaps(detail::Types::In a, detail::Types::Out b) {
    const std::less<const uint8_t*> before;
    return before(a.data(), b.data() + b.size()) && before(b.data(), a.data() + a.size());
  }

  std::mutex scratch_mutex_;
  std::vector<uint8_t> scratch_;
};

// What both transformers have in common: frames are given back in the thread in which they came,
// and a frame that fails is not given back.
class FrameTransformer : public detail::Counted<::webrtc::FrameTransformerInterface> {
 public:
  void Transform(std::unique_ptr<::webrtc::TransformableFrameInterface> frame) override {
    if (!frame) return;
    const auto callback = CallbackFor(frame->GetSsrc());
    if (!callback) return;
    {
      const std::lock_guard<std::mutex> lock(buffer_mutex_);
      size_t len = 0;
      if (!Apply(*frame, buffer_, &len)) return;
      // libwebrtc copies it once more.
      frame->SetData({buffer_.data(), len});
    }
    callback->OnTransformedFrame(std::move(frame));
  }

  void RegisterTransformedFrameCallback(Ref<::webrtc::TransformedFrameCallback> callback) override {
    const std::lock_guard<std::mutex> lock(callbacks_mutex_);
    callback_ = std::move(callback);
  }
  void RegisterTransformedFrameSinkCallback(Ref<::webrtc::TransformedFrameCallback> callback,
                                            uint32_t ssrc) override {
    const std::lock_guard<std::mutex> lock(callbacks_mutex_);
    for (auto& sink : sinks_) {
      if (sink.first != ssrc) continue;
      sink.second = std::move(callback);
      return;
    }
    sinks_.emplace_back(ssrc, std::move(callback));
  }
  void UnregisterTransformedFrameCallback() override {
    const std::lock_guard<std::mutex> lock(callbacks_mutex_);
    callback_ = nullptr;
  }
  void UnregisterTransformedFrameSinkCallback(uint32_t ssrc) override {
    const std::lock_guard<std::mutex> lock(callbacks_mutex_);
    for (auto sink = sinks_.begin(); sink != sinks_.end(); ++sink) {
      if (sink->first != ssrc) continue;
      sinks_.erase(sink);
      return;
    }
  }

 protected:
  // Writes what becomes of a frame into `buffer`, which may be longer, and its length to `len`.
  virtual bool Apply(const ::webrtc::TransformableFrameInterface& frame,
                     std::vector<uint8_t>& buffer,
                     size_t* len) = 0;

 private:
  Ref<::webrtc::TransformedFrameCallback> CallbackFor(uint32_t ssrc) const {
    const std::lock_guard<std::mutex> lock(callbacks_mutex_);
    for (const auto& sink : sinks_) {
      if (sink.first == ssrc) return sink.second;
    }
    return callback_;
  }

  mutable std::mutex callbacks_mutex_;
  Ref<::webrtc::TransformedFrameCallback> callback_;
  std::vector<std::pair<uint32_t, Ref<::webrtc::TransformedFrameCallback>>> sinks_;
  std::mutex buffer_mutex_;
  std::vector<uint8_t> buffer_;
};

// Seals what a sender sends, as FrameEncryptor does.
class SealingTransformer final : public FrameTransformer, public Sealer {
 public:
  static Ref<SealingTransformer> Create(uint16_t pad_to = 0) {
    return Ref<SealingTransformer>(new SealingTransformer(pad_to));
  }

 private:
  explicit SealingTransformer(uint16_t pad_to) : Sealer(pad_to) {}

  bool Apply(const ::webrtc::TransformableFrameInterface& frame,
             std::vector<uint8_t>& buffer,
             size_t* len) override {
    const auto data = frame.GetData();
    const size_t most = MaxSealed(data.size());
    if (buffer.size() < most) buffer.resize(most);
    return Seal(frame.GetSsrc(), data.data(), data.size(), buffer.data(), buffer.size(), len) == 0;
  }
};

// Opens what a receiver receives, as FrameDecryptor does.
class OpeningTransformer final : public FrameTransformer, public Opener {
 public:
  static Ref<OpeningTransformer> Create(SharedDecryptor decryptor = nullptr) {
    return Ref<OpeningTransformer>(new OpeningTransformer(std::move(decryptor)));
  }

 private:
  explicit OpeningTransformer(SharedDecryptor decryptor) { SetDecryptor(std::move(decryptor)); }

  bool Apply(const ::webrtc::TransformableFrameInterface& frame,
             std::vector<uint8_t>& buffer,
             size_t* len) override {
    const auto data = frame.GetData();
    if (buffer.size() < data.size()) buffer.resize(data.size());
    return Open(data.data(), data.size(), buffer.data(), buffer.size(), len) == Outcome::kOpened;
  }
};

// For `getNativeFrameEncryptor()` and `getNativeFrameDecryptor()` of Android's org.webrtc, and for
// other languages that hold adapters as numbers. Each number holds one reference: RtpSender and
// RtpReceiver take their own when it is set there, and whoever has the number gives it back once,
// with ReleaseNative, when no more calls are made with it.
//
// Objective-C++ needs no numbers: RTCRtpSender+Native.h and RTCRtpReceiver+Native.h take the Refs.
inline intptr_t ToNative(const Ref<FrameEncryptor>& encryptor) {
  ::webrtc::FrameEncryptorInterface* native = encryptor.get();
  if (native != nullptr) native->AddRef();
  return reinterpret_cast<intptr_t>(native);
}

inline intptr_t ToNative(const Ref<FrameDecryptor>& decryptor) {
  ::webrtc::FrameDecryptorInterface* native = decryptor.get();
  if (native != nullptr) native->AddRef();
  return reinterpret_cast<intptr_t>(native);
}

// The adapter behind a number that ToNative gave for a FrameEncryptor.
inline Ref<FrameEncryptor> EncryptorFromNative(intptr_t native) {
  return Ref<FrameEncryptor>(
      static_cast<FrameEncryptor*>(reinterpret_cast<::webrtc::FrameEncryptorInterface*>(native)));
}

// The adapter behind a number that ToNative gave for a FrameDecryptor.
inline Ref<FrameDecryptor> DecryptorFromNative(intptr_t native) {
  return Ref<FrameDecryptor>(
      static_cast<FrameDecryptor*>(reinterpret_cast<::webrtc::FrameDecryptorInterface*>(native)));
}

// Gives back the reference of a number that ToNative gave for a FrameEncryptor. Zero is ignored.
inline void ReleaseNativeEncryptor(intptr_t native) {
  if (native != 0) reinterpret_cast<::webrtc::FrameEncryptorInterface*>(native)->Release();
}

// Gives back the reference of a number that ToNative gave for a FrameDecryptor. Zero is ignored.
inline void ReleaseNativeDecryptor(intptr_t native) {
  if (native != 0) reinterpret_cast<::webrtc::FrameDecryptorInterface*>(native)->Release();
}

}  // namespace frameseal::webrtc

#endif  // FRAMESEAL_WEBRTC_H_
