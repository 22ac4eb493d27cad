// What every consumer runs: a frame is sealed and opened, and a forged one refused.

#include <frameseal.h>
#include <stdio.h>
#include <string.h>

#define CHECK(that)                                                                                \
    do {                                                                                           \
        if (!(that)) {                                                                             \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #that);                     \
            return 1;                                                                              \
        }                                                                                          \
    } while (0)

int main(void) {
    const uint8_t base_key[16] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    const uint8_t frame[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    const frameseal_suite suite = FRAMESEAL_SUITE_AES_128_GCM_SHA256_128;
    frameseal_encryptor encryptor = {0};
    frameseal_decryptor decryptor = {0};
    uint8_t sealed[64] = {0}, opened[64] = {0};
    size_t sealed_len = 0, opened_len = 0;
    frameseal_header header = {0, 0};

    CHECK(strcmp(frameseal_version(), FRAMESEAL_VERSION) == 0);
    CHECK(frameseal_encryptor_new(suite, 5, base_key, sizeof base_key, NULL, &encryptor) ==
          FRAMESEAL_RESULT_OK);
    CHECK(frameseal_decryptor_new(NULL, &decryptor) == FRAMESEAL_RESULT_OK);
    CHECK(frameseal_decryptor_add_key(decryptor, suite, 5, base_key, sizeof base_key) ==
          FRAMESEAL_RESULT_OK);
    CHECK(frameseal_encryptor_encrypt(encryptor, frame, sizeof frame, NULL, 0, sealed,
                                      sizeof sealed, &sealed_len) == FRAMESEAL_RESULT_OK);
    CHECK(sealed_len == sizeof frame + 1 + 16);
    sealed[sealed_len - 1] ^= 1;
    CHECK(frameseal_decryptor_decrypt(decryptor, sealed, sealed_len, NULL, 0, opened, sizeof opened,
                                      &opened_len, NULL) == FRAMESEAL_RESULT_AUTHENTICATION);
    sealed[sealed_len - 1] ^= 1;
    CHECK(frameseal_decryptor_decrypt(decryptor, sealed, sealed_len, NULL, 0, opened, sizeof opened,
                                      &opened_len, &header) == FRAMESEAL_RESULT_OK);
    CHECK(opened_len == sizeof frame && memcmp(opened, frame, sizeof frame) == 0);
    CHECK(header.kid == 5 && header.counter == 0);
    CHECK(frameseal_encryptor_free(encryptor) == FRAMESEAL_RESULT_OK);
    CHECK(frameseal_decryptor_free(decryptor) == FRAMESEAL_RESULT_OK);
    CHECK(frameseal_live_handles() == 0);
    printf("round trip through libframeseal %s\n", frameseal_version());
    return 0;
}
