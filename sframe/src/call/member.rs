//! Who a member is: its hello, and the policy it joined under.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use sha2::{Digest, Sha256};

use crate::call::error::{MessageError, SessionError};
use crate::call::exchange::{Kem, Offer};
use crate::call::identity::{DeviceIdentity, IdentityKey, SIGNATURE_LEN, Verifier};
use crate::call::wire::Reader;
use crate::suite::CipherSuite;

/// 64 bytes of UTF-8: the longest name.
pub const MAX_NAME_LEN: usize = 64;

/// What may stand in a name. A zero byte, a new line or a change of direction would show another
/// name on one platform than on another, or another than is signed.
fn is_plain(letter: char) -> bool {
    let turns = matches!(letter, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    !letter.is_control() && !turns
}

/// 16 hosts are as many as a policy names.
pub const MAX_HOSTS: usize = 16;

const HELLO_LABEL: &[u8] = b"FrameSeal 1 hello";
const POLICY_LABEL: &[u8] = b"FrameSeal 1 policy";
const CALL_LABEL: &[u8] = b"FrameSeal 1 call";

/// One device's presence in one call: 16 bytes of the hash of its hello. Joining again makes
/// another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemberId([u8; 16]);

impl MemberId {
    /// Takes the bytes, as a transport carries them.
    pub const fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Gives the bytes.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for MemberId {
    /// The first four bytes: enough to tell members apart in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().take(4).try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for MemberId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Who is let in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Admission {
    /// Everybody who knows the call, and its passphrase if it has one. Nobody comes in unseen.
    #[default]
    Open,
    /// Those whom a member, or a host where the policy names hosts, lets in.
    WaitingRoom,
}

/// What all members agree on before they join. Its hash is in every hello: members with
/// another policy do not hear each other.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Policy {
    /// Who is let in.
    pub admission: Admission,
    /// Who alone lets in and removes; with none, every member does. At most [`MAX_HOSTS`].
    pub hosts: Vec<IdentityKey>,
    /// Whether media are always encrypted (the default), or may go in clear while every
    /// member consents.
    pub encryption_required: bool,
    /// Whether an exchange without the post-quantum part is refused. Off by default, so that
    /// small clients can join; two members who can always use it.
    pub post_quantum_required: bool,
    /// Members at a time, 2 to [`MAX_MEMBERS`]; 256 by default. Each costs every other an
    /// exchange of messages: beyond some hundred, take MLS.
    pub max_members: usize,
    /// The suite of the media keys.
    pub suite: CipherSuite,
}

/// 1024 members at most in a call with built-in keys.
pub const MAX_MEMBERS: usize = 1024;

/// 65 536 sessions that are over are remembered, so that nothing recorded brings them back.
/// After so many a session meets nobody new.
pub const MAX_GONE: usize = 1 << 16;

impl Default for Policy {
    fn default() -> Self {
        Self {
            admission: Admission::Open,
            hosts: Vec::new(),
            encryption_required: true,
            post_quantum_required: false,
            max_members: 256,
            suite: CipherSuite::AES_128_GCM_SHA256_128,
        }
    }
}

impl Policy {
    /// Hashes everything that members agree on.
    pub(crate) fn hash(&self, has_passphrase: bool) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(POLICY_LABEL);
        hash.update([
            match self.admission {
                Admission::Open => 0,
                Admission::WaitingRoom => 1,
            },
            u8::from(self.encryption_required),
            u8::from(self.post_quantum_required),
            u8::from(has_passphrase),
        ]);
        hash.update((self.max_members as u64).to_be_bytes());
        hash.update(self.suite.id().to_be_bytes());
        let mut hosts = self.hosts.clone();
        hosts.sort_unstable();
        hosts.iter().for_each(|host| hash.update(host.as_bytes()));
        hash.finalize().into()
    }

    /// Says whether an identity may let in and remove.
    pub(crate) fn is_host(&self, identity: &IdentityKey) -> bool {
        self.hosts.is_empty() || self.hosts.contains(identity)
    }
}

/// Names a call without showing its id: the same app-chosen id gives the same 32 bytes.
pub(crate) fn call_tag(call_id: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(CALL_LABEL).chain_update(call_id).finalize().into()
}

/// What a device says of itself when it joins.
pub(crate) struct Hello {
    pub(crate) identity: IdentityKey,
    pub(crate) verifier: Verifier,
    pub(crate) name: String,
    /// Milliseconds since 1970 by the device's clock, to tell its later session from an
    /// earlier one.
    pub(crate) started: u64,
    pub(crate) policy: [u8; 32],
    pub(crate) offers: Vec<Offer>,
    pub(crate) hash: [u8; 32],
}

