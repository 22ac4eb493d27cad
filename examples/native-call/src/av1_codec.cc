#include "av1_codec.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "api/video/i420_buffer.h"
#include "api/video_codecs/video_decoder.h"
#include "api/video_codecs/video_encoder.h"
#include "modules/video_coding/include/video_codec_interface.h"
#include "modules/video_coding/include/video_error_codes.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavutil/opt.h>
}

namespace native_call {
namespace {

constexpr char kName[] = "AV1";
constexpr char kEncoder[] = "libaom-av1";
constexpr char kDecoder[] = "libdav1d";

// RTP's clock for video, RFC 3551 section 5.
constexpr int kRtpClock = 90'000;

struct FreeContext {
  void operator()(AVCodecContext* context) const { avcodec_free_context(&context); }
};
struct FreeFrame {
  void operator()(AVFrame* frame) const { av_frame_free(&frame); }
};
struct FreePacket {
  void operator()(AVPacket* packet) const { av_packet_free(&packet); }
};
using Context = std::unique_ptr<AVCodecContext, FreeContext>;
using Frame = std::unique_ptr<AVFrame, FreeFrame>;
using Packet = std::unique_ptr<AVPacket, FreePacket>;

class Av1Encoder : public webrtc::VideoEncoder {
 public:
  int InitEncode(const webrtc::VideoCodec* codec, const Settings&) override {
    const AVCodec* encoder = avcodec_find_encoder_by_name(kEncoder);
    context_.reset(avcodec_alloc_context3(encoder));
    frame_.reset(av_frame_alloc());
    packet_.reset(av_packet_alloc());
    if (!context_ || !frame_ || !packet_) return WEBRTC_VIDEO_CODEC_MEMORY;
    context_->width = codec->width;
    context_->height = codec->height;
    context_->pix_fmt = AV_PIX_FMT_YUV420P;
    context_->time_base = {1, kRtpClock};
    context_->framerate = {static_cast<int>(codec->maxFramerate), 1};
    context_->bit_rate = int64_t{codec->startBitrate} * 1000;
    context_->gop_size = 10'000;  // key frames only when somebody asks
    context_->thread_count = 1;
    for (const auto& [option, value] : {std::pair{"usage", "realtime"},
                                        std::pair{"cpu-used", "8"},
                                        std::pair{"lag-in-frames", "0"}}) {
      if (av_opt_set(context_->priv_data, option, value, 0) < 0)
        return WEBRTC_VIDEO_CODEC_ERR_PARAMETER;
    }
    if (avcodec_open2(context_.get(), encoder, nullptr) < 0) return WEBRTC_VIDEO_CODEC_ERROR;
    frame_->format = context_->pix_fmt;
    frame_->width = context_->width;
    frame_->height = context_->height;
    return av_frame_get_buffer(frame_.get(), 0) < 0 ? WEBRTC_VIDEO_CODEC_MEMORY
                                                    : WEBRTC_VIDEO_CODEC_OK;
  }

  int32_t Encode(const webrtc::VideoFrame& picture,
                 const std::vector<webrtc::VideoFrameType>* types) override {
    if (!context_ || callback_ == nullptr) return WEBRTC_VIDEO_CODEC_UNINITIALIZED;
    const auto planes = picture.video_frame_buffer()->ToI420();
    if (planes->width() != context_->width || planes->height() != context_->height)
      return WEBRTC_VIDEO_CODEC_ERR_PARAMETER;
    if (av_frame_make_writable(frame_.get()) < 0) return WEBRTC_VIDEO_CODEC_MEMORY;
    CopyPlane(planes->DataY(), planes->StrideY(), 0, planes->width(), planes->height());
    CopyPlane(planes->DataU(), planes->StrideU(), 1, planes->ChromaWidth(), planes->ChromaHeight());
    CopyPlane(planes->DataV(), planes->StrideV(), 2, planes->ChromaWidth(), planes->ChromaHeight());
    frame_->pts = next_time_;
    next_time_ += kRtpClock / std::max(context_->framerate.num, 1);
    const bool wants_key = types != nullptr && !types->empty() &&
                           types->front() == webrtc::VideoFrameType::kVideoFrameKey;
    frame_->pict_type = wants_key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
    if (avcodec_send_frame(context_.get(), frame_.get()) < 0) return WEBRTC_VIDEO_CODEC_ERROR;
    while (avcodec_receive_packet(context_.get(), packet_.get()) == 0) {
      Deliver(picture);
      av_packet_unref(packet_.get());
    }
    return WEBRTC_VIDEO_CODEC_OK;
  }

