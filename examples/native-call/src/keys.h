// Who has which keys.

#ifndef NATIVE_CALL_KEYS_H_
#define NATIVE_CALL_KEYS_H_

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "frameseal_webrtc.h"

namespace native_call {

enum class Kind : size_t { kAudio = 0, kVideo = 1 };
inline constexpr std::array kKinds{Kind::kAudio, Kind::kVideo};

// Throws with FrameSeal's own words when `result` is a failure.
void Check(frameseal_result result, const char* what);

// A device in a call, as far as keys go.
class Member {
 public:
  explicit Member(std::string name);

  const std::string& name() const { return name_; }
  const frameseal::webrtc::SharedDecryptor& decryptor() const { return decryptor_; }

  // Gives `sealer` the encryptor for a kind of media, now and whenever it changes.
  void Drive(Kind kind, frameseal::webrtc::Sealer& sealer);
  void StopDriving(frameseal::webrtc::Sealer& sealer);

  // The KID that frames of a kind carry.
  uint64_t kid(Kind kind) const;

 private:
  friend class Room;
  void Use(Kind kind, frameseal::webrtc::SharedEncryptor encryptor);

  const std::string name_;
  const frameseal::webrtc::SharedDecryptor decryptor_;
  mutable std::mutex mutex_;
  std::array<frameseal::webrtc::SharedEncryptor, kKinds.size()> encryptors_;
  std::vector<std::pair<Kind, frameseal::webrtc::Sealer*>> sealers_;
};

// A call with raw sender keys, which everybody is handed: what an application does that has a key
// agreement of its own.
class Room {
 public:
  Room();
  ~Room();

  // Everybody who is there ratchets, so that the new member cannot read what was sent before.
  std::shared_ptr<Member> Join(const std::string& name);
  // Everybody who stays begins a new generation, which `member` does not get.
  void Remove(const std::shared_ptr<Member>& member);
  // Somebody who has made up keys for the KIDs of the members.
  std::shared_ptr<Member> Stranger(const std::string& name) const;

 private:
  struct SenderKeys;
  struct Place;
  std::vector<Place> places_;
  uint64_t next_generation_ = 1;
};

}  // namespace native_call

#endif  // NATIVE_CALL_KEYS_H_
