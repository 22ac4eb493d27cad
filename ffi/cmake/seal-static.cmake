# Makes libframeseal.a of one object, in which nothing is global but what frameseal.h declares.
# Takes linker, objcopy, ar, header, from, to.

file(STRINGS "${header}" declarations REGEX "^[a-z][^()]*frameseal_[a-z0-9_]+\\(")
set(keep "")
foreach(declaration IN LISTS declarations)
    if(declaration MATCHES "(frameseal_[a-z0-9_]+)\\(")
        list(APPEND keep "${CMAKE_MATCH_1}")
    endif()
endforeach()
if(NOT keep)
    message(FATAL_ERROR "${header} declares no functions")
endif()
list(TRANSFORM keep PREPEND "--undefined=" OUTPUT_VARIABLE roots)
list(TRANSFORM keep PREPEND "--keep-global-symbol=" OUTPUT_VARIABLE globals)

get_filename_component(folder "${to}" ABSOLUTE)
get_filename_component(folder "${folder}" DIRECTORY)
set(object "${folder}/frameseal.o")
# Groups are resolved here, or two such libraries would throw away each other's.
execute_process(COMMAND "${linker}" -r --gc-sections --force-group-allocation
    -o "${object}" ${roots} "${from}" COMMAND_ERROR_IS_FATAL ANY)
# Bitcode of rustc's LLVM is of no use here and stops the tools of older ones.
execute_process(COMMAND "${objcopy}" ${globals}
    --remove-section=.llvmbc --remove-section=.llvmcmd "${object}" COMMAND_ERROR_IS_FATAL ANY)
file(REMOVE "${to}")
execute_process(COMMAND "${ar}" rcsD "${to}" "${object}" COMMAND_ERROR_IS_FATAL ANY)
file(REMOVE "${object}")
