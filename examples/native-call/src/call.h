// The call that is tried with each codec, and what came of it.

#ifndef NATIVE_CALL_CALL_H_
#define NATIVE_CALL_CALL_H_

#include <cstdint>
#include <string>
#include <vector>

#include "sealed_stream.h"
#include "test_picture.h"

namespace native_call {

// What one call showed.
struct CallReport {
  std::string codec;
  Hook hook = Hook::kEncryptor;

  // What Alice, Bob and Carol read to each other; empty where Carol is not in the call.
  std::string call_code;

  // From Alice to Bob.
  uint64_t encrypted = 0;
  uint64_t decrypted = 0;
  Watched bob;
  uint64_t audio_encrypted = 0;
  uint64_t audio_decrypted = 0;
  // Seconds in which Bob heard Alice's tone.
  double heard_seconds = 0;

  // Pictures that the member who left was shown before and after the rotation.
  uint64_t carol_before = 0;
  uint64_t carol_after = 0;
  // Pictures that the receiver with wrong keys was shown, and frames that it had to refuse.
  uint64_t mallory = 0;
  uint64_t mallory_refused = 0;

  // Pieces of frames that the operator's recording has, of all there were.
  size_t originals = 0;
  size_t originals_found = 0;
  size_t sealed = 0;
  size_t sealed_found = 0;

  // What did not hold; empty when all did.
  std::vector<std::string> failures;
  // What did not flow as it should: a machine that stalls spoils it, too.
  std::vector<std::string> hitches;
};

// Alice calls Bob, both with picture and sound. Mallory, who has made up keys, receives too. Carol
// joins, so that every sender's key ratchets; Carol is removed, so that every sender gets a new one,
// and goes on receiving.
CallReport RunCall(const std::string& codec, Hook hook);

// Alice's video codec changes from one to another in mid-call.
CallReport RunCodecChange(const std::string& from, const std::string& to, Hook hook);

// Bob is without his keys for a while in mid-call, and asks for a key frame when he has them back.
CallReport RunLateKey(const std::string& codec, Hook hook);

// The network loses packets, and sends others twice.
CallReport RunLossyCall(const std::string& codec, Hook hook);

// Alice sends her picture in two sizes at once, with an SSRC each, as to an SFU. There is none here to
// choose one for Bob.
CallReport RunSimulcast(const std::string& codec, Hook hook);

// What the operator can read of a call that FrameSeal has no part in.
struct ControlReport {
  size_t picture_pieces = 0;
  size_t picture_found = 0;
  size_t sound_pieces = 0;
  size_t sound_found = 0;
};

// A call whose frames are only witnessed. Nothing is attached where libwebrtc wants a FrameEncryptor
// when `require_frame_encryption` is set.
ControlReport RunControl(bool require_frame_encryption);

}  // namespace native_call

#endif  // NATIVE_CALL_CALL_H_
