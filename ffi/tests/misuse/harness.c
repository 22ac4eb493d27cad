#define _POSIX_C_SOURCE 200809L /* barriers */

#include "harness.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

/* rustc's ThreadSanitizer is newer than clang's runtime; these are all that it misses there. */
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
void *__tsan_memcpy(void *to, const void *from, size_t len);
void *__tsan_memmove(void *to, const void *from, size_t len);
void *__tsan_memset(void *to, int byte, size_t len);

void *__tsan_memcpy(void *to, const void *from, size_t len) {
    return memcpy(to, from, len);
}

void *__tsan_memmove(void *to, const void *from, size_t len) {
    return memmove(to, from, len);
}

void *__tsan_memset(void *to, int byte, size_t len) {
    return memset(to, byte, len);
}
#endif
#endif

/* --- Numbers ------------------------------------------------------------------------------- */

uint64_t draw(source *from) {
    if (from->data != NULL) {
        uint64_t value = 0;
        for (size_t n = 0; n < 8 && from->len > 0; n++) {
            value = value << 8 | *from->data;
            from->data++;
            from->len--;
        }
        /* A fuzzer's bytes decide; where they end, the rest follows from them. */
        from->state ^= value;
        if (from->len > 0) {
            return value;
        }
    }
    /* SplitMix64. */
    uint64_t z = from->state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

uint64_t draw_below(source *from, uint64_t below) {
    if (from->data != NULL && from->len > 0 && below <= 256) {
        uint64_t value = *from->data % below;
        from->data++;
        from->len--;
        return value;
    }
    return draw(from) % below;
}

uint64_t draw_number(source *from) {
    static const uint64_t BORDERS[] = {
        0, 1, 7, 8, 15, 16, 255, 256, 65535, 65536, UINT32_MAX, INT64_MAX, UINT64_MAX - 1, UINT64_MAX,
    };
    switch (draw_below(from, 8)) {
    case 0: return BORDERS[draw_below(from, sizeof BORDERS / sizeof *BORDERS)];
    case 1: return draw(from);
    case 2: return 1000 + draw_below(from, 100000);
    default: return draw_below(from, 9);
    }
}

uint64_t draw_enum(source *from, uint64_t usual, uint64_t below) {
    switch (draw_below(from, 16)) {
    case 0: return draw_number(from);
    case 1:
    case 2:
    case 3: return draw_below(from, below);
    default: return usual;
    }
}

/* --- Handles ------------------------------------------------------------------------------- */

enum { MAX_KINDS = 64, KEPT = 24 };

/* The newest handles of each kind, live and freed. */
static struct { uint64_t live[KEPT], stale[KEPT]; } HANDLES[MAX_KINDS];
static pthread_mutex_t LOCK = PTHREAD_MUTEX_INITIALIZER;

uint64_t draw_handle(source *from, int kind) {
    uint64_t choice = draw_below(from, 32);
    size_t at = (size_t)draw_below(from, KEPT);
    size_t other = (size_t)draw_below(from, KIND_COUNT);
    uint64_t made_up = draw_number(from);
    pthread_mutex_lock(&LOCK);
    uint64_t handle;
    if (choice == 0) {
        handle = 0;
    } else if (choice == 1) {
        handle = HANDLES[kind].stale[at];
    } else if (choice == 2) {
        handle = HANDLES[other].live[at];
    } else if (choice == 3) {
        handle = made_up;
    } else {
        /* The next one there is. */
        for (size_t n = 0; n < KEPT && HANDLES[kind].live[at] == 0; n++) {
            at = (at + 1) % KEPT;
        }
        handle = HANDLES[kind].live[at];
    }
    pthread_mutex_unlock(&LOCK);
    return handle;
}

void keep_handle(int kind, uint64_t handle) {
    static atomic_uint turn;
    uint64_t pushed_out = 0;
    pthread_mutex_lock(&LOCK);
    size_t at = atomic_fetch_add(&turn, 1) % KEPT;
    for (size_t n = 0; n < KEPT; n++) {
        if (HANDLES[kind].live[n] == 0) {
            at = n;
        }
    }
    pushed_out = HANDLES[kind].live[at];
    HANDLES[kind].live[at] = handle;
    if (pushed_out != 0) {
        HANDLES[kind].stale[at] = pushed_out;
    }
    pthread_mutex_unlock(&LOCK);
    if (pushed_out != 0) {
        /* Another thread may have freed it meanwhile. */
        check_result("free", free_handle(kind, pushed_out));
    }
}

void drop_handle(int kind, uint64_t handle) {
    pthread_mutex_lock(&LOCK);
    for (size_t n = 0; n < KEPT; n++) {
        if (handle != 0 && HANDLES[kind].live[n] == handle) {
            HANDLES[kind].live[n] = 0;
            HANDLES[kind].stale[n] = handle;
        }
    }
    pthread_mutex_unlock(&LOCK);
}

uint64_t fixture(int kind, const char *name) {
    static const uint8_t KEY[16] = "0123456789abcdef";
    const uint16_t suite = FRAMESEAL_SUITE_AES_128_GCM_SHA256_128;
    (void)kind;
    if (strcmp(name, "frameseal_decryptor") == 0) {
        frameseal_decryptor decryptor = {0};
        frameseal_decryptor_new(NULL, &decryptor);
        return decryptor.id;
    }
    if (strcmp(name, "frameseal_encryptor") == 0) {
        frameseal_encryptor encryptor = {0};
        frameseal_encryptor_new(suite, 1, KEY, sizeof KEY, NULL, &encryptor);
        return encryptor.id;
    }
    if (strcmp(name, "frameseal_sender_key") == 0) {
        frameseal_sender_key key = {0};
        frameseal_sender_key_new(suite, 4, 0, 0, KEY, sizeof KEY, &key);
        return key.id;
    }
    if (strcmp(name, "frameseal_mls_keys") == 0) {
        frameseal_mls_keys keys = {0};
        frameseal_mls_keys_new(suite, 4, NULL, &keys);
        return keys.id;
    }
    return 0;
}

static void free_all_handles(void) {
    for (size_t kind = 0; kind < KIND_COUNT; kind++) {
        for (size_t n = 0; n < KEPT; n++) {
            if (HANDLES[kind].live[n] != 0) {
                free_handle((int)kind, HANDLES[kind].live[n]);
                HANDLES[kind].live[n] = 0;
            }
        }
    }
}

/* --- Memory -------------------------------------------------------------------------------- */

void *take(scratch *memory, size_t size) {
    if (memory->count == sizeof memory->blocks / sizeof *memory->blocks) {
        fprintf(stderr, "scratch is too small\n");
        abort();
    }
    void *block = malloc(size == 0 ? 1 : size);
    if (block == NULL) {
        abort();
    }
    return memory->blocks[memory->count++] = block;
}

void scratch_free(scratch *memory) {
    while (memory->count > 0) {
        free(memory->blocks[--memory->count]);
    }
}

/* What the library wrote lately. */
static struct { uint8_t bytes[4096]; size_t len; } WRITTEN[64];

bytes_in draw_bytes(source *from, scratch *memory) {
    static const size_t LENGTHS[] = {0, 1, 2, 15, 16, 17, 32, 32, 32, 40, 64, 200, 1200, 5000};
    uint64_t choice = draw_below(from, 32);
    if (choice == 0) {
        return (bytes_in){NULL, 0};
    }
    if (choice == 1) {
        return (bytes_in){NULL, (size_t)draw_number(from) | 1};
    }
    size_t len = LENGTHS[draw_below(from, sizeof LENGTHS / sizeof *LENGTHS)];
    if (choice == 2) {
        return (bytes_in){take(memory, 1), SIZE_MAX - (size_t)draw_below(from, 1000)};
    }
    uint8_t *bytes;
    if (choice < 16) {
        size_t at = (size_t)draw_below(from, sizeof WRITTEN / sizeof *WRITTEN);
        pthread_mutex_lock(&LOCK);
        len = WRITTEN[at].len;
        bytes = take(memory, len);
        memcpy(bytes, WRITTEN[at].bytes, len);
        pthread_mutex_unlock(&LOCK);
        if (len > 0 && choice == 3) {
            bytes[draw_below(from, len)] ^= (uint8_t)(1 + draw_below(from, 255));
        }
        if (len > 0 && choice == 4) {
            len = (size_t)draw_below(from, len);
            uint8_t *shorter = take(memory, len);
            memcpy(shorter, bytes, len);
            bytes = shorter;
        }
        return (bytes_in){bytes, len};
    }
    bytes = take(memory, len);
    /* Few different keys and frames, so that things fit together. */
    memset(bytes, (int)draw_below(from, 3) + 0x30, len);
    if (choice < 20) {
        for (size_t n = 0; n < len; n++) {
            bytes[n] = (uint8_t)draw_below(from, 256);
        }
    }
    return (bytes_in){bytes, len};
}

bytes_in draw_key(source *from, scratch *memory) {
    if (draw_below(from, 8) == 0) {
        return draw_bytes(from, memory);
    }
    uint8_t *bytes = take(memory, 16);
    memset(bytes, (int)draw_below(from, 2) + 0x40, 16);
    return (bytes_in){bytes, 16};
}

bytes_out draw_buffer(source *from, scratch *memory, size_t item) {
    static const size_t SIZES[] = {0, 1, 7, 16, 40, 100};
    uint64_t choice = draw_below(from, 32);
    size_t size = choice < 8 ? SIZES[draw_below(from, sizeof SIZES / sizeof *SIZES)] : 8192 / item;
    if (choice == 8) {
        return (bytes_out){NULL, size, 0};
    }
    if (choice == 9) {
        return (bytes_out){NULL, 0, 0};
    }
    void *data = take(memory, size * item);
    memset(data, CANARY, size * item);
    if (choice == 10) {
        return (bytes_out){data, SIZE_MAX / item + 1, size * item};
    }
    return (bytes_out){data, size, size * item};
}

void keep_bytes(const void *data, size_t len) {
    static atomic_uint turn;
    if (len <= sizeof WRITTEN->bytes) {
        size_t at = atomic_fetch_add(&turn, 1) % (sizeof WRITTEN / sizeof *WRITTEN);
        pthread_mutex_lock(&LOCK);
        memcpy(WRITTEN[at].bytes, data, len);
        WRITTEN[at].len = len;
        pthread_mutex_unlock(&LOCK);
    }
}

/* --- What must hold ------------------------------------------------------------------------ */

void check_untouched(const char *function, frameseal_result result, const void *out, size_t size) {
    const uint8_t *bytes = out;
    for (size_t n = 0; out != NULL && n < size; n++) {
        if (bytes[n] != CANARY) {
            fprintf(stderr, "%s gave %s and wrote an output\n", function,
                    frameseal_result_name(result));
            abort();
        }
    }
}

void check_closed(const char *function, frameseal_result result, const void *out, size_t size) {
    const uint8_t *bytes = out;
    for (size_t n = 0; out != NULL && n < size; n++) {
        if (bytes[n] != CANARY && bytes[n] != 0) {
            fprintf(stderr, "%s gave %s and left something in its buffer\n", function,
                    frameseal_result_name(result));
            abort();
        }
    }
}

static _Atomic uint64_t SEEN[512];

void check_result(const char *function, frameseal_result result) {
    if (result == FRAMESEAL_RESULT_PANICKED || result == FRAMESEAL_RESULT_POISONED ||
        result == FRAMESEAL_RESULT_UNKNOWN || result >= sizeof SEEN / sizeof *SEEN) {
        char message[512];
        frameseal_last_error_message(message, sizeof message);
        fprintf(stderr, "%s gave %u, %s: %s\n", function, (unsigned)result,
                frameseal_result_name(result), message);
        abort();
    }
    atomic_fetch_add(&SEEN[result], 1);
}

/* --- The app's functions ------------------------------------------------------------------- */

/* Leases of all keys together; a store that cannot write now and then. */
static _Atomic uint64_t LEASED;

/* Whoever uses a context after its release is found out by AddressSanitizer. */
void *new_context(void) {
    return malloc(1);
}

frameseal_result lease(void *context, const uint8_t *key, uint64_t count, uint64_t *first) {
    volatile uint8_t seen = *(uint8_t *)context = key[0];
    (void)seen;
    uint64_t next = atomic_fetch_add(&LEASED, count);
    /* A call back into the library, which must not wait for itself. */
    frameseal_live_handles();
    if (next % 13 == 0) {
        return FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE;
    }
    *first = next;
    return FRAMESEAL_RESULT_OK;
}

uint64_t charge(void *context, const uint8_t *key, uint64_t blocks) {
    *(uint8_t *)context = key[0];
    return blocks;
}

void release(void *context) {
    free(context);
}

/* A storage that fails now and then; what it is given is tried as an input later. */
static frameseal_result save(void *context, const uint8_t *bytes, size_t len) {
    static _Atomic uint64_t turn;
    *(uint8_t *)context = len > 0 ? bytes[0] : 0;
    keep_bytes(bytes, len);
    return atomic_fetch_add(&turn, 1) % 17 == 16 ? FRAMESEAL_RESULT_STORAGE_FAILED
                                                 : FRAMESEAL_RESULT_OK;
}

frameseal_result save_blob(void *context, const uint8_t *blob, size_t blob_len) {
    return save(context, blob, blob_len);
}

frameseal_result save_anchor(void *context, const uint8_t *anchor) {
    return save(context, anchor, 40);
}

static _Atomic uint64_t LINES;

void log_line(void *context, frameseal_result result, const char *message) {
    (void)context;
    (void)result;
    if (strlen(message) == 0) {
        abort();
    }
    atomic_fetch_add(&LINES, 1);
}

/* --- Running ------------------------------------------------------------------------------- */

/* Derives keys from passphrases, which takes long by design. */
static bool is_slow(const char *name) {
    return strstr(name, "stretch") != NULL || strstr(name, "livekit_encryptor") != NULL ||
           strstr(name, "livekit_decryptor") != NULL;
}

static void run_one(source *from) {
    const call *call = &CALLS[draw_below(from, CALL_COUNT)];
    if (is_slow(call->name) && draw_below(from, 100) != 0) {
        return;
    }
    /* Objects live for a while. */
    size_t len = strlen(call->name);
    if (len > 5 && strcmp(call->name + len - 5, "_free") == 0 && draw_below(from, 8) != 0) {
        return;
    }
    check_result(call->name, call->run(from));
}

#ifdef FUZZER

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len) {
    source from = {0, data, len};
    while (from.len > 0) {
        run_one(&from);
    }
    free_all_handles();
    memset(HANDLES, 0, sizeof HANDLES);
    memset(WRITTEN, 0, sizeof WRITTEN);
    if (frameseal_live_handles() != 0) {
        fprintf(stderr, "%zu handles are left\n", frameseal_live_handles());
        abort();
    }
    return 0;
}

