#include "test_sound.h"

#include <cmath>
#include <numbers>

namespace native_call {
namespace {

constexpr int kRate = 48'000;
constexpr double kAmplitude = 8'000;

// Root mean square below which a block is silence; comfort noise and the tails of concealment
// stay under it.
constexpr double kSilence = 100;
// Part of a block's energy that must lie in the tone.
constexpr double kMostly = 0.8;

class ToneCapturer : public webrtc::TestAudioDeviceModule::Capturer {
 public:
  explicit ToneCapturer(int tone) : step_(2 * std::numbers::pi * tone / kRate) {}
  int SamplingFrequency() const override { return kRate; }
  int NumChannels() const override { return 1; }
  bool Capture(rtc::BufferT<int16_t>* buffer) override {
    const size_t samples = webrtc::TestAudioDeviceModule::SamplesPerFrame(kRate);
    buffer->SetData(samples, [this](rtc::ArrayView<int16_t> data) {
      // Whole periods in each block: every block begins at phase 0.
      for (size_t i = 0; i < data.size(); ++i)
        data[i] = static_cast<int16_t>(kAmplitude * std::sin(step_ * static_cast<double>(i)));
      return data.size();
    });
    return true;
  }

 private:
  const double step_;
};

}  // namespace

rtc::scoped_refptr<webrtc::AudioDeviceModule> ToneDevice(webrtc::TaskQueueFactory& queues,
                                                         int tone) {
  return webrtc::TestAudioDeviceModule::Create(
      &queues, std::make_unique<ToneCapturer>(tone),
      webrtc::TestAudioDeviceModule::CreateDiscardRenderer(kRate));
}

void TestEar::OnData(const void* samples, int bits, int rate, size_t channels, size_t frames) {
  if (bits != 16 || frames == 0) return;
  const auto* data = static_cast<const int16_t*>(samples);
  const double step = 2 * std::numbers::pi * tone_ / rate;
  double energy = 0;
  double in_phase = 0;
  double quadrature = 0;
  for (size_t i = 0; i < frames; ++i) {
    const double sample = data[i * channels];
    energy += sample * sample;
    in_phase += sample * std::cos(step * static_cast<double>(i));
    quadrature += sample * std::sin(step * static_cast<double>(i));
  }
  const auto count = static_cast<double>(frames);
  const bool is_loud = std::sqrt(energy / count) > kSilence;
  const double in_tone = 2 * (in_phase * in_phase + quadrature * quadrature) / count;

  const std::lock_guard lock(mutex_);
  ++heard_.blocks;
  if (!is_loud) return;
  if (in_tone > kMostly * energy) {
    ++heard_.tone;
    heard_.last_tone = std::chrono::steady_clock::now();
  } else {
    ++heard_.noise;
  }
}

Heard TestEar::heard() const {
  const std::lock_guard lock(mutex_);
  return heard_;
}

}  // namespace native_call
