//! Groups of real MLS libraries as the source of keys.
//!
//! A [`Participant`] is one client of a library, OpenMLS or mls-rs. Participants know each
//! other by bytes only, as they would through a server, so both libraries can be in one
//! group. Every participant can say what the engine wants to know of an epoch: the exported
//! secret, its own leaf index and the leaves of the tree.

mod openmls;
mod rs;

use anyhow::Result;
use frameseal::{BaseKey, CipherSuite, MlsEpoch, MlsExport};

pub use openmls::{openmls, openmls_x_wing};
pub use rs::mls_rs;

/// One client of an MLS library, in one group at most.
pub trait Participant {
    /// Names the library.
    fn library(&self) -> &'static str;

    /// Makes a key package, with which somebody can add this participant.
    fn key_package(&mut self) -> Result<Vec<u8>>;

    /// Creates a group of one.
    fn create(&mut self) -> Result<()>;

    /// Commits a change, with new keys on the path, and applies it.
    fn commit(&mut self, change: Change<'_>) -> Result<Sent>;

    /// Applies somebody else's commit.
    fn process(&mut self, commit: &[u8]) -> Result<()>;

    /// Joins with a Welcome that has the tree in it.
    fn join(&mut self, welcome: &[u8]) -> Result<()>;

    /// Says what somebody needs to know to join by an external commit.
    fn group_info(&mut self) -> Result<Vec<u8>>;

    /// Joins by an external commit, and gives it.
    fn join_externally(&mut self, group_info: &[u8]) -> Result<Vec<u8>>;

    /// Says where the participant stands. Of one who was removed, mls-rs gives the last epoch
    /// that it was in; OpenMLS gives an error.
    fn place(&self) -> Result<Place>;

    /// Exports a secret of the current epoch.
    fn export_secret(&self, label: &str, len: usize) -> Result<Vec<u8>>;

    /// Says what the engine wants to know of the current epoch.
    fn export(&self, suite: CipherSuite) -> Result<MlsExport> {
        let Place { epoch, own_index, leaves, .. } = self.place()?;
        let secret = self.export_secret(MlsEpoch::EXPORTER_LABEL, suite.key_len())?;
        Ok(MlsExport { epoch, secret: BaseKey::new(&secret)?, own_index, leaves })
    }
}

/// What a commit changes; nothing at all is an update of the committer's keys.
#[derive(Clone, Copy, Default)]
pub struct Change<'a> {
    /// Key packages of those to be added.
    pub adds: &'a [Vec<u8>],
    /// Leaf indices of those to be removed.
    pub removes: &'a [u32],
}

/// What a committer sends.
pub struct Sent {
    /// To the members.
    pub commit: Vec<u8>,
    /// To those who were added, the same to each; the tree is in it.
    pub welcome: Option<Vec<u8>>,
}

/// Where a participant stands in its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The epoch.
    pub epoch: u64,
    /// The participant's leaf.
    pub own_index: u32,
    /// Leaves of the tree, blank ones too, as the library says it.
    pub leaves: u32,
    /// Leaves that are not blank.
    pub members: u32,
}
