/* FrameSeal: end-to-end encryption of real-time media frames (SFrame, RFC 9605).
 *
 * Made by `cargo xtask generate`; changes made here are lost.
 *
 * This holds for all functions and is not said again:
 *
 * Results    A function gives FRAMESEAL_RESULT_OK or says what is wrong; a call that failed has
 *            changed nothing and written no output unless its documentation says otherwise. More
 *            about the last failure of a thread: frameseal_last_error, frameseal_last_error_message.
 *            Results have numbers that are never used again.
 * Handles    An object is a small struct that is passed by value. Zero is none. Whoever makes an
 *            object frees it, once; freeing waits for calls that are using it. A handle that is
 *            stale, made up, or of another kind gives a result and does no harm.
 * Arguments  Inputs come first, then outputs. An input is a pointer with a length in bytes; null
 *            with length 0 is empty. An output buffer is a pointer with its size, and the length
 *            written goes to `out_len`. Unless a function works in place, outputs must not overlap
 *            anything else; buffers of bytes that do are refused, while structs and lengths are the
 *            caller's to keep apart. Pointers are used during the call only.
 * Numbers    Lengths are in bytes, times in milliseconds from any fixed point. In configurations a
 *            zero is the default.
 * Threads    Any function may be called from any thread at any time. Objects of which the
 *            documentation says "any number at a time" are shared; calls to others wait for each
 *            other. Frames take microseconds; a callback of the app may take longer.
 * Memory     Functions that encrypt and decrypt frames allocate nothing where they say so. Keys are
 *            wiped when they are freed; what the app has of them is the app's to wipe.
 * Callbacks  From inside a function of the app, a call that would have to wait for the call around it
 *            gives FRAMESEAL_RESULT_BUSY. Free no encryptors there: what long frames cost their key
 *            may go uncounted.
 * Fork       A child of a process that has used the library would repeat nonces, so every call in it
 *            gives FRAMESEAL_RESULT_FORKED. Linux notices every child, other systems those of fork().
 * Panics     Should the library find a bug in itself, a call gives FRAMESEAL_RESULT_PANICKED and the
 *            object can only be freed. It ends the process in one case, when there is no memory for
 *            something other than a frame.
 */
