// FrameSeal for C++17 and newer: the functions of frameseal.h as classes that free themselves.
//
// Only a header; link libframeseal as from C. It needs neither exceptions nor RTTI, and throws nothing
// but what the allocator throws when memory is out. What a function does is said in frameseal.h at the C function that it calls, which has the
// same name; what is said there once for all functions holds here, too.
//
// Results    A function that can fail gives a `result<T>`: a value, or an `error`. Whoever takes
//            the value of an error anyway ends the program, as a failed assertion would.
// Objects    Move only; an object that was moved from gives FRAMESEAL_RESULT_NO_HANDLE. Threads may
//            share one as frameseal.h says. An object that is destroyed inside a callback that it
//            is part of is not freed.
// Bytes      Inputs are a `bytes_view`, outputs a `bytes_span`: made by themselves from vectors,
//            arrays, strings, string views and std::span, and valid as long as what they came from.

#ifndef FRAMESEAL_HPP
#define FRAMESEAL_HPP

#include "frameseal/bytes.hpp"
#include "frameseal/result.hpp"
#include "frameseal/object.hpp"
#include "frameseal/library.hpp"
#include "frameseal/keys.hpp"
#include "frameseal/encryptor.hpp"
#include "frameseal/decryptor.hpp"
#include "frameseal/transparent.hpp"
#include "frameseal/rtp.hpp"
#include "frameseal/mls.hpp"
#include "frameseal/identity.hpp"
#include "frameseal/session.hpp"
#include "frameseal/state.hpp"
#include "frameseal/interop.hpp"

#endif // FRAMESEAL_HPP
