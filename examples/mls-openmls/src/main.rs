//! Keys for frames from a group of OpenMLS.
//!
//! Alice is in a call, Bob joins and leaves again. MLS agrees on a secret with each change of
//! the group (an epoch), and `MlsKeys` makes the keys for frames from it:
//! `cargo run -p mls-openmls`. The exit status says whether all went as it should.

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use frameseal::{
    BaseKey, CipherSuite, DecryptError, Decryptor, DecryptorConfig, EpochBits, GoOver, MlsEpoch,
    MlsExport, MlsKeys, MlsKeysConfig,
};
use openmls::prelude::*;
use openmls_basic_credential::SignatureKeyPair;
use openmls_rust_crypto::OpenMlsRustCrypto;

/// The cipher suite of the group. It protects what members say to each other about keys.
const GROUP: Ciphersuite = Ciphersuite::MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519;

/// The cipher suite of frames; all members use the same.
const FRAMES: CipherSuite = CipherSuite::AES_128_GCM_SHA256_128;

/// Tracks of one sender have keys of their own. Any numbers will do.
const AUDIO: u64 = 0;

fn main() -> Result<()> {
    let mut alice = Person::new("Alice")?;
    let mut bob = Person::new("Bob")?;
    let seconds = Duration::from_secs; // since the call began; the engine has no clock

    // Alice founds the group and is alone in it.
    alice.group =
        Some(MlsGroup::new(&alice.mls, &alice.signer, &group_config(), alice.credential.clone())?);
    alice.take_keys(GoOver::AfterDelay, seconds(0))?;
    let before = alice.says("is anybody there?")?;

    // Bob joins. His key package lies on a server; Alice adds him with it. The commit would go
    // to all other members, the Welcome goes to Bob.
    let key_package =
        KeyPackage::builder().build(GROUP, &bob.mls, &bob.signer, bob.credential.clone())?;
    let group = alice.group.as_mut().context("Alice has a group")?;
    let (_commit, welcome, _) =
        group.add_members(&alice.mls, &alice.signer, &[key_package.key_package().clone()])?;
    group.merge_pending_commit(&alice.mls)?;
    let welcome = message(&welcome)?;
    let MlsMessageBodyIn::Welcome(welcome) = welcome.extract() else { bail!("no Welcome") };
    let joined = StagedWelcome::new_from_welcome(
        &bob.mls,
        group_config().join_config(),
        welcome,
        None, // the tree is in the Welcome
    )?;
    bob.group = Some(joined.into_group(&bob.mls)?);
    println!("Bob joins.");
    // Alice goes on with the old keys for a second: a member who gets the commit a little
    // later than others misses nothing then. Bob has only the new keys and sends with them.
    alice.take_keys(GoOver::AfterDelay, seconds(10))?;
    bob.take_keys(GoOver::AfterDelay, seconds(10))?;
    alice.time_is(seconds(11));
    let hello = alice.says("hello Bob")?;
    ensure!(bob.hears(&hello)? == Some("hello Bob".into()));
    let hello = bob.says("hello Alice")?;
    ensure!(alice.hears(&hello)? == Some("hello Alice".into()));
    ensure!(bob.hears(&before)?.is_none(), "that was said before he came");

    // Bob leaves. In MLS somebody else commits that.
    let bobs_leaf = bob.group.as_ref().context("Bob has a group")?.own_leaf_index();
    let group = alice.group.as_mut().context("Alice has a group")?;
    let (commit, ..) = group.remove_members(&alice.mls, &alice.signer, &[bobs_leaf])?;
    group.merge_pending_commit(&alice.mls)?;
    bob.process(&commit)?;
    println!("Bob leaves.");
    // At once: what is sent with the old keys, Bob can read.
    alice.take_keys(GoOver::AtOnce, seconds(20))?;
    let after = alice.says("is he gone?")?;
    ensure!(bob.hears(&after)?.is_none(), "Bob is no member any more");
    ensure!(bob.take_keys(GoOver::AtOnce, seconds(20)).is_err(), "and gets no new keys");
    println!("All as it should be.");
    Ok(())
}

