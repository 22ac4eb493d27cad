#include "keys.h"

#include <algorithm>
#include <chrono>
#include <random>
#include <stdexcept>

namespace native_call {
namespace {

using namespace std::chrono_literals;
using frameseal::webrtc::Share;
using frameseal::webrtc::SharedDecryptor;
using frameseal::webrtc::SharedEncryptor;

// Sessions want to be asked ten times a second at least.
constexpr auto kBetweenRounds = 10ms;
constexpr auto kPatience = 10s;

constexpr size_t kMaxMembers = 8;

constexpr frameseal_suite kSuite = FRAMESEAL_SUITE_AES_128_GCM_SHA256_128;

template <size_t N>
std::array<uint8_t, N> RandomBytes() {
  std::random_device random;
  std::array<uint8_t, N> bytes;
  for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(random());
  return bytes;
}

const uint8_t* Utf8(const std::string& text) {
  return reinterpret_cast<const uint8_t*>(text.data());
}

frameseal_media_kind MediaKindOf(Kind kind) {
  return kind == Kind::kAudio ? FRAMESEAL_MEDIA_KIND_AUDIO : FRAMESEAL_MEDIA_KIND_VIDEO;
}

}  // namespace

void Check(frameseal_result result, const char* what) {
  if (result == FRAMESEAL_RESULT_OK) return;
  std::array<char, 512> message{};
  frameseal_last_error_message(message.data(), message.size());
  throw std::runtime_error(std::string(what) + ": " + message.data());
}

Member::Member(std::string name) : name_(std::move(name)) {
  frameseal_decryptor decryptor{};
  Check(frameseal_decryptor_new(nullptr, &decryptor), "a decryptor");
  decryptor_ = Share(decryptor);
}

Member::Member(std::string name, const std::string& call_id, uint64_t now_ms)
    : name_(std::move(name)) {
  // An application generates this once for a device and stores it.
  Check(frameseal_identity_generate(&identity_), "an identity");
  frameseal_session_config config{};
  config.call_id = Utf8(call_id);
  config.call_id_len = call_id.size();
  config.name = Utf8(name_);
  config.name_len = name_.size();
  Check(frameseal_session_join(&config, identity_, now_ms, &session_), "a session");
  frameseal_decryptor decryptor{};
  Check(frameseal_session_new_decryptor(session_, nullptr, &decryptor), "a session's decryptor");
  decryptor_ = Share(decryptor);
  TakeEncryptors();
}

Member::~Member() {
  frameseal_session_free(session_);
  frameseal_identity_free(identity_);
}

void Member::Drive(Kind kind, frameseal::webrtc::Sealer& sealer) {
  const std::lock_guard lock(mutex_);
  sealers_.emplace_back(kind, &sealer);
  sealer.SetEncryptor(encryptors_[static_cast<size_t>(kind)]);
}

void Member::StopDriving(frameseal::webrtc::Sealer& sealer) {
  const std::lock_guard lock(mutex_);
  std::erase_if(sealers_, [&sealer](const auto& driven) { return driven.second == &sealer; });
}

uint64_t Member::kid(Kind kind) const {
  const std::lock_guard lock(mutex_);
  const SharedEncryptor& encryptor = encryptors_[static_cast<size_t>(kind)];
  if (!encryptor) return 0;
  frameseal_encryptor_info info{};
  Check(frameseal_encryptor_get_info(*encryptor, &info), "a look at an encryptor");
  return info.kid;
}

std::string Member::call_code() const {
  std::array<uint8_t, 64> digits{};
  size_t len = 0;
  Check(frameseal_session_call_code(session_, FRAMESEAL_CODE_FORM_GROUPS, digits.data(),
                                    digits.size(), &len),
        "a call code");
  return std::string(digits.begin(), digits.begin() + static_cast<ptrdiff_t>(len));
}

frameseal_member_id Member::id() const {
  frameseal_member_id id{};
  Check(frameseal_session_own_id(session_, &id), "a member's id");
  return id;
}

size_t Member::others() const {
  std::array<frameseal_member, kMaxMembers> members{};
  size_t len = 0;
  Check(frameseal_session_members(session_, members.data(), members.size(), &len), "members");
  return static_cast<size_t>(
      std::count_if(members.begin(), members.begin() + static_cast<ptrdiff_t>(len),
                    [](const frameseal_member& member) { return member.is_present; }));
}

void Member::TakeEncryptors() {
  for (const Kind kind : kKinds) {
    frameseal_encryptor encryptor{};
    const auto result = frameseal_session_encryptor(session_, MediaKindOf(kind), &encryptor);
    // Who is not, or no longer, in the call sends nothing: Share(zero) is null.
    if (result != FRAMESEAL_RESULT_NOT_LET_IN && result != FRAMESEAL_RESULT_SESSION_ENDED)
      Check(result, "an encryptor");
    const SharedEncryptor shared = Share(encryptor);
    const std::lock_guard lock(mutex_);
    encryptors_[static_cast<size_t>(kind)] = shared;
    for (const auto& [driven, sealer] : sealers_) {
      if (driven == kind) sealer->SetEncryptor(shared);
    }
  }
}

Room::Room()
    : call_id_([] {
        const auto bytes = RandomBytes<16>();
        return std::string(bytes.begin(), bytes.end());
      }()),
      thread_([this] { Carry(); }) {}

Room::~Room() {
  {
    const std::lock_guard lock(mutex_);
    is_over_ = true;
  }
  thread_.join();
}

std::shared_ptr<Member> Room::Join(const std::string& name) {
  const std::shared_ptr<Member> member(new Member(name, call_id_, now_ms()));
  std::unique_lock lock(mutex_);
  members_.push_back(member);
  if (!carried_.wait_for(lock, kPatience, [this] { return HasSettled(); }))
    throw std::runtime_error("waited in vain for members to see each other");
  return member;
}

void Room::Remove(const Member& by, const std::shared_ptr<Member>& member) {
  const std::lock_guard lock(mutex_);
  Check(frameseal_session_remove(by.session_, member->id()), "a removal");
  std::erase(members_, member);
}

std::shared_ptr<Member> Room::Stranger(const std::string& name) {
  const std::shared_ptr<Member> stranger(new Member(name));
  const std::lock_guard lock(mutex_);
  strangers_.push_back(stranger);
  made_up_.clear();
  MakeUpKeys();
  return stranger;
}

void Room::Carry() {
  while (true) {
    {
      const std::lock_guard lock(mutex_);
      if (is_over_) return;
      while (CarryOnce()) {
      }
      MakeUpKeys();
    }
    carried_.notify_all();
    std::this_thread::sleep_for(kBetweenRounds);
  }
}

bool Room::CarryOnce() {
  bool did_anything = false;
  std::vector<uint8_t> message(FRAMESEAL_MAX_MESSAGE_LEN);
  for (const auto& member : members_) {
    Check(frameseal_session_advance(member->session_, now_ms()), "a session's work");
    size_t len = 0;
    frameseal_outgoing outgoing{};
    while (frameseal_session_poll_outgoing(member->session_, message.data(), message.size(), &len,
                                           &outgoing) == FRAMESEAL_RESULT_OK) {
      did_anything = true;
      // To everybody, as a channel may; sessions know what is for them. What they refuse is no
      // fault of theirs.
      for (const auto& other : members_) {
        if (other != member)
          frameseal_session_handle(other->session_, message.data(), len, now_ms());
      }
    }
    frameseal_call_event event{};
    while (frameseal_session_poll_event(member->session_, &event) == FRAMESEAL_RESULT_OK) {
      did_anything = true;
      if (event.kind == FRAMESEAL_CALL_EVENT_KIND_LET_IN ||
          event.kind == FRAMESEAL_CALL_EVENT_KIND_SEND_KEYS_CHANGED ||
          event.kind == FRAMESEAL_CALL_EVENT_KIND_ENDED)
        member->TakeEncryptors();
    }
  }
  return did_anything;
}

void Room::MakeUpKeys() {
  if (strangers_.empty()) return;
  for (const auto& member : members_) {
    for (const Kind kind : kKinds) {
      const uint64_t kid = member->kid(kind);
      if (kid == 0 || std::find(made_up_.begin(), made_up_.end(), kid) != made_up_.end()) continue;
      made_up_.push_back(kid);
      for (const auto& stranger : strangers_) {
        const auto key = RandomBytes<32>();
        Check(frameseal_decryptor_add_key(*stranger->decryptor_, kSuite, kid, key.data(),
                                          key.size()),
              "a made-up key");
      }
    }
  }
}

bool Room::HasSettled() const {
  return std::all_of(members_.begin(), members_.end(), [this](const auto& member) {
    return member->others() + 1 == members_.size() && member->kid(Kind::kVideo) != 0;
  });
}

uint64_t Room::now_ms() const {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

}  // namespace native_call
