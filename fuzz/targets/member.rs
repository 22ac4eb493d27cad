#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| frameseal_fuzz::member(data));