/// Somebody with an MLS client, keys for frames made from its group, and a decryptor.
struct Person {
    name: &'static str,
    mls: OpenMlsRustCrypto,
    signer: SignatureKeyPair,
    credential: CredentialWithKey,
    group: Option<MlsGroup>,
    keys: MlsKeys,
    decryptor: Decryptor,
}

impl Person {
    fn new(name: &'static str) -> Result<Self> {
        let signer = SignatureKeyPair::new(GROUP.signature_algorithm())?;
        // A real app has a certificate here, or a server that knows whose key this is.
        let credential = CredentialWithKey {
            credential: BasicCredential::new(name.into()).into(),
            signature_key: signer.to_public_vec().into(),
        };
        // This group is in memory, like its counters. One that is kept needs counters that are.
        let keys = MlsKeys::new(MlsKeysConfig::new(FRAMES, EpochBits::new(4)?))?;
        let decryptor = Decryptor::with_config(DecryptorConfig::for_layout(keys.layout()));
        let mls = OpenMlsRustCrypto::default();
        Ok(Self { name, mls, signer, credential, group: None, keys, decryptor })
    }

    /// To be done after each commit: takes the keys of the epoch that the group is in now.
    fn take_keys(&mut self, go_over: GoOver, now: Duration) -> Result<()> {
        let group = self.group.as_ref().context("no member")?;
        let (label, len) = (MlsEpoch::EXPORTER_LABEL, FRAMES.key_len());
        let secret = group.export_secret(self.mls.crypto(), label, &[], len)?;
        let last = group.members().last().context("a group has members")?;
        let export = MlsExport {
            epoch: group.epoch().as_u64(),
            secret: BaseKey::new(&secret)?,
            own_index: group.own_leaf_index().u32(),
            // Not the number of members: leaves of those who left may be blank.
            leaves: last.index.u32().saturating_add(1),
        };
        self.time_is(now);
        self.keys.add_epoch(export, go_over, now)?;
        self.keys.update(&mut self.decryptor)?; // and any other decryptor, one in each worker
        Ok(())
    }

    fn process(&mut self, commit: &MlsMessageOut) -> Result<()> {
        let group = self.group.as_mut().context("no member")?;
        let commit = message(commit)?.try_into_protocol_message()?;
        let processed = group.process_message(&self.mls, commit)?;
        match processed.into_content() {
            // Here an app looks at what the commit changes before it takes it.
            ProcessedMessageContent::StagedCommitMessage(commit) => {
                Ok(group.merge_staged_commit(&self.mls, *commit)?)
            }
            _ => bail!("no commit"),
        }
    }

    /// To be done about once a second.
    fn time_is(&mut self, now: Duration) {
        self.keys.advance(now);
        self.decryptor.advance(now);
    }

    fn says(&mut self, words: &str) -> Result<Vec<u8>> {
        let encryptor = self.keys.encryptor(AUDIO)?;
        let sealed = encryptor.encrypt_to_vec(words.as_bytes(), b"")?;
        println!(
            "{} says {words:?}: {} bytes, KID {}",
            self.name,
            sealed.len(),
            encryptor.key_id()
        );
        Ok(sealed)
    }

    fn hears(&mut self, sealed: &[u8]) -> Result<Option<String>> {
        match self.decryptor.decrypt_to_vec(sealed, b"") {
            Ok(words) => {
                let words = String::from_utf8(words)?;
                println!("    {} hears {words:?}", self.name);
                Ok(Some(words))
            }
            Err(refused @ DecryptError::UnknownKey { .. }) => {
                println!("    {} hears nothing: {refused}", self.name);
                Ok(None)
            }
            Err(other) => Err(other.into()),
        }
    }
}

fn group_config() -> MlsGroupCreateConfig {
    MlsGroupCreateConfig::builder().ciphersuite(GROUP).use_ratchet_tree_extension(true).build()
}

/// Takes a message over the network: as bytes.
fn message(sent: &MlsMessageOut) -> Result<MlsMessageIn> {
    Ok(MlsMessageIn::tls_deserialize_exact_bytes(&sent.to_bytes()?)?)
}
