//! Discord calls whose members are `davey`, with everything real but the network: the voice
//! gateway is an external sender, the members an MLS group, the keys its exporter's.

use std::num::NonZeroU16;

use davey::{Codec, CommitWelcome, DaveSession, ProposalsOperationType};
use openmls::prelude::tls_codec::{DeserializeBytes as _, Serialize as _, VLBytes};
use openmls::prelude::{
    BasicCredential, Ciphersuite, ExternalProposal, ExternalSender, GroupEpoch, GroupId,
    KeyPackageIn, LeafNodeIndex, MlsMessageOut, OpenMlsProvider as _, ProtocolVersion,
    SenderExtensionIndex,
};
use openmls_basic_credential::SignatureKeyPair;
use openmls_rust_crypto::OpenMlsRustCrypto;

/// The protocol version of DAVE 1.1, on the wire.
pub const VERSION: NonZeroU16 = NonZeroU16::new(davey::DAVE_PROTOCOL_VERSION).unwrap();

/// The label of a sender's base secret.
const BASE_LABEL: &str = "Discord Secure Frames v0";

/// A call with its members.
#[derive(Debug)]
pub struct Call {
    gateway: Gateway,
    /// The members, in the order in which they joined.
    pub members: Vec<DaveSession>,
}

impl Call {
    /// Starts a call of two users, both ready to send and to receive.
    pub fn new(channel: u64, first: u64, second: u64) -> Self {
        let gateway = Gateway::new(channel);
        let members = vec![gateway.session(first)];
        let mut call = Self { gateway, members };
        call.join(second);
        call
    }

    /// Adds a user: a new epoch, to which everybody has changed when this returns.
    pub fn join(&mut self, user: u64) {
        let mut joiner = self.gateway.session(user);
        let package = joiner.create_key_package().unwrap();
        let proposal = self.gateway.add(self.epoch(), &package);
        let welcome = self.commit(&proposal).welcome.expect("an add has a welcome");
        joiner.process_welcome(&welcome, None).unwrap();
        self.members.push(joiner);
        self.change();
    }

    /// Removes a user: a new epoch, to which everybody else has changed when this returns. The
    /// one who left is given back as they were before.
    pub fn leave(&mut self, user: u64) -> DaveSession {
        let index = self.members.iter().position(|member| member.user_id() == user).unwrap();
        let leaver = self.members.remove(index);
        let leaf = leaver.own_leaf_index().unwrap();
        let proposal = self.gateway.remove(self.epoch(), leaf);
        self.commit(&proposal);
        self.change();
        leaver
    }

    /// The member with this user id.
    pub fn member(&mut self, user: u64) -> &mut DaveSession {
        self.members.iter_mut().find(|member| member.user_id() == user).unwrap()
    }

    /// The epoch of the group.
    pub fn epoch(&self) -> u64 {
        self.members[0].epoch().unwrap().as_u64()
    }

    /// A sender's base secret in the present epoch, from the exporter of the first member's
    /// group: every member would export the same.
    pub fn base_secret(&self, user: u64) -> [u8; 16] {
        base_secret(&self.members[0], user)
    }

    /// Every member takes the proposal, and the first one's commit is the one that wins.
    fn commit(&mut self, proposal: &[u8]) -> CommitWelcome {
        let mut winner = None;
        for member in &mut self.members {
            let commit =
                member.process_proposals(ProposalsOperationType::APPEND, proposal, None).unwrap();
            winner = winner.or(commit);
        }
        let winner = winner.expect("a member commits");
        for member in &mut self.members {
            assert!(member.process_commit(&winner.commit).unwrap());
        }
        winner
    }

    fn change(&mut self) {
        for member in &mut self.members {
            member.prepare_transition(0, VERSION.get()).unwrap();
        }
    }
}

/// A user's base secret, exported from the group that a session is in.
pub fn base_secret(session: &DaveSession, user: u64) -> [u8; 16] {
    let group = session.group().expect("the session has a group");
    let provider = OpenMlsRustCrypto::default();
    let secret = group.export_secret(provider.crypto(), BASE_LABEL, &user.to_le_bytes(), 16);
    secret.unwrap().try_into().unwrap()
}

/// The codec that goes by one of the names in [`crate::media::CODECS`].
pub fn codec(name: &str) -> Codec {
    match name {
        "opus" => Codec::OPUS,
        "vp8" => Codec::VP8,
        "vp9" => Codec::VP9,
        "h264" => Codec::H264,
        "h265" => Codec::H265,
        "av1" => Codec::AV1,
        _ => Codec::UNKNOWN,
    }
}

/// Discord's side: it proposes who is in the call and sees no secret.
struct Gateway {
    provider: OpenMlsRustCrypto,
    channel: u64,
    signer: SignatureKeyPair,
}

impl Gateway {
    fn new(channel: u64) -> Self {
        let suite = Ciphersuite::MLS_128_DHKEMP256_AES128GCM_SHA256_P256;
        let signer = SignatureKeyPair::new(suite.signature_algorithm()).unwrap();
        Self { provider: OpenMlsRustCrypto::default(), channel, signer }
    }

    fn session(&self, user: u64) -> DaveSession {
        let mut session = DaveSession::new(VERSION, user, self.channel, None).unwrap();
        let credential = BasicCredential::new(vec![0]).into();
        let sender = ExternalSender::new(self.signer.public().into(), credential);
        session.set_external_sender(&sender.tls_serialize_detached().unwrap()).unwrap();
        session
    }

    fn add(&self, epoch: u64, package: &[u8]) -> Vec<u8> {
        let package = KeyPackageIn::tls_deserialize_exact_bytes(package).unwrap();
        let package = package.validate(self.provider.crypto(), ProtocolVersion::Mls10).unwrap();
        let (group, epoch, index) = self.place(epoch);
        let signer = &self.signer;
        let proposal =
            ExternalProposal::new_add::<OpenMlsRustCrypto>(package, group, epoch, signer, index);
        payload(&proposal.unwrap())
    }

    fn remove(&self, epoch: u64, leaf: LeafNodeIndex) -> Vec<u8> {
        let (group, epoch, index) = self.place(epoch);
        let signer = &self.signer;
        let proposal =
            ExternalProposal::new_remove::<OpenMlsRustCrypto>(leaf, group, epoch, signer, index);
        payload(&proposal.unwrap())
    }

    fn place(&self, epoch: u64) -> (GroupId, GroupEpoch, SenderExtensionIndex) {
        let group = GroupId::from_slice(&self.channel.to_be_bytes());
        (group, GroupEpoch::from(epoch), SenderExtensionIndex::new(0))
    }
}

impl std::fmt::Debug for Gateway {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gateway").field("channel", &self.channel).finish_non_exhaustive()
    }
}

/// The payload of `dave_mls_proposals`: a vector of messages.
fn payload(message: &MlsMessageOut) -> Vec<u8> {
    let message = VLBytes::new(message.tls_serialize_detached().unwrap());
    message.tls_serialize_detached().unwrap()
}
