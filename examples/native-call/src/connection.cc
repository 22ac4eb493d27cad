#include "connection.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <stdexcept>
#include <utility>
#include <vector>

#include "api/crypto/crypto_options.h"

namespace native_call {
namespace {

using webrtc::PeerConnectionInterface;
using webrtc::RtpTransceiverInterface;
using webrtc::SessionDescriptionInterface;

constexpr std::chrono::seconds kPatience{10};

// Enough for a clean picture, and little enough for four encoders on two cores. All three are the
// same so that no ramp-up starves the first pictures.
constexpr int kVideoBitsPerSecond = 1'200'000;

template <typename T>
T Await(std::future<T> future, const char* what) {
  if (future.wait_for(kPatience) != std::future_status::ready)
    throw std::runtime_error(std::string("waited in vain for ") + what);
  return future.get();
}

// The layers of simulcast, smallest first (RFC 8853).
constexpr const char* kLayers[] = {"small", "large"};

// Accepts simulcast in an answer, as an SFU does; libwebrtc itself would not.
std::string WithSimulcast(const std::string& answer) {
  const size_t video = answer.find("m=video");
  if (video == std::string::npos) throw std::runtime_error("an answer without video");
  std::string lines;
  for (const char* layer : kLayers) lines += std::string("a=rid:") + layer + " recv\r\n";
  lines += std::string("a=simulcast:recv ") + kLayers[0] + ";" + kLayers[1] + "\r\n";
  const size_t next = answer.find("m=", video + 1);
  return answer.substr(0, next) + lines +
         (next == std::string::npos ? std::string() : answer.substr(next));
}

class OnSet : public webrtc::SetLocalDescriptionObserverInterface,
              public webrtc::SetRemoteDescriptionObserverInterface {
 public:
  void OnSetLocalDescriptionComplete(webrtc::RTCError error) override {
    done_.set_value(std::move(error));
  }
  void OnSetRemoteDescriptionComplete(webrtc::RTCError error) override {
    done_.set_value(std::move(error));
  }
  void Wait(const char* what) {
    const webrtc::RTCError error = Await(done_.get_future(), what);
    if (!error.ok()) throw std::runtime_error(std::string(what) + ": " + error.message());
  }

 private:
  std::promise<webrtc::RTCError> done_;
};

class OnCreated : public webrtc::CreateSessionDescriptionObserver {
 public:
  void OnSuccess(SessionDescriptionInterface* description) override {
    done_.set_value(std::unique_ptr<SessionDescriptionInterface>(description));
  }
  void OnFailure(webrtc::RTCError error) override {
    done_.set_exception(std::make_exception_ptr(std::runtime_error(error.message())));
  }
  std::unique_ptr<SessionDescriptionInterface> Wait(const char* what) {
    return Await(done_.get_future(), what);
  }

 private:
  std::promise<std::unique_ptr<SessionDescriptionInterface>> done_;
};

}  // namespace

// One PeerConnection. Candidates are gathered before a description is passed on, so signalling
// is one message in each direction.
class Connection::End : public webrtc::PeerConnectionObserver {
 public:
  End(Participant& owner, const ConnectionSettings& settings) : owner_(owner) {
    PeerConnectionInterface::RTCConfiguration configuration;
    configuration.sdp_semantics = webrtc::SdpSemantics::kUnifiedPlan;
    configuration.set_cpu_adaptation(false);
    webrtc::CryptoOptions crypto;
    crypto.sframe.require_frame_encryption = settings.require_frame_encryption;
    configuration.crypto_options = crypto;
    auto made = owner.factory().CreatePeerConnectionOrError(
        configuration, webrtc::PeerConnectionDependencies(this));
    if (!made.ok()) throw std::runtime_error(made.error().message());
    peer_ = made.MoveValue();
    webrtc::BitrateSettings bitrate;
    bitrate.min_bitrate_bps = kVideoBitsPerSecond;
    bitrate.start_bitrate_bps = kVideoBitsPerSecond;
    bitrate.max_bitrate_bps = 2 * kVideoBitsPerSecond;
    if (!peer_->SetBitrate(bitrate).ok()) throw std::runtime_error("bit rates are refused");
  }
  ~End() override { peer_->Close(); }

  // Adds what the owner sends.
  void Send(Stream& stream, const ConnectionSettings& settings) {
    Add(owner_.NewSoundTrack(), stream, "opus", false);
    Add(owner_.NewPictureTrack(), stream, settings.video_codec, settings.simulcast);
  }

