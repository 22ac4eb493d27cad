//! What a session is made from.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use frameseal::call::{Admission, IDENTITY_LEN, IdentityKey, Kem, SessionConfig};

use crate::boundary::Args;
use crate::call::passphrase::frameseal_call_secret;
use crate::failure::{Failure, Misuse};
use crate::words::{SuiteNumber, or_default, suite};

/// Who is let into a call.
#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum frameseal_admission {
    /// Everybody who knows the call, and its passphrase if it has one. Nobody comes in unseen.
    Open = 0,
    /// Those whom a member, or a host where hosts are named, lets in.
    WaitingRoom = 1,
}

/// A number that C means to be a `frameseal_admission`. The header calls it that.
pub type AdmissionNumber = u8;

/// The key exchanges that a device can use (RFC 9180).
#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum frameseal_exchange {
    /// Both; two members take the stronger one that both have.
    Any = 0,
    /// DHKEM(X25519, HKDF-SHA256) alone.
    X25519 = 1,
    /// X-Wing alone: X25519 and ML-KEM-768 together, safe from quantum computers.
    XWing = 2,
}

/// A number that C means to be a `frameseal_exchange`. The header calls it that.
pub type ExchangeNumber = u8;

/// What a session is made from. Zeros are the defaults, so only what differs has to be set.
///
/// The policy, which is `hosts`, `max_members`, `suite`, `admission`, `allow_clear`,
/// `post_quantum_required` and whether there is a `call_secret`, must be the same for all
/// members: those with another do not hear each other. Times, in milliseconds, should be.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct frameseal_session_config {
    /// Names the call: at most 128 bytes, the same for all members and fresh for every call.
    /// Others see only a hash.
    pub call_id: *const u8,
    /// Its length in bytes.
    pub call_id_len: usize,
    /// What the others call this member: UTF-8, at most 64 bytes. May be null with length 0.
    pub name: *const u8,
    /// Its length in bytes.
    pub name_len: usize,
    /// Who alone lets in and removes: public keys of 32 bytes, one after another, at most 16.
    /// With none, every member does.
    pub hosts: *const u8,
    /// The length of all of them in bytes.
    pub hosts_len: usize,
    /// The call's secret, from its passphrase; zero is none. The session keeps a copy.
    pub call_secret: frameseal_call_secret,
    /// Milliseconds since 1970; of two sessions of one device the later one counts. Zero: by the
    /// system's clock.
    pub started_ms: u64,
    /// Members at a time, 2 to 1024; zero: 256.
    pub max_members: usize,
    /// Between two statuses of a member; zero: 5000.
    pub status_ms: u64,
    /// Without a status from a member until it counts as absent; zero: 20 000.
    pub absent_ms: u64,
    /// Absent until it is forgotten and has to join anew; zero: 3 600 000.
    pub forget_ms: u64,
    /// From the first who joins until keys are ratcheted for all who joined meanwhile; zero: 250.
    pub join_gap_ms: u64,
    /// From the first who leaves until fresh keys are drawn for all who left meanwhile; zero: 100.
    pub leave_delay_ms: u64,
    /// Between two fresh generations of keys at least; zero: 500.
    pub rotation_gap_ms: u64,
    /// From giving out a fresh generation until it is used, at most; zero: 1000.
    pub switch_ms: u64,
    /// Between fresh generations at most, whoever comes and goes; zero: 3 600 000.
    pub rotation_ms: u64,
    /// Until something that was not confirmed is sent again, first; zero: 400.
    pub retry_ms: u64,
    /// The suite of the media keys; zero: `FRAMESEAL_SUITE_AES_128_GCM_SHA256_128`.
    pub suite: SuiteNumber,
    /// Who is let in.
    pub admission: AdmissionNumber,
    /// The key exchanges that this device can use.
    pub exchange: ExchangeNumber,
    /// 1: media may go in clear while every single member consents; 0: never.
    pub allow_clear: u8,
    /// 1: an exchange without the post-quantum part is refused; 0: it is taken where the other
    /// side has no better.
    pub post_quantum_required: u8,
    /// 1: this member starts a call with a waiting room and needs nobody to let it in. Without
    /// effect in other calls, and where hosts are named.
    pub founder: u8,
}

impl frameseal_session_config {
    pub(crate) fn read(&self, args: &Args<'_>) -> Result<SessionConfig, Failure> {
        let call_id = args.bytes("call_id", self.call_id, self.call_id_len)?;
        let name = args.text("name", self.name, self.name_len)?;
        let mut config = SessionConfig::new(call_id, name, self.started()?);
        config.policy.hosts = hosts(args.bytes("hosts", self.hosts, self.hosts_len)?)?;
        config.policy.admission = match self.admission {
            0 => Admission::Open,
            1 => Admission::WaitingRoom,
            value => return Err(no("frameseal_admission", value)),
        };
        config.policy.encryption_required = !flag("allow_clear", self.allow_clear)?;
        config.policy.post_quantum_required =
            flag("post_quantum_required", self.post_quantum_required)?;
        config.policy.max_members = or_default(self.max_members, config.policy.max_members);
        if self.suite != 0 {
            config.policy.suite = suite(self.suite)?;
        }
        config.passphrase = self.call_secret.copy()?;
        config.founder = flag("founder", self.founder)?;
        config.kems = match self.exchange {
            0 => config.kems,
            1 => vec![Kem::X25519],
            2 => vec![Kem::XWing],
            value => return Err(no("frameseal_exchange", value)),
        };
        let timing = &mut config.timing;
        for (time, ms) in [
            (&mut timing.status, self.status_ms),
            (&mut timing.absent, self.absent_ms),
            (&mut timing.forget, self.forget_ms),
            (&mut timing.join_gap, self.join_gap_ms),
            (&mut timing.leave_delay, self.leave_delay_ms),
            (&mut timing.rotation_gap, self.rotation_gap_ms),
            (&mut timing.switch, self.switch_ms),
            (&mut timing.rotation, self.rotation_ms),
            (&mut timing.retry, self.retry_ms),
        ] {
            *time = or_default(Duration::from_millis(ms), *time);
        }
        Ok(config)
    }

    fn started(&self) -> Result<u64, Failure> {
        if self.started_ms != 0 {
            return Ok(self.started_ms);
        }
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let too_large =
            |_| Misuse::BadValue { what: "time of the system's clock", value: u64::MAX };
        Ok(u64::try_from(since_1970.as_millis()).map_err(too_large)?)
    }
}

fn hosts(bytes: &[u8]) -> Result<Vec<IdentityKey>, Failure> {
    let (keys, rest) = bytes.as_chunks::<IDENTITY_LEN>();
    if !rest.is_empty() {
        let want = keys.len().saturating_mul(IDENTITY_LEN);
        return Err(Misuse::WrongLength { what: "hosts", len: bytes.len(), want }.into());
    }
    Ok(keys.iter().map(|&key| IdentityKey::new(key)).collect())
}

/// Reads a flag, which is a number, since C could put anything into a `bool`.
pub(crate) fn flag(what: &'static str, value: u8) -> Result<bool, Failure> {
    match value {
        0 => Ok(false),
        1 => Ok(true),
        value => Err(no(what, value)),
    }
}

pub(crate) fn no(what: &'static str, value: u8) -> Failure {
    Misuse::BadValue { what, value: value.into() }.into()
}
