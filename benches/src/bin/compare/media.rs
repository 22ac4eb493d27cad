//! Who else seals frames of the size of a case: transparent envelopes and deployed formats, on
//! the codec that has frames of that size.

use benches::c_api;
use benches::media::{self, Open, Seal, Sealer, Transparent};
use benches::round::Contestant;
use frameseal::CipherSuite;
use frameseal::codec::Codec;

use crate::{Case, Operation};

/// Gives them by name; none unless the case is one of AES-128-GCM and 160 bytes (Opus), 1 KB
/// (VP8) or 40 KB (H.264).
pub(crate) fn sealers(case: Case) -> Vec<(&'static str, Box<dyn Contestant>)> {
    let (codec, transparent, in_c) = match (case.suite, case.bytes) {
        (CipherSuite::AES_128_GCM_SHA256_128, 160) => {
            (Codec::Opus, "transparent-opus", "c-transparent-opus")
        }
        (CipherSuite::AES_128_GCM_SHA256_128, 1024) => {
            (Codec::Vp8, "transparent-vp8", "c-transparent-vp8")
        }
        (CipherSuite::AES_128_GCM_SHA256_128, 40_960) => {
            (Codec::H264, "transparent-h264", "c-transparent-h264")
        }
        _ => return Vec::new(),
    };
    let bytes = case.bytes;
    vec![
        (transparent, contestant(case, codec, Transparent::new(case.suite, codec))),
        (in_c, contestant(case, codec, c_api::Transparent::new(case.suite, codec))),
        ("livekit", contestant(case, codec, media::livekit(codec, bytes))),
        ("jframe", contestant(case, codec, media::jframe(codec, bytes))),
        ("dave", contestant(case, codec, media::dave(codec, bytes))),
        ("getstream", contestant(case, codec, media::getstream(codec, bytes))),
    ]
}

fn contestant(case: Case, codec: Codec, sealer: impl Sealer + 'static) -> Box<dyn Contestant> {
    let frame = media::frame(codec, case.bytes);
    match case.operation {
        Operation::Encrypt => Box::new(Seal::new(sealer, frame)),
        Operation::Decrypt => Box::new(Open::new(sealer, frame)),
    }
}
