// Counters that survive a crash. An app that keeps its base key over a restart must keep its
// counters, too, or it seals two frames under one nonce. This program seals in a process of its
// own, kills that in the middle, and starts it again with the same key. The receiver goes on
// running: a counter that came twice would be refused as a replay.

#define _DEFAULT_SOURCE
#include <fcntl.h>
#include <frameseal.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LIVES = 5, FRAMES_A_LIFE = 2000, PACKET_LEN = 64 };
static const uint8_t BASE_KEY[16] = "from your safe!"; // the app keeps it
static const uint64_t KID = 7;
static const frameseal_suite SUITE = FRAMESEAL_SUITE_AES_128_GCM_SHA256_128;

static void must(bool is_ok, const char *what) {
    if (!is_ok) {
        char message[512] = "";
        frameseal_last_error_message(message, sizeof message);
        fprintf(stderr, "cannot %s: %s\n", what, message);
        exit(EXIT_FAILURE);
    }
}

// Saves for good: a file beside the old one is written, flushed, and takes its name; then the
// folder, which has the name, is flushed.
static bool save(int folder, const char *name, uint64_t next) {
    char draft[64], text[32];
    snprintf(draft, sizeof draft, "%s.new", name);
    int len = snprintf(text, sizeof text, "%llu", (unsigned long long)next);
    int file = openat(folder, draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) {
        return false;
    }
    bool is_saved = write(file, text, (size_t)len) == len && fsync(file) == 0;
    is_saved = close(file) == 0 && is_saved;
    return is_saved && renameat(folder, draft, folder, name) == 0 && fsync(folder) == 0;
}

// The counter store: one file a key, with the first counter that is not leased. `context` is the
// folder. Keep it out of backups: a restored file would give out counters again.
static frameseal_result lease(void *context, const uint8_t *key, uint64_t count, uint64_t *first) {
    int folder = *(int *)context;
    char name[2 * 16 + 1], text[32] = "0";
    for (int n = 0; n < 16; n++) {
        snprintf(name + 2 * n, 3, "%02x", key[n]);
    }
    flock(folder, LOCK_EX); // keeps other processes out
    int file = openat(folder, name, O_RDONLY | O_CLOEXEC);
    ssize_t len = file < 0 ? 1 : read(file, text, sizeof text - 1);
    if (file >= 0) {
        close(file);
    }
    *first = strtoull(text, NULL, 10);
    bool is_saved = len > 0 && *first <= UINT64_MAX - count && save(folder, name, *first + count);
    flock(folder, LOCK_UN);
    return is_saved ? FRAMESEAL_RESULT_OK : FRAMESEAL_RESULT_COUNTERS_UNAVAILABLE;
}

// The app: seals frame after frame, until it is killed.
static _Noreturn void app(const char *path) {
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    must(folder >= 0, "open the folder");
    frameseal_counter_store_callbacks callbacks = {.context = &folder, .lease = lease};
    frameseal_encryptor_config config = {.lease = 256};
    must(frameseal_counter_store_new(&callbacks, &config.counters) == 0, "make a store");
    frameseal_encryptor encryptor;
    must(frameseal_encryptor_new(SUITE, KID, BASE_KEY, sizeof BASE_KEY, &config, &encryptor) == 0,
         "make an encryptor");
    for (;;) {
        uint8_t packet[PACKET_LEN] = {0}; // the length, and the sealed frame
        size_t len;
        must(frameseal_encryptor_encrypt(encryptor, (const uint8_t *)"a frame", 7, NULL, 0,
                                         packet + 1, sizeof packet - 1, &len) == 0, "encrypt");
        packet[0] = (uint8_t)len;
        must(write(STDOUT_FILENO, packet, sizeof packet) == sizeof packet, "send");
    }
}

int main(int count, char **arguments) {
    if (count > 1) {
        app(arguments[1]);
    }
    char folder[] = "/tmp/frameseal-restart-XXXXXX";
    must(mkdtemp(folder) != NULL, "make a folder");
    frameseal_decryptor receiver;
    must(frameseal_decryptor_new(NULL, &receiver) == 0, "make a decryptor");
    must(frameseal_decryptor_add_key(receiver, SUITE, KID, BASE_KEY, sizeof BASE_KEY) == 0, "add the key");
    int opened = 0;
    for (int life = 1; life <= LIVES; life++) {
        int ends[2];
        must(pipe(ends) == 0, "make a pipe");
        pid_t child = fork();
        if (child == 0) { // the library is not used before the new program runs
            dup2(ends[1], STDOUT_FILENO);
            execl(arguments[0], arguments[0], folder, (char *)NULL);
            _exit(127);
        }
        must(child > 0, "fork");
        close(ends[1]);
        FILE *network = fdopen(ends[0], "r");
        must(network != NULL, "read from the app");
        frameseal_header header = {0};
        uint64_t first = 0;
        for (int frame = 0; frame < FRAMES_A_LIFE; frame++) {
            uint8_t packet[PACKET_LEN], out[PACKET_LEN];
            size_t len;
            must(fread(packet, sizeof packet, 1, network) == 1, "hear from the app");
            must(frameseal_decryptor_decrypt(receiver, packet + 1, packet[0], NULL, 0, out,
                                             sizeof out, &len, &header) == 0, "decrypt");
            first = frame == 0 ? header.counter : first;
            opened++;
        }
        must(kill(child, SIGKILL) == 0 && waitpid(child, NULL, 0) == child, "kill the app");
        fclose(network);
        printf("life %d: counters %llu to %llu, then killed\n", life, (unsigned long long)first,
               (unsigned long long)header.counter);
    }
    char command[64];
    snprintf(command, sizeof command, "rm -r %s", folder);
    must(system(command) == 0, "clean up");
    must(frameseal_decryptor_free(receiver) == 0, "free the decryptor");
    printf("%d frames opened, %d crashes, no counter twice\n", opened, LIVES);
    return frameseal_live_handles() == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