#else

typedef struct worker {
    pthread_t thread;
    source from;
    uint64_t calls;
} worker;

static void *work(void *argument) {
    worker *self = argument;
    for (uint64_t n = 0; n < self->calls; n++) {
        run_one(&self->from);
    }
    return NULL;
}

/* Random calls, in some threads at a time. */
static int run_random(uint64_t calls, uint64_t seed, size_t threads) {
    worker workers[16];
    if (threads > sizeof workers / sizeof *workers) {
        return 2;
    }
    frameseal_log_set(log_line, NULL);
    for (size_t n = 0; n < threads; n++) {
        workers[n] = (worker){.from = {seed + n, NULL, 0}, .calls = calls / threads};
        pthread_create(&workers[n].thread, NULL, work, &workers[n]);
    }
    for (size_t n = 0; n < threads; n++) {
        pthread_join(workers[n].thread, NULL);
    }
    frameseal_log_set(NULL, NULL);
    free_all_handles();
    if (frameseal_live_handles() != 0) {
        fprintf(stderr, "%zu handles are left\n", frameseal_live_handles());
        return 1;
    }
    uint64_t sum = 0;
    unsigned kinds = 0;
    for (size_t n = 0; n < sizeof SEEN / sizeof *SEEN; n++) {
        uint64_t seen = atomic_load(&SEEN[n]);
        if (seen > 0) {
            printf("%10llu %s\n", (unsigned long long)seen,
                   frameseal_result_name((frameseal_result)n));
            sum += seen;
            kinds++;
        }
    }
    printf("%llu calls of %zu functions in %zu threads, %u different results, %llu lines logged\n",
           (unsigned long long)sum, CALL_COUNT, threads, kinds, (unsigned long long)LINES);
    return 0;
}

