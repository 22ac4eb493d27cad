// A call on real libwebrtc with FrameSeal, once for each codec that this build can encode.

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <set>
#include <string>
#include <vector>

#include "call.h"
#include "rtc_base/logging.h"
#include "rtc_base/ssl_adapter.h"
#include "system_wrappers/include/field_trial.h"

extern "C" {
#include <libavutil/log.h>
}

namespace {

using native_call::CallReport;
using native_call::ControlReport;
using native_call::Hook;

constexpr const char* kCodecs[] = {"VP8", "VP9", "H264", "AV1"};

// How often a call is made in which the machine may have spoilt something.
constexpr int kTries = 3;

std::set<std::string> CodecsOfThisBuild() {
  native_call::OperatorTap tap;
  native_call::Participant somebody("Somebody", 400, tap);
  std::set<std::string> names;
  for (const auto& codec :
       somebody.factory().GetRtpSenderCapabilities(cricket::MEDIA_TYPE_VIDEO).codecs)
    names.insert(codec.name);
  return names;
}

void PrintHeader() {
  std::printf("%-9s %-12s %9s %9s %8s %11s %8s %17s %8s %12s %8s %18s  %s\n", "codec", "hook",
              "encrypted", "decrypted", "rendered", "PSNR mean", "min", "audio enc/dec", "gap ms",
              "Carol after", "Mallory", "operator found", "verdict");
}

std::string Decibels(const CallReport& row, double psnr) {
  if (row.bob.rendered == 0) return "-";
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f dB", psnr);
  return text.data();
}

void PrintRow(const CallReport& row, const char* verdict) {
  const std::string audio =
      std::to_string(row.audio_encrypted) + "/" + std::to_string(row.audio_decrypted);
  const std::string carol =
      row.carol_before == 0
          ? "-"
          : std::to_string(row.carol_before) + " then " + std::to_string(row.carol_after);
  const std::string found =
      std::to_string(row.originals_found) + " of " + std::to_string(row.originals);
  std::printf("%-9s %-12s %9s %9s %8s %11s %8s %17s %8s %12s %8s %18s  %s\n", row.codec.c_str(),
              row.hook == Hook::kEncryptor ? "encryptor" : "transformer",
              std::to_string(row.encrypted).c_str(), std::to_string(row.decrypted).c_str(),
              std::to_string(row.bob.rendered).c_str(), Decibels(row, row.bob.psnr_mean()).c_str(),
              Decibels(row, row.bob.psnr_min).c_str(), audio.c_str(),
              std::to_string(row.bob.longest_gap.count()).c_str(), carol.c_str(),
              std::to_string(row.mallory).c_str(), found.c_str(), verdict);
  if (!row.call_code.empty())
    std::printf("          call code of Alice, Bob and Carol: %s\n", row.call_code.c_str());
  for (const auto* reasons : {&row.failures, &row.hitches})
    for (const std::string& reason : *reasons) std::printf("       %s\n", reason.c_str());
  std::fflush(stdout);
}

ControlReport RunControl(bool require) {
  const ControlReport control = native_call::RunControl(require);
  std::printf("without FrameSeal, require_frame_encryption %s: the operator has %zu of %zu pieces "
              "of picture, %zu of %zu of sound\n",
              require ? "set" : "not set", control.picture_found, control.picture_pieces,
              control.sound_found, control.sound_pieces);
  return control;
}

// The tap must find what it looks for when it is there. On a busy machine packets may wait in the
// pacer when the call ends.
bool RunControls() {
  bool finds = false;
  for (int tries = 1; !finds && tries <= kTries; ++tries) {
    const ControlReport control = RunControl(false);
    finds = control.picture_found * 10 >= control.picture_pieces * 9 &&
            control.sound_found * 10 >= control.sound_pieces * 9 && control.sound_pieces > 0;
    if (!finds) std::printf("       the tap does not find what is there\n");
  }
  RunControl(true);
  return finds;
}

// What is counted at the end.
struct Tally {
  int passed = 0;
  int failed = 0;

  template <typename Call>
  void Add(const std::string& codec, Hook hook, Call call) {
    for (int tries = 1;; ++tries) {
      CallReport report;
      try {
        report = call();
      } catch (const std::exception& error) {
        report.codec = codec;
        report.hook = hook;
        report.failures = {error.what()};
      }
      const bool holds = report.failures.empty();
      if (holds && !report.hitches.empty() && tries < kTries) {
        PrintRow(report, "once more");
        continue;
      }
      const bool is_good = holds && report.hitches.empty();
      PrintRow(report, is_good ? "pass" : "FAIL");
      ++(is_good ? passed : failed);
      return;
    }
  }
};

int Run(const std::set<std::string>& wanted) {
  Tally calls;
  if (!RunControls()) ++calls.failed;
  const std::set<std::string> available = CodecsOfThisBuild();
  const auto is_tried = [&](const std::string& codec) {
    return available.contains(codec) && (wanted.empty() || wanted.contains(codec));
  };
  PrintHeader();
  for (const std::string codec : kCodecs) {
    if (!available.contains(codec)) {
      std::printf("%-9s not tried: neither libwebrtc's encoder factory nor libavcodec has it\n",
                  codec.c_str());
    }
    if (!is_tried(codec)) continue;
    for (const Hook hook : {Hook::kEncryptor, Hook::kTransformer})
      calls.Add(codec, hook, [&] { return native_call::RunCall(codec, hook); });
  }
  if (is_tried("VP8") && is_tried("H264")) {
    for (const Hook hook : {Hook::kEncryptor, Hook::kTransformer})
      calls.Add("VP8>H264", hook,
                [&] { return native_call::RunCodecChange("VP8", "H264", hook); });
  }
  if (is_tried("VP8")) {
    for (const Hook hook : {Hook::kEncryptor, Hook::kTransformer})
      calls.Add("VP8 two", hook, [&] { return native_call::RunSimulcast("VP8", hook); });
    for (const Hook hook : {Hook::kEncryptor, Hook::kTransformer})
      calls.Add("VP8 late", hook, [&] { return native_call::RunLateKey("VP8", hook); });
  }
  for (const std::string codec : {"VP8", "H264"}) {
    if (!is_tried(codec)) continue;
    for (const Hook hook : {Hook::kEncryptor, Hook::kTransformer})
      calls.Add(codec + " loss", hook, [&] { return native_call::RunLossyCall(codec, hook); });
  }
  std::printf("calls: %d passed, %d failed\n", calls.passed, calls.failed);
  return calls.passed > 0 && calls.failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace

int main(int argc, char** argv) {
  bool is_verbose = false;
  std::set<std::string> wanted;
  for (int n = 1; n < argc; ++n) {
    const std::string argument = argv[n];
    if (argument == "--verbose") {
      is_verbose = true;
    } else if (std::find(std::begin(kCodecs), std::end(kCodecs), argument) != std::end(kCodecs)) {
      wanted.insert(argument);
    } else {
      std::fprintf(stderr, "usage: native-call [--verbose] [VP8] [VP9] [H264] [AV1]\n");
      return EXIT_FAILURE;
    }
  }
  rtc::LogMessage::LogToDebug(is_verbose ? rtc::LS_INFO : rtc::LS_NONE);
  if (!is_verbose) av_log_set_level(AV_LOG_ERROR);
  // Simulcast of a picture as small as this one.
  webrtc::field_trial::InitFieldTrialsFromString("WebRTC-LegacySimulcastLayerLimit/Disabled/");
  rtc::InitializeSSL();
  try {
    return Run(wanted);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "native-call: %s\n", error.what());
    return EXIT_FAILURE;
  }
}
