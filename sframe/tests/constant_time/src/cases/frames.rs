//! Frames of all suites, sealed and opened by all providers, and their tags compared.

use frameseal::{CipherSuite, CryptoProvider, DecryptError, Encryptor};

use super::{Case, providers};
use crate::parties::{decryptor, encryptor};
use crate::secrecy::{public, secret, secret_bytes, traced, verdicts};

/// Bytes: none, less than a block, blocks, a packet, and more than providers do in one go.
const LENGTHS: [usize; 9] = [0, 1, 15, 16, 17, 160, 333, 1200, 5003];

pub(super) fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    for provider in providers() {
        for suite in CipherSuite::ALL {
            let name = |what| format!("frames: {}, {suite}, {what}", provider.name);
            cases.push(Case::new(name("seal"), move || {
                let encryptor = encryptor(provider, suite, &secret_bytes::<32>(1));
                for len in LENGTHS {
                    seal(&encryptor, len);
                }
            }));
            cases.push(Case::new(name("open"), move || open(provider, suite)));
            cases.push(Case::new(name("refuse"), move || refuse(provider, suite)));
        }
    }
    cases
}

/// Seals secret bytes, with metadata, and hands the frame to the network.
fn seal(encryptor: &Encryptor, len: usize) -> Vec<u8> {
    let (front, tail) = (encryptor.headroom(), encryptor.tailroom());
    let mut buf = vec![0x5a; front + len + tail];
    secret(&mut buf[front..front + len]);
    let sealed = encryptor.encrypt_in_place(&mut buf, front..front + len, b"metadata").unwrap();
    traced(&buf[front..sealed.end]);
    buf[sealed].to_vec()
}

fn open(provider: &'static CryptoProvider, suite: CipherSuite) {
    let key = secret_bytes::<32>(1);
    let encryptor = encryptor(provider, suite, &key);
    let mut decryptor = decryptor(provider, suite, &key);
    for len in LENGTHS {
        let mut sealed = seal(&encryptor, len);
        let opened = decryptor.decrypt_in_place(&mut sealed, b"metadata").unwrap();
        traced(opened.payload);
        assert_eq!(opened.payload, vec![0x5a; len]);
        verdicts(1);
    }
}

/// Tags of which the first, a middle or the last byte is wrong, or all are.
fn refuse(provider: &'static CryptoProvider, suite: CipherSuite) {
    let key = secret_bytes::<32>(1);
    let encryptor = encryptor(provider, suite, &key);
    let mut decryptor = decryptor(provider, suite, &key);
    for len in LENGTHS {
        let sealed = seal(&encryptor, len);
        let tag = sealed.len() - suite.tag_len()..sealed.len();
        let middle = tag.start + tag.len() / 2;
        for wrong in [tag.start..tag.start + 1, middle..middle + 1, tag.end - 1..tag.end, tag] {
            let mut forged = sealed.clone();
            forged[wrong].iter_mut().for_each(|byte| *byte ^= 0x10);
            public(&forged);
            let refused = decryptor.decrypt_in_place(&mut forged, b"metadata").unwrap_err();
            assert_eq!(refused, DecryptError::Authentication);
            verdicts(1);
        }
    }
}
