// What libwebrtc does with the numbers that Kotlin's adapters give it: it takes a reference, calls
// the interface behind it, and lets go in a thread of its own. As in its rtp_sender.cc and
// rtp_receiver.cc.

#include <jni.h>

#include <thread>
#include <vector>

#include "api/crypto/frame_decryptor_interface.h"
#include "api/crypto/frame_encryptor_interface.h"
#include "api/scoped_refptr.h"

namespace {

using Bytes = std::vector<uint8_t>;

Bytes FromJava(JNIEnv* env, jbyteArray array) {
  Bytes bytes(env->GetArrayLength(array));
  env->GetByteArrayRegion(array, 0, bytes.size(), reinterpret_cast<jbyte*>(bytes.data()));
  return bytes;
}

jbyteArray ToJava(JNIEnv* env, const Bytes& bytes) {
  jbyteArray array = env->NewByteArray(bytes.size());
  env->SetByteArrayRegion(array, 0, bytes.size(), reinterpret_cast<const jbyte*>(bytes.data()));
  return array;
}

template <class Interface>
jlong Attach(jlong number) {
  return reinterpret_cast<jlong>(
      new rtc::scoped_refptr<Interface>(reinterpret_cast<Interface*>(number)));
}

template <class Interface>
rtc::scoped_refptr<Interface>& Attached(jlong holder) {
  return *reinterpret_cast<rtc::scoped_refptr<Interface>*>(holder);
}

template <class Interface>
void Detach(jlong holder) {
  std::thread([holder] { delete &Attached<Interface>(holder); }).join();
}

}  // namespace

extern "C" {

JNIEXPORT jlong JNICALL Java_org_frameseal_webrtc_Libwebrtc_attachSender(JNIEnv*,
                                                                         jclass,
                                                                         jlong number) {
  return Attach<webrtc::FrameEncryptorInterface>(number);
}

JNIEXPORT void JNICALL Java_org_frameseal_webrtc_Libwebrtc_detachSender(JNIEnv*,
                                                                        jclass,
                                                                        jlong sender) {
  Detach<webrtc::FrameEncryptorInterface>(sender);
}

JNIEXPORT jbyteArray JNICALL Java_org_frameseal_webrtc_Libwebrtc_send(
    JNIEnv* env, jclass, jlong sender, jint ssrc, jbyteArray frame) {
  auto& encryptor = Attached<webrtc::FrameEncryptorInterface>(sender);
  const Bytes plain = FromJava(env, frame);
  Bytes sealed(encryptor->GetMaxCiphertextByteSize(cricket::MEDIA_TYPE_VIDEO, plain.size()));
  size_t length = 0;
  if (encryptor->Encrypt(cricket::MEDIA_TYPE_VIDEO, ssrc, {}, plain, sealed, &length) != 0)
    return nullptr;
  sealed.resize(length);
  return ToJava(env, sealed);
}

JNIEXPORT jlong JNICALL Java_org_frameseal_webrtc_Libwebrtc_attachReceiver(JNIEnv*,
                                                                           jclass,
                                                                           jlong number) {
  return Attach<webrtc::FrameDecryptorInterface>(number);
}

JNIEXPORT void JNICALL Java_org_frameseal_webrtc_Libwebrtc_detachReceiver(JNIEnv*,
                                                                          jclass,
                                                                          jlong receiver) {
  Detach<webrtc::FrameDecryptorInterface>(receiver);
}

JNIEXPORT jbyteArray JNICALL Java_org_frameseal_webrtc_Libwebrtc_receive(JNIEnv* env,
                                                                         jclass,
                                                                         jlong receiver,
                                                                         jbyteArray frame) {
  auto& decryptor = Attached<webrtc::FrameDecryptorInterface>(receiver);
  const Bytes sealed = FromJava(env, frame);
  Bytes plain(decryptor->GetMaxPlaintextByteSize(cricket::MEDIA_TYPE_VIDEO, sealed.size()));
  const auto result = decryptor->Decrypt(cricket::MEDIA_TYPE_VIDEO, {}, {}, sealed, plain);
  if (!result.IsOk()) return nullptr;
  plain.resize(result.bytes_written);
  return ToJava(env, plain);
}

}  // extern "C"
