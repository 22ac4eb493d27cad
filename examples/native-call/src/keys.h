// Who has which keys: FrameSeal's sessions, over a signalling channel inside the process.

#ifndef NATIVE_CALL_KEYS_H_
#define NATIVE_CALL_KEYS_H_

#include <array>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "frameseal_webrtc.h"

namespace native_call {

enum class Kind : size_t { kAudio = 0, kVideo = 1 };
inline constexpr std::array kKinds{Kind::kAudio, Kind::kVideo};

// Throws with FrameSeal's own words when `result` is a failure.
void Check(frameseal_result result, const char* what);

// The KID of built-in call keys, `number << 22 | tag << 6 | kind << 4 | step`
// (docs/key-management.md): a ratchet adds to the step, a rotation to the number.
inline uint64_t StepOf(uint64_t kid) { return kid & 15; }
inline uint64_t NumberOf(uint64_t kid) { return kid >> 22; }

// A device in a call, as far as keys go.
class Member {
 public:
  ~Member();
  Member(const Member&) = delete;
  Member& operator=(const Member&) = delete;

  const std::string& name() const { return name_; }
  const frameseal::webrtc::SharedDecryptor& decryptor() const { return decryptor_; }

  // Gives `sealer` the encryptor for a kind of media, now and whenever it changes.
  void Drive(Kind kind, frameseal::webrtc::Sealer& sealer);
  void StopDriving(frameseal::webrtc::Sealer& sealer);

  // The KID that frames of a kind carry; 0 while nothing may be sent.
  uint64_t kid(Kind kind) const;

  // What people read to each other, in groups of digits.
  std::string call_code() const;

 private:
  friend class Room;
  // Without a session, for somebody who is not in the call.
  explicit Member(std::string name);
  // Joins a call.
  Member(std::string name, const std::string& call_id, uint64_t now_ms);

  frameseal_member_id id() const;
  // How many others are there, for this member.
  size_t others() const;
  // Asks the session for its encryptors, and gives them to whoever is driven.
  void TakeEncryptors();

  const std::string name_;
  frameseal_identity identity_{};
  frameseal_session session_{};
  frameseal::webrtc::SharedDecryptor decryptor_;
  mutable std::mutex mutex_;
  std::array<frameseal::webrtc::SharedEncryptor, kKinds.size()> encryptors_;
  std::vector<std::pair<Kind, frameseal::webrtc::Sealer*>> sealers_;
};

// The signalling channel of one call. It carries what sessions say to each other, in a thread of its
// own, as an application's does; it belongs to the operator and is not trusted.
class Room {
 public:
  Room();
  ~Room();

  // Joins, and waits until all see each other and have keys.
  std::shared_ptr<Member> Join(const std::string& name);
  // Lets `by` remove `member` from the call. Fresh keys follow shortly. The removed device does not
  // hear of it: an honest one would wipe its keys, and this one is to keep what it has.
  void Remove(const Member& by, const std::shared_ptr<Member>& member);
  // Somebody who makes up a key for every KID that is used.
  std::shared_ptr<Member> Stranger(const std::string& name);

 private:
  void Carry();
  // Moves messages and events of everybody. True when there were any.
  bool CarryOnce();
  void MakeUpKeys();
  bool HasSettled() const;
  uint64_t now_ms() const;

  const std::string call_id_;
  // Of everything below, and of one round of carrying.
  std::mutex mutex_;
  std::condition_variable carried_;
  std::vector<std::shared_ptr<Member>> members_;
  std::vector<std::shared_ptr<Member>> strangers_;
  std::vector<uint64_t> made_up_;
  bool is_over_ = false;
  std::thread thread_;
};

}  // namespace native_call

#endif  // NATIVE_CALL_KEYS_H_
