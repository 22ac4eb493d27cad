// AV1 for builds of libwebrtc that have its packetizer but no encoder: libaom and dav1d, through
// libavcodec, which such builds link for H.264 anyway.

#ifndef NATIVE_CALL_AV1_CODEC_H_
#define NATIVE_CALL_AV1_CODEC_H_

#include <memory>

#include "api/video_codecs/video_decoder_factory.h"
#include "api/video_codecs/video_encoder_factory.h"

namespace native_call {

// Adds AV1 to a factory that lacks it, when libavcodec has it; else gives the factory back.
std::unique_ptr<webrtc::VideoEncoderFactory> WithAv1(
    std::unique_ptr<webrtc::VideoEncoderFactory> factory);
std::unique_ptr<webrtc::VideoDecoderFactory> WithAv1(
    std::unique_ptr<webrtc::VideoDecoderFactory> factory);

}  // namespace native_call

#endif  // NATIVE_CALL_AV1_CODEC_H_