static int run_matrix(void) {
    size_t wrong = 0;
    for (size_t n = 0; n < PROBE_COUNT; n++) {
        const probe *probe = &PROBES[n];
        frameseal_result result = probe->run();
        bool is_right = probe->wanted == 0
                            ? result > FRAMESEAL_RESULT_NOTHING && result != FRAMESEAL_RESULT_PANICKED
                            : result == probe->wanted;
        if (!is_right) {
            printf("%s, %s: %s\n", probe->name, probe->what, frameseal_result_name(result));
            wrong++;
        }
    }
    if (frameseal_live_handles() != 0) {
        printf("%zu handles are left\n", frameseal_live_handles());
        wrong++;
    }
    printf("matrix: %zu misuses of %zu functions, %zu wrong\n", PROBE_COUNT, CALL_COUNT, wrong);
    return wrong > 0;
}

/* What the contract forbids, to see that a sanitizer is there and sees into the library: a buffer
 * that is smaller than said. */
static int break_the_size(void) {
    frameseal_encryptor encryptor = {fixture(0, "frameseal_encryptor")};
    static const uint8_t FRAME[64];
    uint8_t *out = malloc(40);
    size_t len = 0;
    frameseal_encryptor_encrypt(encryptor, FRAME, sizeof FRAME, NULL, 0, out, 200, &len);
    printf("%zu bytes were written to 40, and nobody saw it\n", len);
    return 0;
}

