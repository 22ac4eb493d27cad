#include "test_picture.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "rtc_base/time_utils.h"

namespace native_call {
namespace {

// 16 bits in a row, each as a block of this many pixels across and down; the second row has the
// complement. Large enough to survive the coarsest quantizer.
constexpr int kBlock = 20;
constexpr int kBits = 16;
constexpr uint8_t kBlack = 16;
constexpr uint8_t kWhite = 235;

// A triangle wave of `period` between 0 and 255.
int Triangle(int at, int period) {
  const int phase = at % period;
  return std::abs(phase * 510 / period - 255);
}

uint8_t Luma(int x, int y, int number) {
  if (y < 2 * kBlock) {
    const int bit = std::min(x / kBlock, kBits - 1);
    const bool is_set = ((number >> bit) & 1) != 0;
    return is_set == (y < kBlock) ? kWhite : kBlack;
  }
  // A ball that bounces, in front of stripes that drift.
  const int ball_x = 40 + Triangle(number * 4, 480) * (kWidth - 80) / 255;
  const int ball_y = 80 + Triangle(number * 3, 340) * (kHeight - 120) / 255;
  const int dx = x - ball_x;
  const int dy = y - ball_y;
  if (dx * dx + dy * dy < 24 * 24) return 220;
  return static_cast<uint8_t>(48 + Triangle(x + y / 2 + number * 2, 160) * 120 / 255);
}

}  // namespace

rtc::scoped_refptr<webrtc::I420Buffer> DrawPicture(uint16_t number) {
  auto picture = webrtc::I420Buffer::Create(kWidth, kHeight);
  for (int y = 0; y < kHeight; ++y) {
    uint8_t* row = picture->MutableDataY() + y * picture->StrideY();
    for (int x = 0; x < kWidth; ++x) row[x] = Luma(x, y, number);
  }
  for (int y = 0; y < kHeight / 2; ++y) {
    uint8_t* u = picture->MutableDataU() + y * picture->StrideU();
    uint8_t* v = picture->MutableDataV() + y * picture->StrideV();
    for (int x = 0; x < kWidth / 2; ++x) {
      u[x] = static_cast<uint8_t>(96 + Triangle(x + number, 200) / 4);
      v[x] = static_cast<uint8_t>(96 + Triangle(y + number, 300) / 4);
    }
  }
  return picture;
}

std::optional<uint16_t> ReadNumber(const webrtc::I420BufferInterface& picture) {
  if (picture.width() != kWidth || picture.height() != kHeight) return std::nullopt;
  const auto is_white = [&picture](int bit, int row) {
    int sum = 0;
    constexpr int kMargin = kBlock / 4;
    for (int y = row * kBlock + kMargin; y < (row + 1) * kBlock - kMargin; ++y)
      for (int x = bit * kBlock + kMargin; x < (bit + 1) * kBlock - kMargin; ++x)
        sum += picture.DataY()[y * picture.StrideY() + x];
    constexpr int kSide = kBlock - 2 * kMargin;
    return sum > (kBlack + kWhite) / 2 * kSide * kSide;
  };
  uint16_t number = 0;
  for (int bit = 0; bit < kBits; ++bit) {
    const bool is_set = is_white(bit, 0);
    if (is_set == is_white(bit, 1)) return std::nullopt;
    if (is_set) number = static_cast<uint16_t>(number | (1u << bit));
  }
  return number;
}

double LumaPsnr(const webrtc::I420BufferInterface& rendered, uint16_t number) {
  uint64_t squares = 0;
  for (int y = 0; y < kHeight; ++y) {
    const uint8_t* row = rendered.DataY() + y * rendered.StrideY();
    for (int x = 0; x < kWidth; ++x) {
      const int difference = int{row[x]} - int{Luma(x, y, number)};
      squares += static_cast<uint64_t>(difference * difference);
    }
  }
  if (squares == 0) return 100;
  const double mean = static_cast<double>(squares) / (kWidth * kHeight);
  return 10 * std::log10(255.0 * 255.0 / mean);
}

TestCamera::TestCamera() : thread_([this] { Film(); }) {}

TestCamera::~TestCamera() {
  filming_ = false;
  thread_.join();
}

void TestCamera::Film() {
  using std::chrono::steady_clock;
  constexpr std::chrono::microseconds kBetween(1'000'000 / kFramesPerSecond);
  auto next = steady_clock::now();
  while (filming_) {
    const auto late =
        std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - next);
    most_late_ = std::max(most_late_.load(), late);
    const auto number = static_cast<uint16_t>(last_number_.load() + 1);
    const auto picture = DrawPicture(number);
    last_number_ = number;
    OnFrame(webrtc::VideoFrame::Builder()
                .set_video_frame_buffer(picture)
                .set_timestamp_us(rtc::TimeMicros())
                .build());
    // What was not filmed in time is not filmed any more.
    next = std::max(next + kBetween, steady_clock::now());
    std::this_thread::sleep_until(next);
  }
}

void TestScreen::OnFrame(const webrtc::VideoFrame& frame) {
  const auto now = std::chrono::steady_clock::now();
  const auto picture = frame.video_frame_buffer()->ToI420();
  const auto number = ReadNumber(*picture);
  const double psnr = number ? LumaPsnr(*picture, *number) : 0;

  const std::lock_guard lock(mutex_);
  if (watched_.rendered > 0) {
    const auto gap = std::chrono::duration_cast<std::chrono::milliseconds>(now - last_time_);
    watched_.longest_gap = std::max(watched_.longest_gap, gap);
  } else {
    watched_.first_number = number.value_or(0);
  }
  last_time_ = now;
  ++watched_.rendered;
  watched_.psnr_sum += psnr;
  watched_.psnr_min = std::min(watched_.psnr_min, psnr);
  if (number) {
    watched_.last_number = *number;
  } else {
    ++watched_.unreadable;
  }
}

Watched TestScreen::watched() const {
  const std::lock_guard lock(mutex_);
  return watched_;
}

}  // namespace native_call
