#include "participant.h"

#include <stdexcept>
#include <utility>

#include "api/audio_codecs/audio_decoder_factory_template.h"
#include "api/audio_codecs/audio_encoder_factory_template.h"
#include "api/audio_codecs/opus/audio_decoder_opus.h"
#include "api/audio_codecs/opus/audio_encoder_opus.h"
#include "api/call/call_factory_interface.h"
#include "api/rtc_event_log/rtc_event_log_factory.h"
#include "api/task_queue/default_task_queue_factory.h"
#include "api/video_codecs/builtin_video_decoder_factory.h"
#include "api/video_codecs/builtin_video_encoder_factory.h"
#include "av1_codec.h"
#include "media/engine/webrtc_media_engine.h"
#include "test_sound.h"

namespace native_call {
namespace {

std::unique_ptr<rtc::Thread> Started(std::unique_ptr<rtc::Thread> thread) {
  if (!thread->Start()) throw std::runtime_error("a thread of libwebrtc does not start");
  return thread;
}

}  // namespace

Participant::Participant(std::string name, int tone, OperatorTap& tap)
    : name_(std::move(name)),
      tone_(tone),
      network_(Started(rtc::Thread::CreateWithSocketServer())),
      worker_(Started(rtc::Thread::Create())),
      signaling_(Started(rtc::Thread::Create())),
      camera_(rtc::make_ref_counted<TestCamera>()) {
  webrtc::PeerConnectionFactoryDependencies parts;
  parts.network_thread = network_.get();
  parts.worker_thread = worker_.get();
  parts.signaling_thread = signaling_.get();
  parts.packet_socket_factory = tap.Sockets(*network_->socketserver());
  parts.task_queue_factory = webrtc::CreateDefaultTaskQueueFactory();
  parts.call_factory = webrtc::CreateCallFactory();
  parts.event_log_factory =
      std::make_unique<webrtc::RtcEventLogFactory>(parts.task_queue_factory.get());

  cricket::MediaEngineDependencies media;
  media.task_queue_factory = parts.task_queue_factory.get();
  media.adm = ToneDevice(*parts.task_queue_factory, tone);
  // By name: the built-in factories of some builds leave Opus out.
  media.audio_encoder_factory = webrtc::CreateAudioEncoderFactory<webrtc::AudioEncoderOpus>();
  media.audio_decoder_factory = webrtc::CreateAudioDecoderFactory<webrtc::AudioDecoderOpus>();
  media.video_encoder_factory = WithAv1(webrtc::CreateBuiltinVideoEncoderFactory());
  media.video_decoder_factory = WithAv1(webrtc::CreateBuiltinVideoDecoderFactory());
  parts.media_engine = cricket::CreateMediaEngine(std::move(media));

  factory_ = webrtc::CreateModularPeerConnectionFactory(std::move(parts));
  if (!factory_) throw std::runtime_error("libwebrtc gives no PeerConnectionFactory");

  webrtc::PeerConnectionFactoryInterface::Options options;
  // SRTP ends at the operator's server. Without it the tap sees what that server sees.
  options.disable_encryption = true;
  // Loopback only.
  options.network_ignore_mask = rtc::ADAPTER_TYPE_ETHERNET | rtc::ADAPTER_TYPE_WIFI |
                                rtc::ADAPTER_TYPE_CELLULAR | rtc::ADAPTER_TYPE_VPN;
  factory_->SetOptions(options);
}

Participant::~Participant() {
  factory_ = nullptr;
}

rtc::scoped_refptr<webrtc::VideoTrackInterface> Participant::NewPictureTrack() {
  return factory_->CreateVideoTrack(name_ + "-picture", camera_.get());
}

rtc::scoped_refptr<webrtc::AudioTrackInterface> Participant::NewSoundTrack() {
  cricket::AudioOptions raw;
  raw.echo_cancellation = false;
  raw.auto_gain_control = false;
  raw.noise_suppression = false;
  raw.highpass_filter = false;
  return factory_->CreateAudioTrack(name_ + "-sound", factory_->CreateAudioSource(raw).get());
}

}  // namespace native_call
