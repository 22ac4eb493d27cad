#include "keys.h"

#include <algorithm>
#include <random>
#include <stdexcept>

namespace native_call {
namespace {

using frameseal::webrtc::Share;
using frameseal::webrtc::SharedDecryptor;
using frameseal::webrtc::SharedEncryptor;

constexpr frameseal_suite kSuite = FRAMESEAL_SUITE_AES_128_GCM_SHA256_128;
constexpr uint8_t kRatchetBits = 8;

SharedDecryptor NewDecryptor() {
  frameseal_decryptor_config config{};
  config.layout = FRAMESEAL_LAYOUT_SENDER_KEYS;
  config.layout_bits = kRatchetBits;
  frameseal_decryptor decryptor{};
  Check(frameseal_decryptor_new(&config, &decryptor), "a decryptor");
  return Share(decryptor);
}

frameseal_sender_key NewSenderKey(uint64_t generation, uint64_t step) {
  std::random_device random;
  std::array<uint8_t, 32> base_key;
  for (uint8_t& byte : base_key) byte = static_cast<uint8_t>(random());
  frameseal_sender_key key{};
  Check(frameseal_sender_key_new(kSuite, kRatchetBits, generation, step, base_key.data(),
                                 base_key.size(), &key),
        "a sender key");
  return key;
}

SharedEncryptor EncryptorFor(frameseal_sender_key key) {
  frameseal_encryptor encryptor{};
  Check(frameseal_encryptor_for_sender(key, nullptr, &encryptor), "an encryptor");
  return Share(encryptor);
}

}  // namespace

void Check(frameseal_result result, const char* what) {
  if (result == FRAMESEAL_RESULT_OK) return;
  std::array<char, 512> message{};
  frameseal_last_error_message(message.data(), message.size());
  throw std::runtime_error(std::string(what) + ": " + message.data());
}

Member::Member(std::string name) : name_(std::move(name)), decryptor_(NewDecryptor()) {}

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
  frameseal_encryptor_info info{};
  Check(frameseal_encryptor_get_info(*encryptors_[static_cast<size_t>(kind)], &info),
        "a look at an encryptor");
  return info.kid;
}

void Member::Use(Kind kind, SharedEncryptor encryptor) {
  const std::lock_guard lock(mutex_);
  encryptors_[static_cast<size_t>(kind)] = encryptor;
  for (const auto& [driven, sealer] : sealers_) {
    if (driven == kind) sealer->SetEncryptor(encryptor);
  }
}

// A place in the call: a member, and its keys for both kinds of media.
struct Room::Place {
  std::shared_ptr<Member> member;
  std::array<frameseal_sender_key, kKinds.size()> keys;
};

Room::Room() = default;

Room::~Room() {
  for (const Place& place : places_)
    for (const frameseal_sender_key key : place.keys) frameseal_sender_key_free(key);
}

std::shared_ptr<Member> Room::Join(const std::string& name) {
  Place arrived{std::make_shared<Member>(name), {}};
  for (const Kind kind : kKinds) {
    const auto n = static_cast<size_t>(kind);
    arrived.keys[n] = NewSenderKey(next_generation_++, 0);
    for (Place& place : places_) {
      Check(frameseal_sender_key_ratchet(place.keys[n]), "a ratchet");
      Check(frameseal_decryptor_add_sender_key(*arrived.member->decryptor_, place.keys[n]),
            "a key of somebody who is there");
      Check(frameseal_decryptor_add_sender_key(*place.member->decryptor_, arrived.keys[n]),
            "a key of somebody new");
      // Decryptors follow the ratchet by themselves.
      place.member->Use(kind, EncryptorFor(place.keys[n]));
    }
    arrived.member->Use(kind, EncryptorFor(arrived.keys[n]));
  }
  places_.push_back(arrived);
  return arrived.member;
}

void Room::Remove(const std::shared_ptr<Member>& member) {
  std::erase_if(places_, [&member](const Place& place) {
    if (place.member != member) return false;
    for (const frameseal_sender_key key : place.keys) frameseal_sender_key_free(key);
    return true;
  });
  for (Place& place : places_) {
    for (const Kind kind : kKinds) {
      frameseal_sender_key& key = place.keys[static_cast<size_t>(kind)];
      frameseal_sender_key_free(key);
      key = NewSenderKey(next_generation_++, 0);
      // Receivers first, so that no frame comes before its key.
      for (Place& other : places_) {
        if (other.member == place.member) continue;
        Check(frameseal_decryptor_add_sender_key(*other.member->decryptor_, key), "a new key");
      }
      place.member->Use(kind, EncryptorFor(key));
    }
  }
}

std::shared_ptr<Member> Room::Stranger(const std::string& name) const {
  auto stranger = std::make_shared<Member>(name);
  for (const Place& place : places_) {
    for (const frameseal_sender_key key : place.keys) {
      frameseal_sender_key_info info{};
      Check(frameseal_sender_key_get_info(key, &info), "a look at a key");
      const frameseal_sender_key made_up = NewSenderKey(info.generation, info.step);
      Check(frameseal_decryptor_add_sender_key(*stranger->decryptor_, made_up), "a made-up key");
      frameseal_sender_key_free(made_up);
    }
  }
  return stranger;
}

}  // namespace native_call