  int32_t RegisterEncodeCompleteCallback(webrtc::EncodedImageCallback* callback) override {
    callback_ = callback;
    return WEBRTC_VIDEO_CODEC_OK;
  }
  int32_t Release() override {
    context_ = nullptr;
    return WEBRTC_VIDEO_CODEC_OK;
  }
  // The call gives one rate from beginning to end.
  void SetRates(const RateControlParameters&) override {}
  EncoderInfo GetEncoderInfo() const override {
    EncoderInfo info;
    info.implementation_name = kEncoder;
    info.has_trusted_rate_controller = true;
    info.scaling_settings = ScalingSettings::kOff;
    return info;
  }

 private:
  void CopyPlane(const uint8_t* from, int stride, int plane, int width, int height) {
    for (int y = 0; y < height; ++y)
      std::copy_n(from + y * stride, width, frame_->data[plane] + y * frame_->linesize[plane]);
  }

  void Deliver(const webrtc::VideoFrame& picture) {
    webrtc::EncodedImage image;
    image.SetEncodedData(webrtc::EncodedImageBuffer::Create(
        packet_->data, static_cast<size_t>(packet_->size)));
    image._encodedWidth = static_cast<uint32_t>(context_->width);
    image._encodedHeight = static_cast<uint32_t>(context_->height);
    image.SetTimestamp(picture.timestamp());
    image.capture_time_ms_ = picture.render_time_ms();
    image._frameType = (packet_->flags & AV_PKT_FLAG_KEY) != 0
                           ? webrtc::VideoFrameType::kVideoFrameKey
                           : webrtc::VideoFrameType::kVideoFrameDelta;
    webrtc::CodecSpecificInfo info;
    info.codecType = webrtc::kVideoCodecAV1;
    callback_->OnEncodedImage(image, &info);
  }

  Context context_;
  Frame frame_;
  Packet packet_;
  int64_t next_time_ = 0;
  webrtc::EncodedImageCallback* callback_ = nullptr;
};

class Av1Decoder : public webrtc::VideoDecoder {
 public:
  bool Configure(const Settings&) override {
    const AVCodec* decoder = avcodec_find_decoder_by_name(kDecoder);
    context_.reset(avcodec_alloc_context3(decoder));
    frame_.reset(av_frame_alloc());
    packet_.reset(av_packet_alloc());
    if (!context_ || !frame_ || !packet_) return false;
    context_->thread_count = 1;
    context_->flags |= AV_CODEC_FLAG_LOW_DELAY;
    return avcodec_open2(context_.get(), decoder, nullptr) == 0;
  }

  int32_t Decode(const webrtc::EncodedImage& image, bool, int64_t) override {
    if (!context_ || callback_ == nullptr) return WEBRTC_VIDEO_CODEC_UNINITIALIZED;
    // A copy, because libavcodec reads a little behind the end.
    if (av_new_packet(packet_.get(), static_cast<int>(image.size())) < 0)
      return WEBRTC_VIDEO_CODEC_MEMORY;
    std::copy_n(image.data(), image.size(), packet_->data);
    const int sent = avcodec_send_packet(context_.get(), packet_.get());
    av_packet_unref(packet_.get());
    if (sent < 0) return WEBRTC_VIDEO_CODEC_ERROR;
    while (avcodec_receive_frame(context_.get(), frame_.get()) == 0) {
      if (frame_->format != AV_PIX_FMT_YUV420P) return WEBRTC_VIDEO_CODEC_ERROR;
      auto picture = webrtc::VideoFrame::Builder()
                         .set_video_frame_buffer(webrtc::I420Buffer::Copy(
                             frame_->width, frame_->height, frame_->data[0], frame_->linesize[0],
                             frame_->data[1], frame_->linesize[1], frame_->data[2],
                             frame_->linesize[2]))
                         .set_timestamp_rtp(image.Timestamp())
                         .build();
      callback_->Decoded(picture, absl::nullopt, absl::nullopt);
    }
    return WEBRTC_VIDEO_CODEC_OK;
  }

