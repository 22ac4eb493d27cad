#!/bin/sh
# RUSTC_WRAPPER for the fuzz targets: of what RUSTFLAGS asks for, only the engine is compiled for the
# fuzzer to watch, and of the targets all but comparisons. Dependencies run at full speed then, and
# neither ciphers nor models distract it.
case " $* " in
*" --crate-name frameseal "*) exec "$@" ;;
*" --crate-name frameseal_fuzz "*) unwanted="-Cllvm-args=-sanitizer-coverage-trace-compares" ;;
*) unwanted="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table
    -Cllvm-args=-sanitizer-coverage-trace-compares -Cdebug-assertions -Ccodegen-units=1" ;;
esac
unwanted=" $(echo $unwanted) "
for argument; do
    shift
    case $unwanted in
    *" $argument "*) ;;
    *) set -- "$@" "$argument" ;;
    esac
done
exec "$@"
