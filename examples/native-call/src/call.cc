#include "call.h"

#include <algorithm>
#include <chrono>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <utility>

namespace native_call {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

// The least that a picture may have in common with its original. A receiver that lost a reference,
// or decodes what it should not, shows pictures far below the first.
constexpr double kLeastPsnr = 28;
constexpr double kLeastMeanPsnr = 35;
// No key change may freeze the picture for longer.
constexpr auto kLongestGap = 500ms;
// A new encoder begins with a key frame, and the receiver with a new decoder.
constexpr auto kLongestGapOfCodecChange = 1s;
// How late the late key is.
constexpr auto kLate = 400ms;
// RTP packets of the lossy call, of which one is lost, and one comes twice.
constexpr size_t kLostOneOf = 25;
constexpr size_t kDoubledOneOf = 19;
// Of what the sender's camera filmed while the call lasted, so much must have been shown.
constexpr double kLeastShown = 0.9;
// Of the pieces of sealed frames, so many must be in the operator's recording, or the tap is blind.
// Others lie across two packets, or wait in the pacer of a busy machine when the call ends.
constexpr double kLeastSeen = 0.5;
// How long concealment may go on playing the last tone that came.
constexpr auto kConcealment = 1s;

// Pictures, a second of them, before the next thing happens.
constexpr uint64_t kSomePictures = 30;

constexpr auto kPatience = 60s;

template <typename Condition>
void WaitFor(const char* what, Condition condition) {
  const auto end = Clock::now() + kPatience;
  while (!condition()) {
    if (Clock::now() > end) throw std::runtime_error(std::string("waited in vain for ") + what);
    std::this_thread::sleep_for(5ms);
  }
}

// Collects what does not hold.
class Claims {
 public:
  explicit Claims(CallReport& report) : report_(report) {}

  // What holds on any machine.
  template <typename... Details>
  void Hold(bool holds, const Details&... details) {
    if (!holds) report_.failures.push_back(Join(details...));
  }

  // What holds unless the machine stalls.
  template <typename... Details>
  void Flow(bool flows, const Details&... details) {
    if (!flows) report_.hitches.push_back(Join(details...));
  }

 private:
  template <typename... Details>
  static std::string Join(const Details&... details) {
    std::ostringstream text;
    (text << ... << details);
    return text.str();
  }

