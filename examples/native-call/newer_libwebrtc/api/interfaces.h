// The parts of libwebrtc's interfaces that frameseal_webrtc.h uses, spelled as libwebrtc spells them
// since everything lies in namespace webrtc and views are std::span. To compile against, not to run.

#ifndef NATIVE_CALL_NEWER_LIBWEBRTC_API_INTERFACES_H_
#define NATIVE_CALL_NEWER_LIBWEBRTC_API_INTERFACES_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace webrtc {

enum class RefCountReleaseStatus { kDroppedLastRef, kOtherRefsRemained };

class RefCountInterface {
 public:
  virtual void AddRef() const = 0;
  virtual RefCountReleaseStatus Release() const = 0;

 protected:
  virtual ~RefCountInterface() = default;
};

template <class T>
class scoped_refptr {
 public:
  scoped_refptr(std::nullptr_t = nullptr) {}
  explicit scoped_refptr(T* pointer) : pointer_(pointer) {
    if (pointer_ != nullptr) pointer_->AddRef();
  }
  scoped_refptr(const scoped_refptr& other) : scoped_refptr(other.pointer_) {}
  template <class U>
  scoped_refptr(const scoped_refptr<U>& other) : scoped_refptr(other.get()) {}
  scoped_refptr& operator=(scoped_refptr other) {
    std::swap(pointer_, other.pointer_);
    return *this;
  }
  ~scoped_refptr() {
    if (pointer_ != nullptr) pointer_->Release();
  }
  T* get() const { return pointer_; }
  T* operator->() const { return pointer_; }
  explicit operator bool() const { return pointer_ != nullptr; }

 private:
  T* pointer_ = nullptr;
};

enum class MediaType : int { AUDIO, VIDEO };

class FrameEncryptorInterface : public RefCountInterface {
 public:
  ~FrameEncryptorInterface() override = default;
  virtual int Encrypt(MediaType media_type,
                      uint32_t ssrc,
                      std::span<const uint8_t> additional_data,
                      std::span<const uint8_t> frame,
                      std::span<uint8_t> encrypted_frame,
                      size_t* bytes_written) = 0;
  virtual size_t GetMaxCiphertextByteSize(MediaType media_type, size_t frame_size) = 0;
};

class FrameDecryptorInterface : public RefCountInterface {
 public:
  enum class Status { kOk, kRecoverable, kFailedToDecrypt, kUnknown };
  struct Result {
    Result(Status status_, size_t bytes_written_)
        : status(status_), bytes_written(bytes_written_) {}
    const Status status;
    const size_t bytes_written;
  };
  ~FrameDecryptorInterface() override = default;
  virtual Result Decrypt(MediaType media_type,
                         const std::vector<uint32_t>& csrcs,
                         std::span<const uint8_t> additional_data,
                         std::span<const uint8_t> encrypted_frame,
                         std::span<uint8_t> frame) = 0;
  virtual size_t GetMaxPlaintextByteSize(MediaType media_type, size_t encrypted_frame_size) = 0;
};

class TransformableFrameInterface {
 public:
  virtual ~TransformableFrameInterface() = default;
  virtual std::span<const uint8_t> GetData() const = 0;
  virtual void SetData(std::span<const uint8_t> data) = 0;
  virtual uint32_t GetSsrc() const = 0;
};

class TransformedFrameCallback : public RefCountInterface {
 public:
  virtual void OnTransformedFrame(std::unique_ptr<TransformableFrameInterface> frame) = 0;
};

class FrameTransformerInterface : public RefCountInterface {
 public:
  virtual void Transform(std::unique_ptr<TransformableFrameInterface> frame) = 0;
  virtual void RegisterTransformedFrameCallback(scoped_refptr<TransformedFrameCallback>) {}
  virtual void RegisterTransformedFrameSinkCallback(scoped_refptr<TransformedFrameCallback>,
                                                    uint32_t) {}
  virtual void UnregisterTransformedFrameCallback() {}
  virtual void UnregisterTransformedFrameSinkCallback(uint32_t) {}
};

struct RtpCodecParameters {
  std::string name;
};
struct RtpEncodingParameters {
  std::optional<uint32_t> ssrc;
};
struct RtpParameters {
  std::vector<RtpCodecParameters> codecs;
  std::vector<RtpEncodingParameters> encodings;
};

}  // namespace webrtc

#endif  // NATIVE_CALL_NEWER_LIBWEBRTC_API_INTERFACES_H_
