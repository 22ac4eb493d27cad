// What frameseal_webrtc.h promises, checked without a network: sizes, failures that leave a frame as
// it was, statuses, key changes from other threads, no allocation for a frame, reference counts.

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <malloc.h>

#include "keys.h"

// Counts what the thread allocates, in C++ and inside FrameSeal.
namespace {
thread_local uint64_t allocations = 0;
}
extern "C" {
void* __libc_malloc(size_t size);
void* __libc_calloc(size_t count, size_t size);
void* __libc_realloc(void* old, size_t size);
void* __libc_memalign(size_t alignment, size_t size);
void* malloc(size_t size) {
  ++allocations;
  return __libc_malloc(size);
}
void* calloc(size_t count, size_t size) {
  ++allocations;
  return __libc_calloc(count, size);
}
void* realloc(void* old, size_t size) {
  ++allocations;
  return __libc_realloc(old, size);
}
int posix_memalign(void** out, size_t alignment, size_t size) {
  ++allocations;
  *out = __libc_memalign(alignment, size);
  return *out == nullptr ? 12 : 0;
}
void* aligned_alloc(size_t alignment, size_t size) {
  ++allocations;
  return __libc_memalign(alignment, size);
}
}

namespace {

using native_call::Check;
using Status = webrtc::FrameDecryptorInterface::Status;
using Bytes = std::vector<uint8_t>;
namespace fs = frameseal::webrtc;

constexpr auto kVideo = cricket::MEDIA_TYPE_VIDEO;
constexpr uint32_t kSsrc = 0x1234;

std::atomic<int> checks{0};

void Expect(bool holds, const std::string& what) {
  ++checks;
  if (!holds) throw std::runtime_error("does not hold: " + what);
}

constexpr std::array<uint8_t, 32> kBaseKey{1, 2, 3};
constexpr std::array<uint8_t, 32> kOtherKey{3, 2, 1};

fs::SharedEncryptor Encryptor(uint64_t kid,
                              frameseal_suite suite = FRAMESEAL_SUITE_AES_128_GCM_SHA256_128,
                              const std::array<uint8_t, 32>& key = kBaseKey) {
  frameseal_encryptor encryptor{};
  Check(frameseal_encryptor_new(suite, kid, key.data(), key.size(), nullptr, &encryptor),
        "an encryptor");
  return fs::Share(encryptor);
}

fs::SharedDecryptor Decryptor() {
  frameseal_decryptor decryptor{};
  Check(frameseal_decryptor_new(nullptr, &decryptor), "a decryptor");
  return fs::Share(decryptor);
}

void AddKey(const fs::SharedDecryptor& decryptor,
            uint64_t kid,
            frameseal_suite suite = FRAMESEAL_SUITE_AES_128_GCM_SHA256_128,
            const std::array<uint8_t, 32>& key = kBaseKey) {
  Check(frameseal_decryptor_add_key(*decryptor, suite, kid, key.data(), key.size()), "a key");
}

// A frame of `codec` with `size` bytes, the rest of them `fill`.
Bytes Frame(frameseal_codec codec, size_t size, uint8_t fill) {
  Bytes start;
  switch (codec) {
    case FRAMESEAL_CODEC_VP8:
      start = {0x10, 0x02, 0x00, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xf0, 0x00};
      break;
    case FRAMESEAL_CODEC_VP9:
      start = {0x86, 0x00};
      break;
    case FRAMESEAL_CODEC_H264:
      start = {0, 0, 0, 1, 0x67, 0x42, 0xc0, 0x1f, 0, 0, 0, 1, 0x68, 0xce, 0x3c, 0x80,
               0, 0, 0, 1, 0x65, 0xb8, 0x40, 0x55};
      break;
    case FRAMESEAL_CODEC_AV1: {
      const auto payload = static_cast<uint8_t>(size % 100 + 2);
      start = {0x12, 0x00, 0x32, payload};
      start.resize(start.size() + payload, fill);
      return start;
    }
    default:
      start = {0x78};
  }
  start.resize(std::max(size, start.size()), fill);
  return start;
}

constexpr std::array kCodecs{FRAMESEAL_CODEC_OPUS, FRAMESEAL_CODEC_VP8, FRAMESEAL_CODEC_VP9,
                             FRAMESEAL_CODEC_H264, FRAMESEAL_CODEC_AV1};

// Encrypts as libwebrtc does. Gives what Encrypt returned.
int Encrypt(fs::FrameEncryptor& encryptor, uint32_t ssrc, const Bytes& frame, Bytes& sealed) {
  sealed.resize(encryptor.GetMaxCiphertextByteSize(kVideo, frame.size()));
  size_t written = 0;
  const int result = encryptor.Encrypt(kVideo, ssrc, nullptr, frame, sealed, &written);
  sealed.resize(written);
  return result;
}

Bytes Sealed(fs::FrameEncryptor& encryptor, uint32_t ssrc, const Bytes& frame) {
  Bytes sealed;
  Expect(Encrypt(encryptor, ssrc, frame, sealed) == 0, "a frame is sealed");
  return sealed;
}

// Decrypts as libwebrtc does video: where the frame lies.
Status DecryptInPlace(fs::FrameDecryptor& decryptor, Bytes& frame) {
  const size_t most = decryptor.GetMaxPlaintextByteSize(kVideo, frame.size());
  Expect(most <= frame.size(), "plaintext is not longer than ciphertext");
  const auto result =
      decryptor.Decrypt(kVideo, {}, nullptr, frame, {frame.data(), most});
  Expect(result.bytes_written <= most, "what is written fits");
  if (result.IsOk()) frame.resize(result.bytes_written);
  return result.status;
}

// Decrypts as libwebrtc does audio: into another buffer.
Status DecryptApart(fs::FrameDecryptor& decryptor, const Bytes& frame, Bytes& out) {
  out.resize(decryptor.GetMaxPlaintextByteSize(cricket::MEDIA_TYPE_AUDIO, frame.size()));
  const auto result =
      decryptor.Decrypt(cricket::MEDIA_TYPE_AUDIO, {7}, nullptr, frame, out);
  out.resize(result.bytes_written);
  return result.status;
}

void RoundTrips() {
  const auto decryptor = Decryptor();
  AddKey(decryptor, 7);
  const auto opener = fs::FrameDecryptor::Create(decryptor);
  const auto encryptor = Encryptor(7);
  uint64_t sealed_frames = 0;
  for (const uint16_t pad_to : {0, 64, 1000}) {
    const auto sealer = fs::FrameEncryptor::Create(pad_to);
    sealer->SetEncryptor(encryptor);
    for (const frameseal_codec codec : kCodecs) {
      Expect(sealer->SetCodec(kSsrc, codec), "an SSRC fits");
      // Zeros are what escaping makes longest.
      for (const uint8_t fill : {0x00, 0x03, 0xff}) {
        for (const size_t size : {size_t{1}, size_t{60}, size_t{1500}, size_t{70'000}}) {
          const Bytes frame = Frame(codec, size, fill);
          Bytes sealed = Sealed(*sealer, kSsrc, frame);
          ++sealed_frames;
          if (sealed_frames % 2 == 0) {
            Expect(DecryptInPlace(*opener, sealed) == Status::kOk && sealed == frame,
                   "a frame comes back where it lay");
          } else {
            Bytes opened;
            Expect(DecryptApart(*opener, sealed, opened) == Status::kOk && opened == frame,
                   "a frame comes back in another buffer");
          }
        }
      }
    }
  }
  Expect(opener->opened_counts().opened == sealed_frames && sealed_frames == 180,
         "every frame was counted");
}

void Codecs() {
  const auto sealer = fs::FrameEncryptor::Create();
  const Bytes vp8 = Frame(FRAMESEAL_CODEC_VP8, 100, 9);
  Bytes sealed;
  Expect(sealer->SetCodec(1, FRAMESEAL_CODEC_VP8), "an SSRC fits");
  Expect(Encrypt(*sealer, 1, vp8, sealed) == fs::Sealer::kNoKey && sealed.empty(),
         "nothing is sent without a key");
  sealer->SetEncryptor(Encryptor(1));
  Expect(Encrypt(*sealer, 2, vp8, sealed) == fs::Sealer::kNoCodec && sealed.empty(),
         "nothing is sent without a codec");
  Sealed(*sealer, 1, vp8);
  Expect(sealer->SetCodec(2, FRAMESEAL_CODEC_H264), "another SSRC fits");
  Expect(Encrypt(*sealer, 2, vp8, sealed) == FRAMESEAL_RESULT_NOT_ANNEX_B && sealed.empty(),
         "a frame of another codec is refused");
  Expect(sealer->SetCodec(2, FRAMESEAL_CODEC_VP8), "a codec changes");
  Sealed(*sealer, 2, vp8);
  sealer->ForgetCodec(1);
  Expect(Encrypt(*sealer, 1, vp8, sealed) == fs::Sealer::kNoCodec, "a codec is forgotten");
  Sealed(*sealer, 2, vp8);
  const fs::SealedCounts counts = sealer->sealed_counts();
  Expect(counts.sealed == 3 && counts.without_codec == 2 && counts.without_key == 1 &&
             counts.refused == 1 && counts.last_refusal == FRAMESEAL_RESULT_NOT_ANNEX_B,
         "all of it is counted");
  sealer->SetEncryptor(nullptr);
  Expect(Encrypt(*sealer, 2, vp8, sealed) == fs::Sealer::kNoKey, "null stops sending");
  for (uint32_t ssrc = 10; ssrc < 10 + fs::Sealer::kMaxSsrcs - 1; ++ssrc)
    Expect(sealer->SetCodec(ssrc, FRAMESEAL_CODEC_VP8), "kMaxSsrcs SSRCs fit");
  Expect(!sealer->SetCodec(100, FRAMESEAL_CODEC_VP8), "one more does not");
}

void Negotiation() {
  const auto sealer = fs::FrameEncryptor::Create();
  sealer->SetEncryptor(Encryptor(2));
  webrtc::RtpParameters parameters;
  Expect(!sealer->SetCodecs(parameters), "nothing was negotiated");
  parameters.codecs.resize(1);
  parameters.encodings.resize(2);
  Expect(!sealer->SetCodecs(parameters), "a codec without a name");
  parameters.codecs[0].name = "VP8";
  Expect(!sealer->SetCodecs(parameters), "encodings without an SSRC");
  parameters.encodings[0].ssrc = 5;
  parameters.encodings[1].ssrc = 6;
  Expect(sealer->SetCodecs(parameters), "VP8 was negotiated");
  const Bytes vp8 = Frame(FRAMESEAL_CODEC_VP8, 100, 9);
  Sealed(*sealer, 5, vp8);
  Sealed(*sealer, 6, vp8);
  Bytes sealed;
  parameters.codecs[0].name = "red";
  Expect(!sealer->SetCodecs(parameters), "RED is not sealed");
  Expect(Encrypt(*sealer, 5, vp8, sealed) == fs::Sealer::kNoCodec, "nor what had a codec before");
}

void Failures() {
  const auto sealer = fs::FrameEncryptor::Create();
  sealer->SetEncryptor(Encryptor(3));
  const auto decryptor = Decryptor();
  const auto opener = fs::FrameDecryptor::Create();
  for (const frameseal_codec codec : kCodecs) {
    sealer->SetCodec(kSsrc, codec);
    const Bytes frame = Frame(codec, 500, 0);
    const Bytes sealed = Sealed(*sealer, kSsrc, frame);
    Bytes copy = sealed;
    // Before the key, the frame stays as it is, and can be tried again: libwebrtc does.
    if (codec == kCodecs[0]) {
      Expect(DecryptInPlace(*opener, copy) == Status::kFailedToDecrypt && copy == sealed,
             "without a decryptor nothing happens");
      opener->SetDecryptor(decryptor);
      Expect(DecryptInPlace(*opener, copy) == Status::kFailedToDecrypt && copy == sealed,
             "without a key nothing happens");
      Expect(opener->opened_counts().without_key == 2, "missing keys are counted");
      AddKey(decryptor, 3);
    }
    copy[copy.size() / 2] ^= 1;
    const Bytes damaged = copy;
    Expect(DecryptInPlace(*opener, copy) == Status::kFailedToDecrypt && copy == damaged,
           "a damaged frame is refused and stays as it is");
    copy = sealed;
    Expect(DecryptInPlace(*opener, copy) == Status::kOk && copy == frame, "then the genuine one");
    copy = sealed;
    Expect(DecryptInPlace(*opener, copy) == Status::kRecoverable && copy == sealed,
           "a replay is recoverable");
    Bytes out;
    Expect(DecryptApart(*opener, frame, out) == Status::kFailedToDecrypt && out.empty(),
           "a frame that was not sealed is refused");
  }
  const fs::OpenedCounts counts = opener->opened_counts();
  Expect(counts.opened == kCodecs.size() && counts.replayed == kCodecs.size() &&
             counts.refused + counts.without_key == 2 + 2 * kCodecs.size(),
         "all of it is counted");

  const auto wrong = Decryptor();
  AddKey(wrong, 3, FRAMESEAL_SUITE_AES_128_GCM_SHA256_128, kOtherKey);
  const auto stranger = fs::FrameDecryptor::Create(wrong);
  sealer->SetCodec(kSsrc, FRAMESEAL_CODEC_VP8);
  Bytes sealed = Sealed(*sealer, kSsrc, Frame(FRAMESEAL_CODEC_VP8, 500, 0));
  Expect(DecryptInPlace(*stranger, sealed) == Status::kFailedToDecrypt, "a wrong key opens nothing");
}

// The key changes between GetMaxCiphertextByteSize and Encrypt, to one whose frames are longer.
void LongerKey() {
  const auto sealer = fs::FrameEncryptor::Create();
  for (const frameseal_codec codec : kCodecs) {
    sealer->SetCodec(kSsrc, codec);
    const Bytes frame = Frame(codec, 3000, 0);
    sealer->SetEncryptor(Encryptor(4, FRAMESEAL_SUITE_AES_128_CTR_HMAC_SHA256_32));
    Bytes sealed(sealer->GetMaxCiphertextByteSize(kVideo, frame.size()));
    sealer->SetEncryptor(
        Encryptor(0xffff'ffff'ffff'ff00 + codec, FRAMESEAL_SUITE_AES_256_GCM_SHA512_128));
    size_t written = 0;
    Expect(sealer->Encrypt(kVideo, kSsrc, nullptr, frame, sealed, &written) == 0,
           "the buffer is large enough for the next key");
  }
}

void Allocations() {
  const auto sealer = fs::FrameEncryptor::Create();
  sealer->SetEncryptor(Encryptor(5));
  const auto decryptor = Decryptor();
  AddKey(decryptor, 5);
  const auto opener = fs::FrameDecryptor::Create(decryptor);
  for (const frameseal_codec codec : kCodecs) {
    sealer->SetCodec(kSsrc, codec);
    const Bytes frame = Frame(codec, 5000, 0);
    Bytes buffer(2 * frame.size() + 2000);
    const std::vector<uint32_t> no_csrcs;
    uint64_t before = 0;
    for (int n = 0; n < 100; ++n) {
      // The first frames set up what is kept for each thread.
      if (n == 10) before = allocations;
      const size_t most = sealer->GetMaxCiphertextByteSize(kVideo, frame.size());
      size_t written = 0;
      if (sealer->Encrypt(kVideo, kSsrc, nullptr, frame, {buffer.data(), most}, &written) != 0)
        throw std::runtime_error("a frame is not sealed");
      const auto result = opener->Decrypt(kVideo, no_csrcs, nullptr, {buffer.data(), written},
                                          {buffer.data(), written});
      if (!result.IsOk()) throw std::runtime_error("a frame is not opened");
    }
    const uint64_t of_frames = allocations - before;
    Expect(of_frames == 0, "frames of codec " + std::to_string(codec) + " allocate nothing, but " +
                               std::to_string(of_frames) + " times in 90");
  }
  const uint64_t before = allocations;
  const Bytes some(100);
  const uint64_t counted = allocations - before;
  Expect(counted == 1 && some.size() == 100, "allocations are counted");
}

// Threads seal while another changes key and codec.
void KeyChanges() {
  constexpr int kThreads = 2;
  constexpr int kFrames = 3000;
  constexpr uint64_t kKids = 64;
  const auto sealer = fs::FrameEncryptor::Create();
  const auto decryptor = Decryptor();
  std::vector<fs::SharedEncryptor> encryptors;
  for (uint64_t kid = 100; kid < 100 + kKids; ++kid) {
    encryptors.push_back(Encryptor(kid));
    AddKey(decryptor, kid);
  }
  sealer->SetEncryptor(encryptors[0]);
  sealer->SetCodec(kSsrc, FRAMESEAL_CODEC_VP8);
  const auto opener = fs::FrameDecryptor::Create(decryptor);
  const Bytes frame = Frame(FRAMESEAL_CODEC_VP8, 700, 1);
  std::atomic<int> sealed_frames{0};
  std::atomic<bool> is_over{false};
  std::vector<std::thread> threads;
  for (int n = 0; n < kThreads; ++n) {
    threads.emplace_back([&] {
      Bytes sealed;
      for (int i = 0; i < kFrames; ++i) {
        if (Encrypt(*sealer, kSsrc, frame, sealed) == 0 &&
            DecryptInPlace(*opener, sealed) == Status::kOk && sealed == frame)
          ++sealed_frames;
      }
    });
  }
  std::thread changes([&] {
    for (size_t n = 0; !is_over; ++n) {
      sealer->SetEncryptor(encryptors[n % kKids]);
      sealer->SetCodec(n % 8 == 0 ? kSsrc + 1 : kSsrc, FRAMESEAL_CODEC_VP8);
    }
  });
  for (std::thread& thread : threads) thread.join();
  is_over = true;
  changes.join();
  Expect(sealed_frames == kThreads * kFrames, "every frame is sealed and opened under some key");
  Expect(opener->opened_counts().replayed == 0, "no counter is used twice");
}

// A handle lives as long as somebody has it.
void Handles() {
  auto shared = Encryptor(6);
  const frameseal_encryptor handle = *shared;
  const auto sealer = fs::FrameEncryptor::Create();
  sealer->SetEncryptor(std::move(shared));
  frameseal_encryptor_info info{};
  Expect(frameseal_encryptor_get_info(handle, &info) == FRAMESEAL_RESULT_OK, "the adapter has it");
  sealer->SetEncryptor(nullptr);
  Expect(frameseal_encryptor_get_info(handle, &info) == FRAMESEAL_RESULT_STALE_HANDLE,
         "nobody has it");
  Expect(!fs::Share(frameseal_encryptor{}) && !fs::Share(frameseal_decryptor{}),
         "zero is no handle");
}

// References as Android's Java classes use them.
void NativeReferences() {
  auto decryptor = Decryptor();
  const std::weak_ptr<const frameseal_decryptor> alive = decryptor;
  intptr_t native = 0;
  {
    const auto opener = fs::FrameDecryptor::Create(std::move(decryptor));
    native = fs::ToNative(opener);
    Expect(fs::DecryptorFromNative(native) == opener, "a number is an adapter");
  }
  Expect(!alive.expired(), "the number holds a reference");
  // What RtpReceiver.setFrameDecryptor does in C++.
  rtc::scoped_refptr<webrtc::FrameDecryptorInterface> receiver(
      reinterpret_cast<webrtc::FrameDecryptorInterface*>(native));
  fs::ReleaseNativeDecryptor(native);
  Expect(!alive.expired(), "the receiver holds another");
  receiver = nullptr;
  Expect(alive.expired(), "the last reference frees all of it");

  const auto sealer = fs::FrameEncryptor::Create();
  const intptr_t number = fs::ToNative(sealer);
  Expect(fs::EncryptorFromNative(number) == sealer, "a number is an adapter");
  fs::ReleaseNativeEncryptor(number);
  fs::ReleaseNativeEncryptor(0);
  fs::ReleaseNativeDecryptor(0);
  Expect(fs::ToNative(fs::Ref<fs::FrameEncryptor>()) == 0, "null is zero");
}

}  // namespace

int main() {
  try {
    RoundTrips();
    Codecs();
    Negotiation();
    Failures();
    LongerKey();
    Allocations();
    KeyChanges();
    Handles();
    NativeReferences();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "adapters: %s\n", error.what());
    return EXIT_FAILURE;
  }
  std::printf("adapters: %d checks passed\n", checks.load());
  return EXIT_SUCCESS;
}
