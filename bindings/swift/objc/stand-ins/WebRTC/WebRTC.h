// What the adapter uses of libwebrtc's Objective-C SDK, with the names prefixed as some builds do. To
// compile against, not to run.
#pragma once

#import <Foundation/Foundation.h>

#define RTC_OBJC_TYPE(name) Prefixed##name

NS_ASSUME_NONNULL_BEGIN

@interface RTC_OBJC_TYPE (RTCRtpCodecParameters) : NSObject
@property(nonatomic, readonly) NSString *name;
@end

@interface RTC_OBJC_TYPE (RTCRtpEncodingParameters) : NSObject
@property(nonatomic, readonly, nullable) NSNumber *ssrc;
@end

@interface RTC_OBJC_TYPE (RTCRtpParameters) : NSObject
@property(nonatomic, copy) NSArray<RTC_OBJC_TYPE(RTCRtpEncodingParameters) *> *encodings;
@property(nonatomic, copy) NSArray<RTC_OBJC_TYPE(RTCRtpCodecParameters) *> *codecs;
@end

@interface RTC_OBJC_TYPE (RTCRtpSender) : NSObject
@property(nonatomic, copy) RTC_OBJC_TYPE(RTCRtpParameters) *parameters;
@end

@interface RTC_OBJC_TYPE (RTCRtpReceiver) : NSObject
@end

NS_ASSUME_NONNULL_END
