// Somebody in the call: a device with its own libwebrtc, camera and microphone.

#ifndef NATIVE_CALL_PARTICIPANT_H_
#define NATIVE_CALL_PARTICIPANT_H_

#include <memory>
#include <string>

#include "api/peer_connection_interface.h"
#include "operator_tap.h"
#include "rtc_base/thread.h"
#include "test_picture.h"

namespace native_call {

class Participant {
 public:
  // `tone` is what the microphone hears, in Hz. The tap must outlive the participant.
  Participant(std::string name, int tone, OperatorTap& tap);
  ~Participant();
  Participant(const Participant&) = delete;
  Participant& operator=(const Participant&) = delete;

  const std::string& name() const { return name_; }
  int tone() const { return tone_; }
  const TestCamera& camera() const { return *camera_; }
  webrtc::PeerConnectionFactoryInterface& factory() { return *factory_; }

  rtc::scoped_refptr<webrtc::VideoTrackInterface> NewPictureTrack();
  rtc::scoped_refptr<webrtc::AudioTrackInterface> NewSoundTrack();

 private:
  const std::string name_;
  const int tone_;
  const std::unique_ptr<rtc::Thread> network_;
  const std::unique_ptr<rtc::Thread> worker_;
  const std::unique_ptr<rtc::Thread> signaling_;
  const rtc::scoped_refptr<TestCamera> camera_;
  rtc::scoped_refptr<webrtc::PeerConnectionFactoryInterface> factory_;
};

}  // namespace native_call

#endif  // NATIVE_CALL_PARTICIPANT_H_
