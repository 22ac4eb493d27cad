// The native half of org.frameseal.webrtc: adapters of frameseal_webrtc.h for Kotlin's encryptors
// and decryptors. Nothing of libwebrtc is linked: its interfaces are all inline, and Android's
// libjingle_peerconnection_so.so exports only what Java calls.

#include <jni.h>

#include <array>
#include <memory>

#include "frameseal_webrtc.h"

namespace {

namespace fs = frameseal::webrtc;

// What AttachCurrentThread writes has another type in a JDK's jni.h.
#ifdef __ANDROID__
using AttachedEnv = JNIEnv*;
#else
using AttachedEnv = void*;
#endif

// Keeps an object of Kotlin from being collected, from any thread.
class Kept {
 public:
  Kept(JNIEnv* env, jobject object) : object_(env->NewGlobalRef(object)) { env->GetJavaVM(&vm_); }
  Kept(const Kept&) = delete;
  Kept& operator=(const Kept&) = delete;

  ~Kept() {
    void* env = nullptr;
    // The last to let go may be a thread of libwebrtc, which Java does not know.
    const bool is_foreign = vm_->GetEnv(&env, JNI_VERSION_1_6) == JNI_EDETACHED;
    if (is_foreign) {
      AttachedEnv attached = nullptr;
      if (vm_->AttachCurrentThread(&attached, nullptr) != JNI_OK) return;
      env = attached;
    }
    static_cast<JNIEnv*>(env)->DeleteGlobalRef(object_);
    if (is_foreign) vm_->DetachCurrentThread();
  }

 private:
  JavaVM* vm_ = nullptr;
  jobject object_;
};

// A handle that is its owner's: nobody frees it here, and the owner lives as long as it is used.
template <class Handle>
std::shared_ptr<const Handle> Lent(JNIEnv* env, jobject owner, jlong id) {
  struct Loan {
    Loan(JNIEnv* env, jobject owner, jlong id)
        : handle{static_cast<uint64_t>(id)}, owner(env, owner) {}
    Handle handle;
    Kept owner;
  };
  if (owner == nullptr) return nullptr;
  const auto loan = std::make_shared<Loan>(env, owner, id);
  return std::shared_ptr<const Handle>(loan, &loan->handle);
}

template <size_t Count>
void Write(JNIEnv* env, jlongArray out, const std::array<jlong, Count>& numbers) {
  env->SetLongArrayRegion(out, 0, Count, numbers.data());
}

}  // namespace

extern "C" {

JNIEXPORT jlong JNICALL Java_org_frameseal_webrtc_NativeAdapters_newEncryptor(
    JNIEnv* env, jclass, jint pad_to, jobject owner, jlong handle) {
  const auto adapter = fs::FrameEncryptor::Create(static_cast<uint16_t>(pad_to));
  adapter->SetEncryptor(Lent<frameseal_encryptor>(env, owner, handle));
  return fs::ToNative(adapter);
}

JNIEXPORT void JNICALL Java_org_frameseal_webrtc_NativeAdapters_setEncryptor(
    JNIEnv* env, jclass, jlong adapter, jobject owner, jlong handle) {
  fs::EncryptorFromNative(adapter)->SetEncryptor(Lent<frameseal_encryptor>(env, owner, handle));
}

JNIEXPORT jboolean JNICALL Java_org_frameseal_webrtc_NativeAdapters_setCodec(
    JNIEnv*, jclass, jlong adapter, jint ssrc, jint codec) {
  return fs::EncryptorFromNative(adapter)->SetCodec(static_cast<uint32_t>(ssrc),
                                                    static_cast<frameseal_codec>(codec));
}

JNIEXPORT void JNICALL Java_org_frameseal_webrtc_NativeAdapters_forgetCodec(JNIEnv*,
                                                                            jclass,
                                                                            jlong adapter,
                                                                            jint ssrc) {
  fs::EncryptorFromNative(adapter)->ForgetCodec(static_cast<uint32_t>(ssrc));
}

JNIEXPORT void JNICALL Java_org_frameseal_webrtc_NativeAdapters_sealedCounts(JNIEnv* env,
                                                                             jclass,
                                                                             jlong adapter,
                                                                             jlongArray out) {
  const auto counts = fs::EncryptorFromNative(adapter)->sealed_counts();
  Write<5>(env, out,
           {jlong(counts.sealed), jlong(counts.without_codec), jlong(counts.without_key),
            jlong(counts.refused), jlong(counts.last_refusal)});
}

JNIEXPORT void JNICALL Java_org_frameseal_webrtc_NativeAdapters_releaseEncryptor(JNIEnv*,
                                                                                 jclass,
                                                                                 jlong adapter) {
  fs::ReleaseNativeEncryptor(adapter);
}

JNIEXPORT jlong JNICALL Java_org_frameseal_webrtc_NativeAdapters_newDecryptor(JNIEnv* env,
                                                                              jclass,
                                                                              jobject owner,
                                                                              jlong handle) {
  return fs::ToNative(fs::FrameDecryptor::Create(Lent<frameseal_decryptor>(env, owner, handle)));
}

JNIEXPORT void JNICALL Java_org_frameseal_webrtc_NativeAdapters_openedCounts(JNIEnv* env,
                                                                             jclass,
                                                                             jlong adapter,
                                                                             jlongArray out) {
  const auto counts = fs::DecryptorFromNative(adapter)->opened_counts();
  Write<5>(env, out,
           {jlong(counts.opened), jlong(counts.replayed), jlong(counts.without_key),
            jlong(counts.refused), jlong(counts.last_refusal)});
}

JNIEXPORT void JNICALL Java_org_frameseal_webrtc_NativeAdapters_releaseDecryptor(JNIEnv*,
                                                                                 jclass,
                                                                                 jlong adapter) {
  fs::ReleaseNativeDecryptor(adapter);
}

}  // extern "C"
