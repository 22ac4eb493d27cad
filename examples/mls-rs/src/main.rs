//! Keys for frames from a group of mls-rs.
//!
//! Alice is in a call, Bob joins and leaves again. MLS agrees on a secret with each change of
//! the group (an epoch), and `MlsKeys` makes the keys for frames from it:
//! `cargo run -p mls-mls-rs`. The exit status says whether all went as it should.

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use frameseal::{
    BaseKey, CipherSuite, DecryptError, Decryptor, DecryptorConfig, EpochBits, GoOver, MlsEpoch,
    MlsExport, MlsKeys, MlsKeysConfig,
};
use mls_rs::{
    CipherSuite as GroupSuite, CipherSuiteProvider, Client, CryptoProvider, ExtensionList, Group,
    MlsMessage,
    client_builder::MlsConfig,
    group::{CommitEffect, ReceivedMessage},
    identity::{
        SigningIdentity,
        basic::{BasicCredential, BasicIdentityProvider},
    },
};
use mls_rs_crypto_rustcrypto::RustCryptoProvider;

/// The cipher suite of the group. It protects what members say to each other about keys.
const GROUP: GroupSuite = GroupSuite::CURVE25519_AES128;

/// The cipher suite of frames; all members use the same.
const FRAMES: CipherSuite = CipherSuite::AES_128_GCM_SHA256_128;

/// Tracks of one sender have keys of their own. Any numbers will do.
const AUDIO: u64 = 0;

fn main() -> Result<()> {
    let mut alice = Person::new("Alice", client("Alice")?)?;
    let mut bob = Person::new("Bob", client("Bob")?)?;
    let seconds = Duration::from_secs; // since the call began; the engine has no clock
    let none = ExtensionList::default;

    // Alice founds the group and is alone in it.
    alice.group = Some(alice.client.create_group(none(), none(), None)?);
    alice.take_keys(GoOver::AfterDelay, seconds(0))?;
    let before = alice.says("is anybody there?")?;

    // Bob joins. His key package lies on a server; Alice adds him with it. The commit would go
    // to all other members, the Welcome goes to Bob.
    let key_package = bob.client.generate_key_package_message(none(), none(), None)?.to_bytes()?;
    let group = alice.group.as_mut().context("Alice has a group")?;
    let key_package = MlsMessage::from_bytes(&key_package)?;
    let commit = group.commit_builder().add_member(key_package)?.build()?;
    group.apply_pending_commit()?;
    let welcome = commit.welcome_messages.first().context("a Welcome")?.to_bytes()?;
    let (group, _) = bob.client.join_group(None, &MlsMessage::from_bytes(&welcome)?, None)?;
    bob.group = Some(group);
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
    let bobs_leaf = bob.group.as_ref().context("Bob has a group")?.current_member_index();
    let group = alice.group.as_mut().context("Alice has a group")?;
    let commit = group.commit_builder().remove_member(bobs_leaf)?.build()?;
    group.apply_pending_commit()?;
    ensure!(bob.process(&commit.commit_message.to_bytes()?)? == Effect::Removed);
    println!("Bob leaves.");
    // At once: what is sent with the old keys, Bob can read.
    alice.take_keys(GoOver::AtOnce, seconds(20))?;
    let after = alice.says("is he gone?")?;
    ensure!(bob.hears(&after)?.is_none(), "Bob is no member any more");
    println!("All as it should be.");
    Ok(())
}

/// Makes an MLS client.
fn client(name: &str) -> Result<Client<impl MlsConfig + use<>>> {
    let crypto = RustCryptoProvider::new();
    let suite = crypto.cipher_suite_provider(GROUP).context("the provider has cipher suite 1")?;
    let (secret, public) = suite.signature_key_generate()?;
    // A real app has a certificate here, or a server that knows whose key this is.
    let credential = BasicCredential::new(name.into()).into_credential();
    Ok(Client::builder()
        .identity_provider(BasicIdentityProvider)
        .crypto_provider(crypto)
        .signing_identity(SigningIdentity::new(credential, public), secret, GROUP)
        .build())
}

/// Somebody with an MLS client, keys for frames made from its group, and a decryptor.
struct Person<C: MlsConfig> {
    name: &'static str,
    client: Client<C>,
    group: Option<Group<C>>,
    keys: MlsKeys,
    decryptor: Decryptor,
}

/// What a commit meant for who processed it.
#[derive(PartialEq)]
enum Effect {
    NewEpoch,
    Removed,
}

impl<C: MlsConfig> Person<C> {
    fn new(name: &'static str, client: Client<C>) -> Result<Self> {
        // This group is in memory, like its counters. One that is kept needs counters that are.
        let keys = MlsKeys::new(MlsKeysConfig::new(FRAMES, EpochBits::new(4)?))?;
        let decryptor = Decryptor::with_config(DecryptorConfig::for_layout(keys.layout()));
        Ok(Self { name, client, group: None, keys, decryptor })
    }

    /// To be done after each commit: takes the keys of the epoch that the group is in now.
    fn take_keys(&mut self, go_over: GoOver, now: Duration) -> Result<()> {
        let group = self.group.as_ref().context("no member")?;
        let (label, len) = (MlsEpoch::EXPORTER_LABEL, FRAMES.key_len());
        let secret = group.export_secret(label.as_bytes(), &[], len)?;
        let export = MlsExport {
            epoch: group.current_epoch(),
            secret: BaseKey::new(secret.as_bytes())?,
            own_index: group.current_member_index(),
            // Not the number of members: leaves of those who left may be blank.
            leaves: group.export_tree().total_leaf_count(),
        };
        self.time_is(now);
        self.keys.add_epoch(export, go_over, now)?;
        self.keys.update(&mut self.decryptor)?; // and any other decryptor, one in each worker
        Ok(())
    }

    fn process(&mut self, commit: &[u8]) -> Result<Effect> {
        let group = self.group.as_mut().context("no member")?;
        let message = MlsMessage::from_bytes(commit)?;
        let ReceivedMessage::Commit(commit) = group.process_incoming_message(message)? else {
            bail!("no commit");
        };
        Ok(match commit.effect {
            CommitEffect::Removed { .. } => Effect::Removed,
            _ => Effect::NewEpoch,
        })
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
