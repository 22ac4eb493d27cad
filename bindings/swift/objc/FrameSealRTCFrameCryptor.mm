#import "FrameSealRTCFrameCryptor.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "frameseal_webrtc.h"

#if !__has_feature(objc_arc)
#error "Compile this with -fobjc-arc."
#endif

namespace fs = frameseal::webrtc;

// As in RTCRtpSender+Native.h and RTCRtpReceiver+Native.h of libwebrtc, which frameworks do not ship.
@interface RTC_OBJC_TYPE (RTCRtpSender) ()
- (void)setFrameEncryptor:(fs::Ref<webrtc::FrameEncryptorInterface>)frameEncryptor;
@end

@interface RTC_OBJC_TYPE (RTCRtpReceiver) ()
- (void)setFrameDecryptor:(fs::Ref<webrtc::FrameDecryptorInterface>)frameDecryptor;
@end

namespace {

// A handle that belongs to an object of Swift's, which is held as long as the handle is used.
template <class Handle>
std::shared_ptr<const Handle> Borrow(uint64_t handle, id owner) {
  if (handle == 0) return nullptr;
  return std::shared_ptr<const Handle>(new Handle{handle}, [owner](const Handle* last) {
    (void)owner;
    delete last;
  });
}

}  // namespace

@implementation FrameSealRTCSender {
  RTC_OBJC_TYPE(RTCRtpSender) * _sender;
  fs::Ref<fs::FrameEncryptor> _adapter;
  std::vector<uint32_t> _ssrcs;
}

- (instancetype)initWithSender:(RTC_OBJC_TYPE(RTCRtpSender) *)sender padTo:(uint16_t)padTo {
  if ((self = [super init])) {
    _sender = sender;
    _adapter = fs::FrameEncryptor::Create(padTo);
    [sender setFrameEncryptor:_adapter];
  }
  return self;
}

- (void)sealWithHandle:(uint64_t)handle owner:(id)owner {
  _adapter->SetEncryptor(Borrow<frameseal_encryptor>(handle, owner));
}

- (void)stop {
  _adapter->SetEncryptor(nullptr);
}

- (BOOL)takeCodecs {
  // The parameters are read inside, too: of two calls, the later one to get here has the newer ones.
  @synchronized(self) {
    RTC_OBJC_TYPE(RTCRtpParameters) *parameters = _sender.parameters;
    const char *name = parameters.codecs.firstObject.name.UTF8String;
    const std::string bytes = name == nullptr ? "" : name;
    frameseal_codec codec{};
    const auto found = frameseal_codec_from_mime_type(
        reinterpret_cast<const uint8_t *>(bytes.data()), bytes.size(), &codec);

    std::vector<uint32_t> ssrcs;
    if (found == FRAMESEAL_RESULT_OK) {
      for (RTC_OBJC_TYPE(RTCRtpEncodingParameters) * encoding in parameters.encodings) {
        if (encoding.ssrc != nil) ssrcs.push_back(encoding.ssrc.unsignedIntValue);
      }
    }

    for (const uint32_t old : _ssrcs) {
      if (std::find(ssrcs.begin(), ssrcs.end(), old) == ssrcs.end()) _adapter->ForgetCodec(old);
    }
    bool fits = true;
    for (const uint32_t ssrc : ssrcs) fits = _adapter->SetCodec(ssrc, codec) && fits;
    _ssrcs = std::move(ssrcs);
    return fits && !_ssrcs.empty();
  }
}

- (uint64_t)sealedFrames {
  return _adapter->sealed_counts().sealed;
}

- (uint64_t)droppedFrames {
  const auto counts = _adapter->sealed_counts();
  return counts.without_codec + counts.without_key + counts.refused;
}

@end

@implementation FrameSealRTCReceiver {
  fs::Ref<fs::FrameDecryptor> _adapter;
}

- (instancetype)initWithReceiver:(RTC_OBJC_TYPE(RTCRtpReceiver) *)receiver
                          handle:(uint64_t)handle
                           owner:(id)owner {
  if ((self = [super init])) {
    _adapter = fs::FrameDecryptor::Create(Borrow<frameseal_decryptor>(handle, owner));
    [receiver setFrameDecryptor:_adapter];
  }
  return self;
}

- (uint64_t)openedFrames {
  return _adapter->opened_counts().opened;
}

- (uint64_t)refusedFrames {
  const auto counts = _adapter->opened_counts();
  return counts.without_key + counts.refused;
}

@end
