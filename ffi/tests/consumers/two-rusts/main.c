// Two static Rust libraries in one program: each has its own std, and panics of its own.

#include <frameseal.h>
#include <stdio.h>

size_t other_letters(uint32_t number);

int main(void) {
    frameseal_encryptor none = {0};
    frameseal_encryptor_info info;
    frameseal_result result = frameseal_encryptor_get_info(none, &info);
    size_t small = other_letters(7), large = other_letters(77);
    printf("FrameSeal says %s, the other %zu and %zu\n", frameseal_result_name(result), small, large);
    return result == FRAMESEAL_RESULT_NO_HANDLE && small == 1 && large == 3 ? 0 : 1;
}
