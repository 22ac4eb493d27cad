/* What the generated calls (calls.c, one function for each of frameseal.h) draw their arguments from.
 *
 * Everything here keeps the library's contract: a pointer is null or valid for its length, and a
 * buffer is on the heap at its exact size, so that AddressSanitizer sees one byte too many. All the
 * rest is as wrong as it can be: handles, lengths, numbers, order, timing. */

#ifndef HARNESS_H
#define HARNESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "frameseal.h"

/* A stream of numbers: seeded, or what a fuzzer gives. */
typedef struct source {
    uint64_t state;
    const uint8_t *data;
    size_t len;
} source;

uint64_t draw(source *from);
/* A number below `below`. */
uint64_t draw_below(source *from, uint64_t below);
/* A number for any parameter: small, at a border, or anything. */
uint64_t draw_number(source *from);

/* A number for an enum: most often the usual one, else one below `below`, else anything. */
uint64_t draw_enum(source *from, uint64_t usual, uint64_t below);

/* A handle where one of `kind` is wanted: most often one, else stale, zero, made up or of another
 * kind. */
uint64_t draw_handle(source *from, int kind);
/* Takes note of a handle that the library gave. */
void keep_handle(int kind, uint64_t handle);
/* Takes note that a handle was freed. */
void drop_handle(int kind, uint64_t handle);

/* Makes an object of a kind, where a probe needs one beside what is wrong; 0 for kinds that it
 * does not know. */
uint64_t fixture(int kind, const char *name);

/* Memory of one call, freed after it. */
typedef struct scratch {
    void *blocks[64];
    size_t count;
} scratch;

void *take(scratch *memory, size_t size);
void scratch_free(scratch *memory);

typedef struct bytes_in {
    const uint8_t *data;
    size_t len;
} bytes_in;

typedef struct bytes_out {
    void *data;
    size_t size;
    /* In bytes. */
    size_t capacity;
} bytes_out;

/* Bytes for an input: random, or some that the library wrote earlier; now and then null, with or
 * without a length, or a length that no object has. */
bytes_in draw_bytes(source *from, scratch *memory);
/* Bytes for a key: most often one of two. */
bytes_in draw_key(source *from, scratch *memory);
/* A buffer of items for an output, filled with CANARY; now and then null, or none. */
bytes_out draw_buffer(source *from, scratch *memory, size_t item);
/* Keeps a copy of what the library wrote. */
void keep_bytes(const void *data, size_t len);

#define CANARY 0xA5

/* Ends the program when a call that failed has written to an output. */
void check_untouched(const char *function, frameseal_result result, const void *out, size_t size);
/* As check_untouched, for a buffer that may have been zeroed. */
void check_closed(const char *function, frameseal_result result, const void *out, size_t size);
/* Ends the program for results that may never be seen. */
void check_result(const char *function, frameseal_result result);

/* The app's functions. */
frameseal_result lease(void *context, const uint8_t *key, uint64_t count, uint64_t *first);
uint64_t charge(void *context, const uint8_t *key, uint64_t blocks);
void release(void *context);
frameseal_result save_blob(void *context, const uint8_t *blob, size_t blob_len);
frameseal_result save_anchor(void *context, const uint8_t *anchor);
void log_line(void *context, frameseal_result result, const char *message);
void *new_context(void);

/* calls.c */
typedef frameseal_result (*call_fn)(source *from);
typedef struct call {
    const char *name;
    call_fn run;
} call;
extern const call CALLS[];
extern const size_t CALL_COUNT;
extern const char *const KINDS[];
extern const size_t KIND_COUNT;
/* Frees a handle of a kind. */
frameseal_result free_handle(int kind, uint64_t handle);

/* One line of the matrix: a call with one argument wrong. */
typedef struct probe {
    const char *name;
    /* The argument and what is wrong with it. */
    const char *what;
    /* What it must give; 0: anything but success, a panic or nothing. */
    frameseal_result wanted;
    frameseal_result (*run)(void);
} probe;
extern const probe PROBES[];
extern const size_t PROBE_COUNT;

#endif
