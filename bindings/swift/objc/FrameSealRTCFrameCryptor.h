// FrameSeal in apps on libwebrtc's Objective-C SDK: transparent envelopes on an RTCRtpSender and an
// RTCRtpReceiver, by the adapters of `frameseal_webrtc.h`. For Swift, import this header in the
// bridging header; the keys are those of Swift's `Session`, `Encryptor` and `Decryptor`:
//
//   let sealing = FrameSealRTCSender(sender: sender, padTo: 0)     // before the offer or answer
//   let encryptor = try session.encryptor(kind: .video)            // and at each `.sendKeysChanged`
//   sealing.seal(handle: encryptor.nativeHandle(), owner: encryptor)
//   sealing.takeCodecs()                                           // after each negotiation
//
//   let decryptor = session.decryptor()
//   let opening = FrameSealRTCReceiver(receiver: receiver, handle: decryptor.nativeHandle(), owner: decryptor)
//
// It fails closed: a frame that cannot be sealed is not sent, one that cannot be opened is not decoded.
// Nothing here takes an adapter away from a sender: libwebrtc would go on in the clear.

#import <Foundation/Foundation.h>
#import <WebRTC/WebRTC.h>

NS_ASSUME_NONNULL_BEGIN

/// Seals what a sender sends. One for each sender; from any thread.
@interface FrameSealRTCSender : NSObject

/// Takes hold of the sender. Nothing is sent before it has an encryptor and knows the codec.
///
/// @param padTo Frames are padded to a multiple of so many bytes; 0: not padded.
- (instancetype)initWithSender:(RTC_OBJC_TYPE(RTCRtpSender) *)sender padTo:(uint16_t)padTo;

- (instancetype)init NS_UNAVAILABLE;

/// Seals with this encryptor from the next frame on.
///
/// @param handle What `nativeHandle()` of Swift's `Encryptor` gives.
/// @param owner That encryptor. It is held as long as frames are sealed with it.
- (void)sealWithHandle:(uint64_t)handle owner:(id)owner NS_SWIFT_NAME(seal(handle:owner:));

/// Sends nothing from the next frame on.
- (void)stop;

/// Takes the codec and the SSRCs that were negotiated. Call it after each negotiation.
///
/// @return NO when nothing was negotiated, or there is no envelope for the codec, such as `audio/red`;
///     then nothing is sent.
- (BOOL)takeCodecs;

/// Frames that were sealed so far.
@property(nonatomic, readonly) uint64_t sealedFrames;

/// Frames that were not sent so far, for want of a key or of a codec, or because they were refused.
@property(nonatomic, readonly) uint64_t droppedFrames;

@end

/// Opens what a receiver receives. One for each receiver; they may share a decryptor; from any thread.
@interface FrameSealRTCReceiver : NSObject

/// Takes hold of the receiver.
///
/// @param handle What `nativeHandle()` of Swift's `Decryptor` gives.
/// @param owner That decryptor. It is held as long as the receiver is there.
- (instancetype)initWithReceiver:(RTC_OBJC_TYPE(RTCRtpReceiver) *)receiver
                          handle:(uint64_t)handle
                           owner:(id)owner;

- (instancetype)init NS_UNAVAILABLE;

/// Frames that were opened so far.
@property(nonatomic, readonly) uint64_t openedFrames;

/// Frames that were not decoded so far: without a key, forged, damaged or not encrypted. Repeated
/// frames, of which networks make some, are not counted.
@property(nonatomic, readonly) uint64_t refusedFrames;

@end

NS_ASSUME_NONNULL_END
