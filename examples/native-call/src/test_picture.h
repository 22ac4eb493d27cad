// A moving picture that says which one it is, so that what a receiver renders can be compared
// with what the sender's camera gave.

#ifndef NATIVE_CALL_TEST_PICTURE_H_
#define NATIVE_CALL_TEST_PICTURE_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>
#include <mutex>
#include <optional>
#include <thread>

#include "api/video/i420_buffer.h"
#include "api/video/video_frame.h"
#include "api/video/video_sink_interface.h"
#include "media/base/adapted_video_track_source.h"

namespace native_call {

inline constexpr int kWidth = 320;
inline constexpr int kHeight = 240;
inline constexpr int kFramesPerSecond = 30;

// Draws picture `number`: a moving background with moving blocks, and the number itself in two
// rows of black and white blocks.
rtc::scoped_refptr<webrtc::I420Buffer> DrawPicture(uint16_t number);

// Reads the number out of a picture; nothing when its two rows contradict each other.
std::optional<uint16_t> ReadNumber(const webrtc::I420BufferInterface& picture);

// Peak signal-to-noise ratio of the luma of `rendered` against picture `number`, in dB.
double LumaPsnr(const webrtc::I420BufferInterface& rendered, uint16_t number);

// A camera that films the test picture in its own thread.
class TestCamera : public rtc::AdaptedVideoTrackSource {
 public:
  TestCamera();
  ~TestCamera() override;

  // The number of the picture that was filmed last.
  uint16_t last_number() const { return last_number_.load(); }
  // By how much a picture came late, at most.
  std::chrono::milliseconds most_late() const { return most_late_.load(); }

  SourceState state() const override { return kLive; }
  bool remote() const override { return false; }
  bool is_screencast() const override { return false; }
  // The picture must arrive as it was drawn.
  absl::optional<bool> needs_denoising() const override { return false; }

 private:
  void Film();

  std::atomic<bool> filming_{true};
  std::atomic<uint16_t> last_number_{0};
  std::atomic<std::chrono::milliseconds> most_late_{std::chrono::milliseconds(0)};
  std::thread thread_;
};

// What a screen showed.
struct Watched {
  uint64_t rendered = 0;
  // Pictures whose number could not be read: they count as broken.
  uint64_t unreadable = 0;
  uint16_t first_number = 0;
  uint16_t last_number = 0;
  double psnr_sum = 0;
  double psnr_min = std::numeric_limits<double>::infinity();
  std::chrono::milliseconds longest_gap{0};

  double psnr_mean() const { return rendered == 0 ? 0 : psnr_sum / static_cast<double>(rendered); }
};

// A screen that compares each picture it is given with the original.
class TestScreen : public rtc::VideoSinkInterface<webrtc::VideoFrame> {
 public:
  void OnFrame(const webrtc::VideoFrame& frame) override;
  Watched watched() const;

 private:
  mutable std::mutex mutex_;
  Watched watched_;
  std::chrono::steady_clock::time_point last_time_;
};

}  // namespace native_call

#endif  // NATIVE_CALL_TEST_PICTURE_H_
