// Seals a frame, opens it, and shows that a changed one is refused.

#include <frameseal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void must(frameseal_result result, const char *what) {
    if (result != FRAMESEAL_RESULT_OK) {
        char message[512];
        frameseal_last_error_message(message, sizeof message);
        fprintf(stderr, "%s: %s: %s\n", what, frameseal_result_name(result), message);
        exit(EXIT_FAILURE);
    }
}

static void print(const char *what, const uint8_t *bytes, size_t len) {
    printf("%-9s %3zu bytes: ", what, len);
    for (size_t n = 0; n < len; n++) {
        printf("%02x", bytes[n]);
    }
    printf("\n");
}

int main(void) {
    // From your key agreement: the same here, and known to nobody else.
    const uint8_t base_key[16] = "0123456789abcde";
    const uint64_t kid = 7;
    const frameseal_suite suite = FRAMESEAL_SUITE_AES_128_GCM_SHA256_128;

    frameseal_encryptor encryptor;
    must(frameseal_encryptor_new(suite, kid, base_key, sizeof base_key, NULL, &encryptor),
         "make an encryptor");
    frameseal_decryptor decryptor;
    must(frameseal_decryptor_new(NULL, &decryptor), "make a decryptor");
    must(frameseal_decryptor_add_key(decryptor, suite, kid, base_key, sizeof base_key), "add the key");

    // Authenticated and not sent: the receiver must know it, too.
    const uint8_t metadata[] = {0x80, 0x60};
    const uint8_t frame[] = "one encoded frame";

    frameseal_encryptor_info info;
    must(frameseal_encryptor_get_info(encryptor, &info), "ask for the overhead");
    uint8_t sealed[sizeof frame + 64];
    if (sizeof frame + info.max_overhead > sizeof sealed) {
        return EXIT_FAILURE;
    }
    size_t sealed_len;
    must(frameseal_encryptor_encrypt(encryptor, frame, sizeof frame, metadata, sizeof metadata,
                                     sealed, sizeof sealed, &sealed_len),
         "encrypt");
    print("frame", frame, sizeof frame);
    print("sealed", sealed, sealed_len);

    // What the operator changes is refused, and changes nothing here.
    uint8_t opened[sizeof sealed];
    size_t opened_len;
    sealed[sealed_len - 1] ^= 1;
    frameseal_result result =
        frameseal_decryptor_decrypt(decryptor, sealed, sealed_len, metadata, sizeof metadata,
                                    opened, sizeof opened, &opened_len, NULL);
    printf("one bit changed: %s\n", frameseal_result_name(result));
    if (result != FRAMESEAL_RESULT_AUTHENTICATION) {
        return EXIT_FAILURE;
    }
    sealed[sealed_len - 1] ^= 1;

    frameseal_header header;
    must(frameseal_decryptor_decrypt(decryptor, sealed, sealed_len, metadata, sizeof metadata,
                                     opened, sizeof opened, &opened_len, &header),
         "decrypt");
    print("opened", opened, opened_len);
    printf("sealed under KID %llu with counter %llu\n", (unsigned long long)header.kid,
           (unsigned long long)header.counter);

    // The same frame again is a replay.
    result = frameseal_decryptor_decrypt(decryptor, sealed, sealed_len, metadata, sizeof metadata,
                                         opened, sizeof opened, &opened_len, NULL);
    printf("once more: %s\n", frameseal_result_name(result));

    bool is_right = result == FRAMESEAL_RESULT_REPLAYED && opened_len == sizeof frame &&
                    memcmp(opened, frame, sizeof frame) == 0;
    must(frameseal_encryptor_free(encryptor), "free the encryptor");
    must(frameseal_decryptor_free(decryptor), "free the decryptor");
    return is_right && frameseal_live_handles() == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