  void PreferVideoCodec(const std::string& codec) {
    for (const auto& transceiver : peer_->GetTransceivers()) {
      if (transceiver->media_type() == cricket::MEDIA_TYPE_VIDEO) Prefer(*transceiver, codec);
    }
  }

  std::string Offer() {
    auto created = rtc::make_ref_counted<OnCreated>();
    peer_->CreateOffer(created.get(), {});
    return Apply(created->Wait("an offer"));
  }

  std::string Answer() {
    auto created = rtc::make_ref_counted<OnCreated>();
    peer_->CreateAnswer(created.get(), {});
    return Apply(created->Wait("an answer"));
  }

  void TakeRemote(webrtc::SdpType type, const std::string& sdp) {
    webrtc::SdpParseError error;
    auto description = webrtc::CreateSessionDescription(type, sdp, &error);
    if (!description) throw std::runtime_error("the other side's SDP: " + error.description);
    auto set = rtc::make_ref_counted<OnSet>();
    peer_->SetRemoteDescription(std::move(description), set);
    set->Wait("a remote description");
  }

  // Lets the guard read what the owner sends as `stream`.
  void TellNegotiated(Stream& stream) {
    for (const auto& sender : peer_->GetSenders()) {
      if (sender->track()) stream.guard.OnNegotiated(*sender);
    }
  }

  // Shows what the other side sends, as `stream`.
  void Receive(Stream& stream) {
    for (const auto& receiver : peer_->GetReceivers()) {
      stream.guard.GuardReceiver(*receiver);
      webrtc::MediaStreamTrackInterface* track = receiver->track().get();
      if (track->kind() == webrtc::MediaStreamTrackInterface::kVideoKind) {
        static_cast<webrtc::VideoTrackInterface*>(track)->AddOrUpdateSink(&stream.screen, {});
      } else {
        static_cast<webrtc::AudioTrackInterface*>(track)->AddSink(&stream.ear);
      }
      tracks_.emplace_back(receiver->track(), &stream);
    }
  }

  void RequestKeyFrame() {
    for (const auto& [track, stream] : tracks_) {
      if (track->kind() == webrtc::MediaStreamTrackInterface::kVideoKind)
        static_cast<webrtc::VideoTrackInterface&>(*track).GetSource()->GenerateKeyFrame();
    }
  }

  // No sink is called after this.
  void StopReceiving() {
    for (const auto& [track, stream] : tracks_) {
      if (track->kind() == webrtc::MediaStreamTrackInterface::kVideoKind) {
        static_cast<webrtc::VideoTrackInterface*>(track.get())->RemoveSink(&stream->screen);
      } else {
        static_cast<webrtc::AudioTrackInterface*>(track.get())->RemoveSink(&stream->ear);
      }
    }
    tracks_.clear();
  }

  void AwaitConnected() { Await(connected_.get_future(), "a connection"); }

  void OnIceGatheringChange(PeerConnectionInterface::IceGatheringState state) override {
    if (state == PeerConnectionInterface::kIceGatheringComplete && !has_gathered_) {
      has_gathered_ = true;
      gathered_.set_value();
    }
  }
  // The PeerConnection's own state also waits for DTLS, which is switched off.
  void OnStandardizedIceConnectionChange(
      PeerConnectionInterface::IceConnectionState state) override {
    const bool is_connected = state == PeerConnectionInterface::kIceConnectionConnected ||
                              state == PeerConnectionInterface::kIceConnectionCompleted;
    if (is_connected && !is_connected_) {
      is_connected_ = true;
      connected_.set_value();
    }
  }
  void OnSignalingChange(PeerConnectionInterface::SignalingState) override {}
  void OnDataChannel(rtc::scoped_refptr<webrtc::DataChannelInterface>) override {}
  void OnIceCandidate(const webrtc::IceCandidateInterface*) override {}