/* Long frames: a call orders itself behind those that are over, so that only calls at the same time
 * are a race, and those must not be left to chance. */
static uint8_t LONG_FRAME[1 << 16];
static uint8_t SHARED[(1 << 16) + 100];
static pthread_barrier_t START;

static void *write_to_shared(void *encryptor) {
    size_t len = 0;
    pthread_barrier_wait(&START);
    for (int n = 0; n < 2000; n++) {
        frameseal_encryptor_encrypt(*(frameseal_encryptor *)encryptor, LONG_FRAME,
                                    sizeof LONG_FRAME, NULL, 0, SHARED, sizeof SHARED, &len);
    }
    return NULL;
}

/* A buffer that two threads write to. */
static int break_the_threads(void) {
    frameseal_encryptor encryptor = {fixture(0, "frameseal_encryptor")};
    pthread_t other;
    pthread_barrier_init(&START, NULL, 2);
    pthread_create(&other, NULL, write_to_shared, &encryptor);
    write_to_shared(&encryptor);
    pthread_join(other, NULL);
    pthread_barrier_destroy(&START);
    printf("two threads wrote to one buffer, and nobody saw it\n");
    frameseal_encryptor_free(encryptor);
    return 0;
}

int main(int count, char **words) {
    if (count == 2 && strcmp(words[1], "break-size") == 0) {
        return break_the_size();
    }
    if (count == 2 && strcmp(words[1], "break-threads") == 0) {
        return break_the_threads();
    }
    if (count == 5 && strcmp(words[1], "random") == 0) {
        return run_random(strtoull(words[2], NULL, 10), strtoull(words[3], NULL, 10),
                          (size_t)strtoull(words[4], NULL, 10));
    }
    if (count == 2 && strcmp(words[1], "matrix") == 0) {
        return run_matrix();
    }
    fprintf(stderr, "usage: misuse matrix | random CALLS SEED THREADS | break-size | break-threads\n");
    return 2;
}

#endif