impl Hello {
    /// Writes a hello: body and signature, and reads it back.
    pub(crate) fn write(
        call: &[u8; 32],
        policy: &[u8; 32],
        identity: &DeviceIdentity,
        started: u64,
        nonce: &[u8; 32],
        name: &str,
        offers: &[Offer],
    ) -> Result<Vec<u8>, SessionError> {
        let name: String = name.chars().filter(|&letter| is_plain(letter)).collect();
        let too_long =
            SessionError::FieldTooLong { what: "name", len: name.len(), limit: MAX_NAME_LEN };
        let name_len = u8::try_from(name.len()).map_err(|_| too_long)?;
        if name.len() > MAX_NAME_LEN {
            return Err(too_long);
        }
        let mut out = Vec::new();
        out.extend(call);
        out.extend(policy);
        out.extend(identity.key().as_bytes());
        out.extend(started.to_be_bytes());
        out.extend(nonce);
        out.push(name_len);
        out.extend(name.as_bytes());
        for offer in offers {
            out.extend(offer.kem.id().to_be_bytes());
            out.extend(&offer.public_key);
        }
        let signature = identity.sign(&[HELLO_LABEL, &out]);
        out.extend(signature);
        Ok(out)
    }

    /// Reads a hello of this call and checks its signature.
    pub(crate) fn parse(bytes: &[u8], call: &[u8; 32]) -> Result<Self, MessageError> {
        let (body, signature) =
            bytes.split_last_chunk::<SIGNATURE_LEN>().ok_or(MessageError::Malformed)?;
        let mut reader = Reader(body);
        if reader.array::<32>()? != *call {
            return Err(MessageError::OtherCall);
        }
        let policy = reader.array()?;
        let identity = IdentityKey::new(reader.array()?);
        let started = reader.u64()?;
        reader.array::<32>()?;
        let name_len = usize::from(reader.u8()?);
        let name = core::str::from_utf8(reader.bytes(name_len)?);
        let is_name = |name: &&str| name.len() <= MAX_NAME_LEN && name.chars().all(is_plain);
        let name = name.ok().filter(is_name).ok_or(MessageError::Malformed)?;
        let mut offers: Vec<Offer> = Vec::new();
        while !reader.0.is_empty() {
            let kem = Kem::with_id(reader.u16()?).ok_or(MessageError::Malformed)?;
            if offers.last().is_some_and(|last| last.kem >= kem) {
                return Err(MessageError::Malformed); // each once, in order
            }
            let public_key = reader.bytes(kem.public_key_len())?.to_vec();
            offers.push(Offer { kem, public_key });
        }
        let verifier = identity.verifier().ok_or(MessageError::Signature)?;
        if !verifier.has_signed(&[HELLO_LABEL, body], signature) {
            return Err(MessageError::Signature);
        }
        let hash = Sha256::new().chain_update(HELLO_LABEL).chain_update(body).finalize().into();
        Ok(Self { identity, verifier, name: name.into(), started, policy, offers, hash })
    }

    pub(crate) fn id(&self) -> MemberId {
        MemberId(self.hash.first_chunk().copied().unwrap_or_default())
    }

    /// Orders the sessions of one device: the later one counts.
    pub(crate) fn is_later_than(&self, other: &Self) -> bool {
        (self.started, self.hash) > (other.started, other.hash)
    }
}

impl fmt::Debug for Hello {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hello")
            .field("id", &self.id())
            .field("name", &self.name)
            .field("identity", &self.identity)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What turns a name around, or breaks it, is left out of one's own and refused in others'.
    #[test]
    fn names_show_what_was_signed() {
        let (call, identity) = (call_tag(b"call"), DeviceIdentity::import(&[1; 32]));
        let write =
            |name: &str| Hello::write(&call, &[0; 32], &identity, 1, &[2; 32], name, &[]).unwrap();
        let name = |bytes: &[u8]| Hello::parse(bytes, &call).map(|hello| hello.name);
        let plain = write("Alice ecila");
        assert_eq!(name(&plain).unwrap(), "Alice ecila");
        let at = 32 + 32 + 32 + 8 + 32 + 1;
        for letter in ['\0', '\n', '\u{7f}', '\u{2028}', '\u{202e}', '\u{2066}', '\u{2069}'] {
            let odd = alloc::format!("Alice{letter}ecila");
            assert_eq!(name(&write(&odd)).unwrap(), "Aliceecila");
            // A device that signs it all the same.
            let mut body = plain[..at].to_vec();
            body[at - 1] = odd.len() as u8;
            body.extend(odd.as_bytes());
            let signature = identity.sign(&[HELLO_LABEL, &body]);
            body.extend(signature);
            assert_eq!(name(&body), Err(MessageError::Malformed), "{letter:?}");
        }
    }
}