 private:
  void Add(rtc::scoped_refptr<webrtc::MediaStreamTrackInterface> track,
           Stream& stream,
           const std::string& codec,
           bool simulcast) {
    webrtc::RtpTransceiverInit init;
    init.stream_ids = {owner_.name()};
    if (simulcast) {
      for (const char* layer : kLayers) {
        webrtc::RtpEncodingParameters encoding;
        encoding.rid = layer;
        encoding.scale_resolution_down_by = layer == kLayers[0] ? 2 : 1;
        init.send_encodings.push_back(encoding);
      }
    }
    const auto sender = Sender(std::move(track), init);
    stream.guard.GuardSender(*sender);
    for (const auto& transceiver : peer_->GetTransceivers()) {
      if (transceiver->sender() == sender) Prefer(*transceiver, codec);
    }
    if (sender->media_type() != cricket::MEDIA_TYPE_VIDEO) return;
    webrtc::RtpParameters parameters = sender->GetParameters();
    parameters.degradation_preference = webrtc::DegradationPreference::MAINTAIN_RESOLUTION;
    for (webrtc::RtpEncodingParameters& encoding : parameters.encodings)
      encoding.max_bitrate_bps = kVideoBitsPerSecond;
    if (!sender->SetParameters(parameters).ok())
      throw std::runtime_error("parameters of a sender are refused");
  }

  // A track that is added becomes part of an offer that comes later; a transceiver does not.
  rtc::scoped_refptr<webrtc::RtpSenderInterface> Sender(
      rtc::scoped_refptr<webrtc::MediaStreamTrackInterface> track,
      const webrtc::RtpTransceiverInit& init) {
    if (init.send_encodings.empty()) {
      auto added = peer_->AddTrack(std::move(track), init.stream_ids);
      if (!added.ok()) throw std::runtime_error(added.error().message());
      return added.MoveValue();
    }
    auto added = peer_->AddTransceiver(std::move(track), init);
    if (!added.ok()) throw std::runtime_error(added.error().message());
    return added.value()->sender();
  }

  // Leaves only one codec, and retransmission.
  void Prefer(RtpTransceiverInterface& transceiver, const std::string& codec) {
    std::vector<webrtc::RtpCodecCapability> wanted;
    for (const auto& capability :
         owner_.factory().GetRtpSenderCapabilities(transceiver.media_type()).codecs) {
      if (capability.name == codec || capability.name == "rtx") wanted.push_back(capability);
    }
    const webrtc::RTCError error = transceiver.SetCodecPreferences(wanted);
    if (!error.ok()) throw std::runtime_error(codec + ": " + error.message());
  }

  std::string Apply(std::unique_ptr<SessionDescriptionInterface> description) {
    auto set = rtc::make_ref_counted<OnSet>();
    peer_->SetLocalDescription(std::move(description), set);
    set->Wait("a local description");
    if (gathering_.wait_for(kPatience) != std::future_status::ready)
      throw std::runtime_error("waited in vain for candidates");
    std::string sdp;
    if (!peer_->local_description()->ToString(&sdp)) throw std::runtime_error("no SDP");
    return sdp;
  }

  Participant& owner_;
  rtc::scoped_refptr<PeerConnectionInterface> peer_;
  std::vector<std::pair<rtc::scoped_refptr<webrtc::MediaStreamTrackInterface>, Stream*>> tracks_;
  std::promise<void> gathered_;
  const std::shared_future<void> gathering_ = gathered_.get_future().share();
  std::promise<void> connected_;
  // Touched in the signalling thread only.
  bool has_gathered_ = false;
  bool is_connected_ = false;
};

Connection::Connection(Stream& forward, Stream* back, const ConnectionSettings& settings)
    : settings_(settings),
      forward_(forward),
      back_(back),
      caller_(std::make_unique<End>(forward.from, settings)),
      callee_(std::make_unique<End>(forward.to, settings)) {
  caller_->Send(forward, settings);
  if (back != nullptr) callee_->Send(*back, settings);
  Negotiate();
  callee_->Receive(forward);
  if (back != nullptr) caller_->Receive(*back);
  caller_->AwaitConnected();
  callee_->AwaitConnected();
}

Connection::~Connection() {
  caller_->StopReceiving();
  callee_->StopReceiving();
}

void Connection::ChangeVideoCodec(const std::string& codec) {
  caller_->PreferVideoCodec(codec);
  callee_->PreferVideoCodec(codec);
  Negotiate();
}

void Connection::RequestKeyFrame() {
  callee_->RequestKeyFrame();
}

void Connection::Negotiate() {
  callee_->TakeRemote(webrtc::SdpType::kOffer, caller_->Offer());
  const std::string answer = callee_->Answer();
  if (back_ != nullptr) callee_->TellNegotiated(*back_);
  caller_->TakeRemote(webrtc::SdpType::kAnswer,
                      settings_.simulcast ? WithSimulcast(answer) : answer);
  caller_->TellNegotiated(forward_);
}

}  // namespace native_call
