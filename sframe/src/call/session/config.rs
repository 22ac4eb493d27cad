//! What a session is made from.

use alloc::string::String;
use alloc::vec::Vec;
use core::time::Duration;

use crate::call::exchange::Kem;
use crate::call::member::Policy;
use crate::call::passphrase::CallSecret;
use crate::provider::CryptoProvider;

/// When things happen. The defaults suit calls over the Internet; all members should have the
/// same.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timing {
    /// Between two statuses of a member; 5 s.
    pub status: Duration,
    /// Without a status from a member until it counts as absent; 20 s. Others' keys change
    /// then, and it gets them when it is heard again.
    pub absent: Duration,
    /// Absent until it is forgotten and has to join anew; 1 h.
    pub forget: Duration,
    /// From the first who joins until keys are ratcheted for all who joined meanwhile;
    /// 250 ms. The first after a quiet time does not wait.
    pub join_gap: Duration,
    /// From the first who leaves until fresh keys are drawn for all who left meanwhile;
    /// 100 ms.
    pub leave_delay: Duration,
    /// Between two fresh generations at least; 500 ms.
    pub rotation_gap: Duration,
    /// From giving out a fresh generation until it is used, at most; 1 s. It is used before if
    /// all have it. Somebody who leaves right after one was given out reads on until the next:
    /// twice that, and the delays above.
    pub switch: Duration,
    /// Between fresh generations at most, whoever comes and goes; 1 h.
    pub rotation: Duration,
    /// Until something that was not confirmed is sent again, first; 400 ms. It doubles up to
    /// the time between statuses.
    pub retry: Duration,
}

impl Timing {
    /// How long somebody may take to show that it is there, and a stranger be silent: 3 absences.
    pub(super) fn meeting(&self) -> Duration {
        self.absent.saturating_mul(3)
    }
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            status: Duration::from_secs(5),
            absent: Duration::from_secs(20),
            forget: Duration::from_secs(3600),
            join_gap: Duration::from_millis(250),
            leave_delay: Duration::from_millis(100),
            rotation_gap: Duration::from_millis(500),
            switch: Duration::from_secs(1),
            rotation: Duration::from_secs(3600),
            retry: Duration::from_millis(400),
        }
    }
}

/// What a session is made from.
#[non_exhaustive]
pub struct SessionConfig {
    /// Names the call: at most [`MAX_CALL_ID_LEN`](crate::call::MAX_CALL_ID_LEN) bytes, the same for all its members. Others
    /// see only a hash.
    pub call_id: Vec<u8>,
    /// What the others call this member, at most [`MAX_NAME_LEN`](crate::call::MAX_NAME_LEN)
    /// bytes; control characters and changes of direction are left out. It is signed, so it
    /// belongs to the device; whether it is true is another question.
    pub name: String,
    /// Milliseconds since 1970. Of two sessions of one device the later one counts.
    pub started: u64,
    /// What all members agree on.
    pub policy: Policy,
    /// The call's secret, from its passphrase
    /// ([`CallPassphrase::stretch`](crate::call::CallPassphrase::stretch)).
    pub passphrase: Option<CallSecret>,
    /// Whether this member starts a call with a waiting room: it needs nobody to let it in.
    /// Without effect in others, and where the policy names hosts.
    pub founder: bool,
    /// The mechanisms that this device can use; all by default.
    pub kems: Vec<Kem>,
    /// When things happen.
    pub timing: Timing,
    /// What [`Session::encryptor`](crate::call::Session::encryptor) encrypts with; by default the
    /// fastest for the suite on this machine.
    pub provider: Option<&'static CryptoProvider>,
}

impl SessionConfig {
    /// A session with the default policy.
    pub fn new(call_id: &[u8], name: &str, started: u64) -> Self {
        Self {
            call_id: call_id.to_vec(),
            name: name.into(),
            started,
            policy: Policy::default(),
            passphrase: None,
            founder: false,
            kems: alloc::vec![Kem::X25519, Kem::XWing],
            timing: Timing::default(),
            provider: None,
        }
    }
}