  CallReport& report_;
};

double Ratio(size_t part, size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

void ReadTap(const OperatorTap& tap,
             std::initializer_list<const SealedStream*> streams,
             CallReport& report) {
  Windows originals;
  Windows sealed;
  for (const SealedStream* stream : streams) {
    for (const Kind kind : kKinds) {
      originals.Add(stream->sent(kind).originals);
      sealed.Add(stream->sent(kind).sealed);
    }
  }
  report.originals = originals.size();
  report.originals_found = tap.CountFound(originals);
  report.sealed = sealed.size();
  report.sealed_found = tap.CountFound(sealed);
}

}  // namespace

CallReport RunCall(const std::string& codec, Hook hook) {
  CallReport report;
  report.codec = codec;
  report.hook = hook;
  Claims claims(report);

  OperatorTap tap;
  Participant alice("Alice", 400, tap);
  Participant bob("Bob", 700, tap);
  Participant carol("Carol", 900, tap);
  Participant mallory("Mallory", 1100, tap);

  Room room;
  const auto alice_keys = room.Join("Alice");
  const auto bob_keys = room.Join("Bob");
  const auto mallory_keys = room.Stranger("Mallory");

  SealedStream to_bob(hook, alice_keys, bob_keys);
  SealedStream to_alice(hook, bob_keys, alice_keys);
  SealedStream to_mallory(hook, alice_keys, mallory_keys);
  Stream bobs_view(alice, bob, to_bob);
  Stream alices_view(bob, alice, to_alice);
  Stream mallorys_view(alice, mallory, to_mallory);

  ConnectionSettings settings;
  settings.video_codec = codec;
  // A transformer takes the place of a FrameEncryptor.
  settings.require_frame_encryption = hook == Hook::kEncryptor;
  Connection alice_bob(bobs_view, &alices_view, settings);
  Connection alice_mallory(mallorys_view, nullptr, settings);
  WaitFor("Bob's first pictures", [&] { return bobs_view.screen.watched().rendered >= kSomePictures; });
  WaitFor("Alice's first pictures", [&] { return alices_view.screen.watched().rendered >= kSomePictures; });
  const uint64_t first_kid = alice_keys->kid(Kind::kVideo);
  const std::string code_of_two = alice_keys->call_code();
  claims.Hold(code_of_two == bob_keys->call_code(), "Alice and Bob have different call codes");

  // Somebody joins: a ratchet.
  const auto carol_keys = room.Join("Carol");
  WaitFor("a ratchet", [&] { return alice_keys->kid(Kind::kVideo) != first_kid; });
  const uint64_t ratcheted_kid = alice_keys->kid(Kind::kVideo);
  report.call_code = alice_keys->call_code();
  claims.Hold(report.call_code != code_of_two, "the call code is the same with Carol");
  for (const auto& member : {bob_keys, carol_keys})
    claims.Hold(report.call_code == member->call_code(), member->name(), " has another call code");
  SealedStream to_carol(hook, alice_keys, carol_keys);
  Stream carols_view(alice, carol, to_carol);
  Connection alice_carol(carols_view, nullptr, settings);
  WaitFor("Carol's pictures", [&] { return carols_view.screen.watched().rendered >= kSomePictures; });

  // Somebody is removed: a rotation. What the camera films from here on is sealed with the new key.
  room.Remove(*alice_keys, carol_keys);
  WaitFor("a rotation", [&] { return alice_keys->kid(Kind::kVideo) != ratcheted_kid; });
  const uint64_t rotated_kid = alice_keys->kid(Kind::kVideo);
  const uint16_t last_before = alice.camera().last_number();
  const auto rotated = Clock::now();
  const uint64_t refused_before = to_carol.received(Kind::kVideo).refused;
  WaitFor("pictures after the rotation", [&] {
    return bobs_view.screen.watched().last_number >= last_before + 2 * int{kSomePictures};
  });
  WaitFor("the end of concealment", [&] { return Clock::now() > rotated + kConcealment + 500ms; });

  // What Bob was shown, of what Alice's camera filmed.
  report.bob = bobs_view.screen.watched();
  const Watched at_alice = alices_view.screen.watched();
  const Watched at_carol = carols_view.screen.watched();
  const Heard heard_by_bob = bobs_view.ear.heard();
  const Heard heard_by_alice = alices_view.ear.heard();
  const Heard heard_by_carol = carols_view.ear.heard();
  const Heard heard_by_mallory = mallorys_view.ear.heard();
  report.encrypted = to_bob.sent(Kind::kVideo).passed;
  report.decrypted = to_bob.received(Kind::kVideo).passed;
  report.audio_encrypted = to_bob.sent(Kind::kAudio).passed;
  report.audio_decrypted = to_bob.received(Kind::kAudio).passed;
  report.heard_seconds = static_cast<double>(heard_by_bob.tone) / 100;
  // A machine that stalls a camera stalls pictures, too.
  const auto stalled = alice.camera().most_late() + bob.camera().most_late();
  for (const auto& [who, seen] : {std::pair{"Bob", report.bob}, {"Alice", at_alice}}) {
    const int filmed = seen.last_number - seen.first_number + 1;
    claims.Flow(static_cast<double>(seen.rendered) >= kLeastShown * filmed, who, " was shown ",
                seen.rendered, " of ", filmed, " pictures");
    claims.Hold(seen.unreadable == 0, who, ": ", seen.unreadable, " pictures were unreadable");
    claims.Hold(seen.psnr_min >= kLeastPsnr, who, ": a picture had ", seen.psnr_min, " dB");
    claims.Hold(seen.psnr_mean() >= kLeastMeanPsnr, who, ": pictures had ", seen.psnr_mean(),
                " dB on average");
    claims.Flow(seen.longest_gap < kLongestGap + stalled, who, "'s picture froze for ",
                seen.longest_gap.count(), " ms");
  }
  for (const auto& [who, heard] : {std::pair{"Bob", heard_by_bob}, {"Alice", heard_by_alice}}) {
    claims.Flow(Ratio(heard.tone, heard.blocks) >= kLeastShown, who, " heard the tone in ",
                heard.tone, " of ", heard.blocks, " blocks");
  }
  claims.Flow(report.decrypted + 5 >= report.encrypted && report.decrypted > 0, "of ",
              report.encrypted, " frames Bob could decrypt ", report.decrypted);

  // Keys changed as they should.
  claims.Hold(NumberOf(ratcheted_kid) == NumberOf(first_kid) &&
                  StepOf(ratcheted_kid) == StepOf(first_kid) + 1,
              "the ratchet went from KID ", first_kid, " to ", ratcheted_kid);
  claims.Hold(NumberOf(rotated_kid) > NumberOf(ratcheted_kid), "the rotation went from KID ",
              ratcheted_kid, " to ", rotated_kid);
  claims.Hold(alice_keys->call_code() == code_of_two && bob_keys->call_code() == code_of_two,
              "without Carol the call code is not what it was");
  claims.Hold(report.bob.last_number > last_before, "Bob saw nothing after the rotation");

  // Who was removed sees and hears what was sent before, and nothing that was sent after.
  report.carol_before = at_carol.rendered;
  report.carol_after = at_carol.last_number > last_before ? at_carol.last_number - last_before : 0;
  claims.Hold(report.carol_before >= kSomePictures, "Carol was shown only ", report.carol_before,
              " pictures");
  claims.Hold(report.carol_after == 0, "Carol was shown picture ", at_carol.last_number,
              ", filmed after the rotation at ", last_before);
  claims.Flow(to_carol.received(Kind::kVideo).refused > refused_before + kSomePictures,
              "Carol had nothing to refuse after the rotation");
  claims.Hold(heard_by_carol.last_tone < rotated + kConcealment + stalled, "Carol heard on");

  // Who has the wrong keys sees and hears nothing.
  report.mallory = mallorys_view.screen.watched().rendered;
  report.mallory_refused = to_mallory.received(Kind::kVideo).refused;
  claims.Hold(report.mallory == 0, "Mallory was shown ", report.mallory, " pictures");
  claims.Hold(to_mallory.received(Kind::kVideo).passed == 0, "Mallory decrypted a picture");
  claims.Hold(to_mallory.received(Kind::kAudio).passed == 0, "Mallory decrypted sound");
  claims.Flow(report.mallory_refused >= 100, "Mallory had only ", report.mallory_refused,
              " frames to refuse");
  claims.Hold(heard_by_mallory.tone + heard_by_mallory.noise == 0 && heard_by_mallory.blocks > 100,
              "Mallory heard something");

  // The operator has the sealed frames and nothing else.
  ReadTap(tap, {&to_bob, &to_alice, &to_carol, &to_mallory}, report);
  claims.Flow(Ratio(report.sealed_found, report.sealed) >= kLeastSeen, "the tap saw only ",
              report.sealed_found, " of ", report.sealed, " pieces of sealed frames");
  claims.Hold(report.originals >= 1000, "only ", report.originals, " pieces to look for");
  claims.Hold(report.originals_found == 0, "the operator has ", report.originals_found,
              " pieces of plaintext");
  return report;
}

CallReport RunCodecChange(const std::string& from, const std::string& to, Hook hook) {
  CallReport report;
  report.codec = from + ">" + to;
  report.hook = hook;
  Claims claims(report);

  OperatorTap tap;
  Participant alice("Alice", 400, tap);
  Participant bob("Bob", 700, tap);
  Room room;
  const auto alice_keys = room.Join("Alice");
  const auto bob_keys = room.Join("Bob");
  SealedStream to_bob(hook, alice_keys, bob_keys);
  Stream view(alice, bob, to_bob);
  ConnectionSettings settings;
  settings.video_codec = from;
  settings.require_frame_encryption = hook == Hook::kEncryptor;
  Connection connection(view, nullptr, settings);
  WaitFor("pictures", [&] { return view.screen.watched().rendered >= kSomePictures; });

  connection.ChangeVideoCodec(to);
  const uint16_t last_before = alice.camera().last_number();
  WaitFor("pictures in the other codec", [&] {
    return view.screen.watched().last_number >= last_before + int{kSomePictures};
  });

  report.bob = view.screen.watched();
  report.encrypted = to_bob.sent(Kind::kVideo).passed;
  report.decrypted = to_bob.received(Kind::kVideo).passed;
  report.audio_encrypted = to_bob.sent(Kind::kAudio).passed;
  report.audio_decrypted = to_bob.received(Kind::kAudio).passed;
  claims.Hold(to_bob.sent(Kind::kVideo).codec() == to, "the codec is still ",
              to_bob.sent(Kind::kVideo).codec());
  claims.Hold(report.bob.unreadable == 0 && report.bob.psnr_min >= kLeastPsnr, "a picture had ",
              report.bob.psnr_min, " dB");
  claims.Flow(report.bob.longest_gap < kLongestGapOfCodecChange + alice.camera().most_late(),
              "the picture froze for ", report.bob.longest_gap.count(), " ms");
  ReadTap(tap, {&to_bob}, report);
  claims.Flow(Ratio(report.sealed_found, report.sealed) >= kLeastSeen, "the tap saw only ",
              report.sealed_found, " of ", report.sealed, " pieces of sealed frames");
  claims.Hold(report.originals >= 1000, "only ", report.originals, " pieces to look for");
  claims.Hold(report.originals_found == 0, "the operator has ", report.originals_found,
              " pieces of plaintext");
  return report;
}

CallReport RunLateKey(const std::string& codec, Hook hook) {
  CallReport report;
  report.codec = codec + " late";
  report.hook = hook;
  Claims claims(report);

  OperatorTap tap;
  Participant alice("Alice", 400, tap);
  Participant bob("Bob", 700, tap);
  Room room;
  const auto alice_keys = room.Join("Alice");
  const auto bob_keys = room.Join("Bob");
  SealedStream to_bob(hook, alice_keys, bob_keys);
  Stream view(alice, bob, to_bob);
  ConnectionSettings settings;
  settings.video_codec = codec;
  settings.require_frame_encryption = hook == Hook::kEncryptor;
  Connection connection(view, nullptr, settings);
  WaitFor("pictures", [&] { return view.screen.watched().rendered >= kSomePictures; });

  to_bob.HoldKeysBack(true);
  std::this_thread::sleep_for(kLate);
  const uint64_t rendered = view.screen.watched().rendered;
  to_bob.HoldKeysBack(false);
  // Else libwebrtc asks for one only after 3 s without anything to decode.
  connection.RequestKeyFrame();
  WaitFor("pictures after the late key", [&] {
    return view.screen.watched().rendered >= rendered + kSomePictures;
  });

  report.bob = view.screen.watched();
  report.encrypted = to_bob.sent(Kind::kVideo).passed;
  report.decrypted = to_bob.received(Kind::kVideo).passed;
  report.audio_encrypted = to_bob.sent(Kind::kAudio).passed;
  report.audio_decrypted = to_bob.received(Kind::kAudio).passed;
  claims.Flow(to_bob.opened(Kind::kVideo).without_key >= 5, "only ",
              to_bob.opened(Kind::kVideo).without_key, " frames had no key");
  claims.Hold(report.bob.unreadable == 0 && report.bob.psnr_min >= kLeastPsnr, "a picture had ",
              report.bob.psnr_min, " dB");
  claims.Flow(report.bob.longest_gap >= kLate / 2, "the picture did not even stop");
  claims.Flow(report.bob.longest_gap < kLate + kLongestGap + alice.camera().most_late(),
              "the picture froze for ", report.bob.longest_gap.count(), " ms");
  ReadTap(tap, {&to_bob}, report);
  claims.Hold(report.originals_found == 0, "the operator has ", report.originals_found,
              " pieces of plaintext");
  return report;
}

CallReport RunLossyCall(const std::string& codec, Hook hook) {
  CallReport report;
  report.codec = codec + " loss";
  report.hook = hook;
  Claims claims(report);

  OperatorTap tap;
  tap.Disturb(kLostOneOf, kDoubledOneOf);
  Participant alice("Alice", 400, tap);
  Participant bob("Bob", 700, tap);
  Room room;
  const auto alice_keys = room.Join("Alice");
  const auto bob_keys = room.Join("Bob");
  SealedStream to_bob(hook, alice_keys, bob_keys);
  Stream view(alice, bob, to_bob);
  ConnectionSettings settings;
  settings.video_codec = codec;
  settings.require_frame_encryption = hook == Hook::kEncryptor;
  Connection connection(view, nullptr, settings);
  WaitFor("pictures", [&] { return view.screen.watched().rendered >= 3 * kSomePictures; });

  report.bob = view.screen.watched();
  const Heard heard = view.ear.heard();
  report.encrypted = to_bob.sent(Kind::kVideo).passed;
  report.decrypted = to_bob.received(Kind::kVideo).passed;
  report.audio_encrypted = to_bob.sent(Kind::kAudio).passed;
  report.audio_decrypted = to_bob.received(Kind::kAudio).passed;
  const int filmed = report.bob.last_number - report.bob.first_number + 1;
  claims.Flow(static_cast<double>(report.bob.rendered) >= kLeastShown * filmed, "Bob was shown ",
              report.bob.rendered, " of ", filmed, " pictures");
  claims.Hold(report.bob.unreadable == 0 && report.bob.psnr_min >= kLeastPsnr, "a picture had ",
              report.bob.psnr_min, " dB");
  claims.Flow(report.bob.longest_gap < kLongestGap + alice.camera().most_late(),
              "the picture froze for ", report.bob.longest_gap.count(), " ms");
  claims.Hold(report.audio_decrypted < report.audio_encrypted, "no sound was lost");
  uint64_t replayed = 0;
  for (const Kind kind : kKinds) {
    const auto opened = to_bob.opened(kind);
    replayed += opened.replayed;
    claims.Hold(opened.refused == 0, opened.refused, " frames were refused");
  }
  claims.Hold(replayed > 0, "no doubled packet came as far as FrameSeal");
  claims.Flow(Ratio(heard.tone, heard.blocks) >= kLeastShown, "Bob heard the tone in ", heard.tone,
              " of ", heard.blocks, " blocks");
  ReadTap(tap, {&to_bob}, report);
  claims.Hold(report.originals_found == 0, "the operator has ", report.originals_found,
              " pieces of plaintext");
  return report;
}

CallReport RunSimulcast(const std::string& codec, Hook hook) {
  CallReport report;
  report.codec = codec + " two";
  report.hook = hook;
  Claims claims(report);

  OperatorTap tap;
  Participant alice("Alice", 400, tap);
  Participant bob("Bob", 700, tap);
  Room room;
  const auto alice_keys = room.Join("Alice");
  const auto bob_keys = room.Join("Bob");
  SealedStream to_bob(hook, alice_keys, bob_keys);
  Stream view(alice, bob, to_bob);
  ConnectionSettings settings;
  settings.video_codec = codec;
  settings.require_frame_encryption = hook == Hook::kEncryptor;
  settings.simulcast = true;
  Connection connection(view, nullptr, settings);
  const Testimony& sent = to_bob.sent(Kind::kVideo);
  WaitFor("pictures in two sizes", [&] {
    const auto by_ssrc = sent.passed_by_ssrc();
    return by_ssrc.size() == 2 && std::all_of(by_ssrc.begin(), by_ssrc.end(), [](const auto& one) {
             return one.second >= kSomePictures;
           });
  });

  report.encrypted = sent.passed;
  report.audio_encrypted = to_bob.sent(Kind::kAudio).passed;
  report.audio_decrypted = to_bob.received(Kind::kAudio).passed;
  claims.Hold(to_bob.sealed(Kind::kVideo).refused == 0, "FrameSeal refused frames");
  ReadTap(tap, {&to_bob}, report);
  claims.Flow(Ratio(report.sealed_found, report.sealed) >= kLeastSeen, "the tap saw only ",
              report.sealed_found, " of ", report.sealed, " pieces of sealed frames");
  claims.Hold(report.originals_found == 0, "the operator has ", report.originals_found,
              " pieces of plaintext");
  return report;
}

namespace {

// Gives frames back as they came.
class PassThrough : public webrtc::FrameTransformerInterface {
 public:
  void Transform(std::unique_ptr<webrtc::TransformableFrameInterface> frame) override {
    const rtc::scoped_refptr<webrtc::TransformedFrameCallback> callback = callback_;
    if (callback) callback->OnTransformedFrame(std::move(frame));
  }
  void RegisterTransformedFrameCallback(
      rtc::scoped_refptr<webrtc::TransformedFrameCallback> callback) override {
    callback_ = std::move(callback);
  }
  void RegisterTransformedFrameSinkCallback(
      rtc::scoped_refptr<webrtc::TransformedFrameCallback> callback,
      uint32_t) override {
    callback_ = std::move(callback);
  }