  int32_t RegisterDecodeCompleteCallback(webrtc::DecodedImageCallback* callback) override {
    callback_ = callback;
    return WEBRTC_VIDEO_CODEC_OK;
  }
  int32_t Release() override {
    context_ = nullptr;
    return WEBRTC_VIDEO_CODEC_OK;
  }
  DecoderInfo GetDecoderInfo() const override {
    DecoderInfo info;
    info.implementation_name = kDecoder;
    return info;
  }

 private:
  Context context_;
  Frame frame_;
  Packet packet_;
  webrtc::DecodedImageCallback* callback_ = nullptr;
};

// A factory of libwebrtc, and AV1.
template <typename Base, typename Made, typename Av1>
class Extended : public Base {
 public:
  explicit Extended(std::unique_ptr<Base> factory) : factory_(std::move(factory)) {}
  std::vector<webrtc::SdpVideoFormat> GetSupportedFormats() const override {
    auto formats = factory_->GetSupportedFormats();
    formats.emplace_back(kName);
    return formats;
  }

 protected:
  std::unique_ptr<Made> Create(const webrtc::SdpVideoFormat& format) {
    if (format.name == kName) return std::make_unique<Av1>();
    if constexpr (std::is_same_v<Made, webrtc::VideoEncoder>) {
      return factory_->CreateVideoEncoder(format);
    } else {
      return factory_->CreateVideoDecoder(format);
    }
  }

 private:
  const std::unique_ptr<Base> factory_;
};

class EncoderFactory
    : public Extended<webrtc::VideoEncoderFactory, webrtc::VideoEncoder, Av1Encoder> {
 public:
  using Extended::Extended;
  std::unique_ptr<webrtc::VideoEncoder> CreateVideoEncoder(
      const webrtc::SdpVideoFormat& format) override {
    return Create(format);
  }
};

class DecoderFactory
    : public Extended<webrtc::VideoDecoderFactory, webrtc::VideoDecoder, Av1Decoder> {
 public:
  using Extended::Extended;
  std::unique_ptr<webrtc::VideoDecoder> CreateVideoDecoder(
      const webrtc::SdpVideoFormat& format) override {
    return Create(format);
  }
};

template <typename Factory>
bool HasAv1(const Factory& factory) {
  const auto formats = factory.GetSupportedFormats();
  return std::any_of(formats.begin(), formats.end(),
                     [](const webrtc::SdpVideoFormat& format) { return format.name == kName; });
}

bool LibavcodecHasAv1() {
  return avcodec_find_encoder_by_name(kEncoder) != nullptr &&
         avcodec_find_decoder_by_name(kDecoder) != nullptr;
}

}  // namespace

std::unique_ptr<webrtc::VideoEncoderFactory> WithAv1(
    std::unique_ptr<webrtc::VideoEncoderFactory> factory) {
  if (HasAv1(*factory) || !LibavcodecHasAv1()) return factory;
  return std::make_unique<EncoderFactory>(std::move(factory));
}

std::unique_ptr<webrtc::VideoDecoderFactory> WithAv1(
    std::unique_ptr<webrtc::VideoDecoderFactory> factory) {
  if (HasAv1(*factory) || !LibavcodecHasAv1()) return factory;
  return std::make_unique<DecoderFactory>(std::move(factory));
}

}  // namespace native_call
