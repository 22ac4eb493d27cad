// A tone, and an ear that knows it again.

#ifndef NATIVE_CALL_TEST_SOUND_H_
#define NATIVE_CALL_TEST_SOUND_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>

#include "api/media_stream_interface.h"
#include "api/task_queue/task_queue_factory.h"
#include "modules/audio_device/include/test_audio_device.h"

namespace native_call {

// A sound card without sound: it records a tone and plays to nobody, in real time.
// `tone` is in Hz and a multiple of 100, so that 10 ms hold whole periods of it.
rtc::scoped_refptr<webrtc::AudioDeviceModule> ToneDevice(webrtc::TaskQueueFactory& queues,
                                                         int tone);

// What an ear heard, in blocks of 10 ms.
struct Heard {
  uint64_t blocks = 0;
  // Blocks that are mostly the tone.
  uint64_t tone = 0;
  // Blocks that are loud and something else, such as noise from undecodable data.
  uint64_t noise = 0;
  std::chrono::steady_clock::time_point last_tone;
};

// Listens to a received track for one tone.
class TestEar : public webrtc::AudioTrackSinkInterface {
 public:
  explicit TestEar(int tone) : tone_(tone) {}
  void OnData(const void* samples,
              int bits,
              int rate,
              size_t channels,
              size_t frames) override;
  Heard heard() const;

 private:
  const int tone_;
  mutable std::mutex mutex_;
  Heard heard_;
};

}  // namespace native_call

#endif  // NATIVE_CALL_TEST_SOUND_H_