 private:
  // Set before the first frame, and never again.
  rtc::scoped_refptr<webrtc::TransformedFrameCallback> callback_;
};

// Witnesses what is sent, and has no part in it.
class Unguarded : public MediaGuard {
 public:
  void GuardSender(webrtc::RtpSenderInterface& sender) override {
    Testimony& sent =
        sender.media_type() == cricket::MEDIA_TYPE_AUDIO ? sound : picture;
    sent.SetCodec(sender.media_type() == cricket::MEDIA_TYPE_AUDIO ? "opus" : "VP8");
    sender.SetEncoderToPacketizerFrameTransformer(
        WitnessedTransformer(rtc::make_ref_counted<PassThrough>(), sent));
  }
  void OnNegotiated(webrtc::RtpSenderInterface&) override {}
  void GuardReceiver(webrtc::RtpReceiverInterface&) override {}

  Testimony sound;
  Testimony picture;
};

}  // namespace

ControlReport RunControl(bool require_frame_encryption) {
  OperatorTap tap;
  Participant alice("Alice", 400, tap);
  Participant bob("Bob", 700, tap);
  Unguarded guard;
  Stream view(alice, bob, guard);
  {
    ConnectionSettings settings;
    settings.video_codec = "VP8";
    settings.require_frame_encryption = require_frame_encryption;
    Connection connection(view, nullptr, settings);
    WaitFor("frames to witness", [&] { return guard.picture.passed >= kSomePictures; });
  }
  ControlReport report;
  report.picture_pieces = guard.picture.originals.size();
  report.picture_found = tap.CountFound(guard.picture.originals);
  report.sound_pieces = guard.sound.originals.size();
  report.sound_found = tap.CountFound(guard.sound.originals);
  return report;
}

}  // namespace native_call
