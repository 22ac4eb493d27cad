// A sender key that ratchets when somebody joins: members follow by themselves, and the newcomer
// cannot read what was sent before (RFC 9605 section 5.1).

#include <frameseal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const frameseal_suite SUITE = FRAMESEAL_SUITE_AES_128_GCM_SHA256_128;
static const uint8_t RATCHET_BITS = 4;
static const uint64_t GENERATION = 1;

static void must(frameseal_result result, const char *what) {
    if (result != FRAMESEAL_RESULT_OK) {
        char message[512];
        frameseal_last_error_message(message, sizeof message);
        fprintf(stderr, "%s: %s: %s\n", what, frameseal_result_name(result), message);
        exit(EXIT_FAILURE);
    }
}

// A member of the call who was given the sender's base key of a step.
static frameseal_decryptor member(uint64_t step, const uint8_t *base_key, size_t base_key_len) {
    frameseal_sender_key key;
    must(frameseal_sender_key_new(SUITE, RATCHET_BITS, GENERATION, step, base_key, base_key_len, &key),
         "take the sender's key");
    frameseal_decryptor_config config = {0};
    config.layout = FRAMESEAL_LAYOUT_SENDER_KEYS;
    config.layout_bits = RATCHET_BITS;
    frameseal_decryptor decryptor;
    must(frameseal_decryptor_new(&config, &decryptor), "make a decryptor");
    must(frameseal_decryptor_add_sender_key(decryptor, key), "add the sender's key");
    must(frameseal_sender_key_free(key), "free the sender's key");
    return decryptor;
}

static size_t seal(frameseal_sender_key key, const char *frame, uint8_t *out, size_t out_size) {
    frameseal_encryptor encryptor;
    size_t len;
    must(frameseal_encryptor_for_sender(key, NULL, &encryptor), "make an encryptor");
    must(frameseal_encryptor_encrypt(encryptor, (const uint8_t *)frame, strlen(frame), NULL, 0, out,
                                     out_size, &len),
         "encrypt");
    must(frameseal_encryptor_free(encryptor), "free the encryptor");
    return len;
}

// Says how it went and whether that is right.
static bool opens(const char *who, frameseal_decryptor decryptor, const uint8_t *sealed, size_t len,
                  frameseal_result expected) {
    uint8_t out[256];
    size_t out_len;
    frameseal_header header = {0};
    frameseal_result result =
        frameseal_decryptor_decrypt(decryptor, sealed, len, NULL, 0, out, sizeof out, &out_len, &header);
    if (result == FRAMESEAL_RESULT_OK) {
        printf("  %-8s reads \"%.*s\" (KID %llu)\n", who, (int)out_len, (const char *)out,
               (unsigned long long)header.kid);
    } else {
        printf("  %-8s does not read it: %s\n", who, frameseal_result_name(result));
    }
    return result == expected;
}

int main(void) {
    const uint8_t first_key[16] = "a fresh secret!"; // from a random number generator
    frameseal_sender_key key;
    must(frameseal_sender_key_new(SUITE, RATCHET_BITS, GENERATION, 0, first_key, sizeof first_key, &key),
         "make a sender key");
    frameseal_decryptor bob = member(0, first_key, sizeof first_key);

    uint8_t before[256], after[256];
    size_t before_len = seal(key, "before Carol came", before, sizeof before);
    bool is_right = true;
    printf("Alice sends to Bob:\n");
    is_right &= opens("Bob", bob, before, before_len, FRAMESEAL_RESULT_OK);

    // Carol joins: the key goes one step further, and only the new step is handed to her, over a
    // channel that only she can read. Bob needs no message.
    must(frameseal_sender_key_ratchet(key), "ratchet");
    uint8_t next_key[64];
    size_t next_key_len;
    must(frameseal_sender_key_base_key(key, next_key, sizeof next_key, &next_key_len),
         "ask for the new base key");
    frameseal_sender_key_info info;
    must(frameseal_sender_key_get_info(key, &info), "ask for the step");
    frameseal_decryptor carol = member(info.step, next_key, next_key_len);

    size_t after_len = seal(key, "hello, Carol", after, sizeof after);
    printf("Carol has joined at step %llu, and Alice sends:\n", (unsigned long long)info.step);
    is_right &= opens("Bob", bob, after, after_len, FRAMESEAL_RESULT_OK);
    is_right &= opens("Carol", carol, after, after_len, FRAMESEAL_RESULT_OK);
    // A ratchet does not turn back: to her, step 0 is one far ahead.
    printf("Carol tries what the operator recorded before:\n");
    is_right &= opens("Carol", carol, before, before_len, FRAMESEAL_RESULT_RATCHET_TOO_FAR);

    must(frameseal_sender_key_free(key), "free the sender key");
    must(frameseal_decryptor_free(bob), "free Bob");
    must(frameseal_decryptor_free(carol), "free Carol");
    return is_right && frameseal_live_handles() == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
