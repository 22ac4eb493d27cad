//! What the operator of the server learns, from everything it gets and everything it stores.

use std::path::Path;
use std::sync::{Arc, Mutex};

use frameseal::{BaseKey, CipherSuite, Decryptor, Encryptor, KeyId};
use frameseal_delivery::nats::Nats;
use frameseal_delivery::{CallId, Delivery, Outgoing, Start};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::contract::{ANNA, BEN, message};
use crate::server::{Server, config, options};

/// In the plaintext of every message; as long as no chance makes it.
const SECRET: &str = "marker-of-the-plaintext-7f3a91c2";
/// In the call's id.
const ID: &str = "marker-of-the-call-id-55d0e8b4";
/// In a message that is not encrypted, to see that the search finds what is there.
const CONTROL: &str = "marker-that-is-in-the-clear-90ab";

/// Writes down all bytes that pass, both ways.
async fn tap(server: String, tape: Arc<Mutex<Vec<u8>>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let server = TcpStream::connect(&server).await.unwrap();
            let (client, server) = (client.into_split(), server.into_split());
            for (mut from, mut to) in [(client.0, server.1), (server.0, client.1)] {
                let tape = tape.clone();
                tokio::spawn(async move {
                    let mut buffer = vec![0; 65536];
                    while let Ok(len @ 1..) = from.read(&mut buffer).await {
                        tape.lock().unwrap().extend_from_slice(&buffer[..len]);
                        if to.write_all(&buffer[..len]).await.is_err() {
                            break;
                        }
                    }
                });
            }
        }
    });
    address
}

/// All files below a folder, names included.
fn dump(folder: &Path, into: &mut Vec<u8>) -> usize {
    let mut files = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        into.extend_from_slice(path.file_name().unwrap().as_encoded_bytes());
        if path.is_dir() {
            files += dump(&path, into);
        } else {
            into.extend(std::fs::read(&path).unwrap());
            files += 1;
        }
    }
    files
}

/// The ways in which a marker could be written down.
fn spellings(marker: &str) -> Vec<Vec<u8>> {
    let hex: String = marker.bytes().map(|b| format!("{b:02x}")).collect();
    // Base64 of three alignments, without the ends that depend on what is beside it.
    let base64 = (0..3).map(|skip| {
        let whole = &marker.as_bytes()[skip..];
        base64_of(&whole[..whole.len() / 3 * 3])
    });
    let reversed = marker.bytes().rev().collect();
    [marker.into(), hex.to_uppercase().into(), hex.into(), reversed]
        .into_iter()
        .chain(base64)
        .collect()
}

fn base64_of(bytes: &[u8]) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    bytes
        .chunks_exact(3)
        .flat_map(|c| {
            let word = u32::from(c[0]) << 16 | u32::from(c[1]) << 8 | u32::from(c[2]);
            [18, 12, 6, 0].map(|shift| LETTERS[(word >> shift & 63) as usize])
        })
        .collect()
}

fn found(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_operator_gets_and_stores_ciphertext() {
    let mut server = Server::with(|_| "debug: true\ntrace: true\n".into());
    let tape = Arc::new(Mutex::new(Vec::new()));
    let address = tap(server.address(), tape.clone()).await;
    let delivery = Nats::connect(address, options(), config()).await.unwrap();

    let suite = CipherSuite::AES_256_GCM_SHA512_128;
    let (kid, key) = (KeyId::new(7), [0x5a; 32]);
    let encryptor = Encryptor::new(suite, kid, BaseKey::new(&key).unwrap()).unwrap();
    let mut decryptor = Decryptor::new();
    decryptor.add_key(suite, kid, BaseKey::new(&key).unwrap()).unwrap();

    let call = CallId::new(ID).unwrap();
    let mut inbox = delivery.subscribe(&call, Some(BEN), Start::Beginning).await.unwrap();
    let mut bodies = Vec::new();
    for n in 0..20 {
        let plain = format!("{SECRET} {n} {}", SECRET.repeat(n));
        let sealed = encryptor.encrypt_to_vec(plain.as_bytes(), b"").unwrap();
        let to = [None, Some(ANNA), Some(BEN)][n % 3];
        delivery.publish(&call, &Outgoing::new(to, sealed.clone()).unwrap()).await.unwrap();
        bodies.push((to, plain, sealed));
    }
    let mut opened = 0;
    for (to, plain, _) in bodies.iter().filter(|(to, ..)| *to != Some(ANNA)) {
        let message = message(&mut inbox).await;
        assert_eq!(message.to, *to);
        assert_eq!(decryptor.decrypt_to_vec(&message.body, b"").unwrap(), plain.as_bytes());
        opened += 1;
    }
    assert_eq!(opened, 14 - 1);
    delivery.publish(&call, &Outgoing::to_all(CONTROL).unwrap()).await.unwrap();

    let mut stored = Vec::new();
    server.kill();
    let files = dump(&server.store(), &mut stored);
    let tape = tape.lock().unwrap().clone();
    let log = server.log().into_bytes();
    assert!(log.len() > 1000, "the server traces");
    println!("{files} files, {} bytes stored, {} on the wire", stored.len(), tape.len());

    let mut searched = 0;
    for (place, bytes) in [("store", &stored), ("wire", &tape), ("log", &log)] {
        for marker in [SECRET, ID] {
            for spelling in spellings(marker) {
                assert!(!found(bytes, &spelling), "{marker} is in the {place}");
                searched += 1;
            }
        }
        let tag = call.tag().to_string();
        assert!(found(bytes, tag.as_bytes()), "the tag is in the {place}");
    }
    assert_eq!(searched, 3 * 2 * 7);
    for (place, bytes) in [("store", &stored), ("wire", &tape)] {
        assert!(found(bytes, CONTROL.as_bytes()), "the search finds what is in the {place}");
        assert!(found(bytes, BEN.to_string().as_bytes()), "member ids are in the {place}");
        for (.., sealed) in &bodies {
            assert!(found(bytes, sealed), "ciphertexts are in the {place} as they are");
        }
    }
}
