//! mls-rs.

use anyhow::{Context, Result, bail};
use mls_rs::{
    CipherSuite, CipherSuiteProvider, Client, CryptoProvider, ExtensionList, Group, MlsMessage,
    client_builder::MlsConfig,
    group::ReceivedMessage,
    identity::{
        SigningIdentity,
        basic::{BasicCredential, BasicIdentityProvider},
    },
    mls_rules::{CommitOptions, DefaultMlsRules},
    time::MlsTime,
};
use mls_rs_crypto_rustcrypto::RustCryptoProvider;

use crate::{Change, Participant, Place, Sent};

const SUITE: CipherSuite = CipherSuite::CURVE25519_AES128;

/// 1 hour, in seconds. OpenMLS takes no key package in the second from which it is valid, and
/// mls-rs makes it valid from now; some time back is good for slow clocks too.
const HOUR: u64 = 60 * 60;

/// Makes a participant with the primitives of RustCrypto and cipher suite 1 of RFC 9420.
pub fn mls_rs(name: &str) -> Result<Box<dyn Participant>> {
    let crypto = RustCryptoProvider::new();
    let suite = crypto.cipher_suite_provider(SUITE).context("cipher suite 1")?;
    let (secret, public) = suite.signature_key_generate()?;
    let credential = BasicCredential::new(name.into()).into_credential();
    // As in OpenMLS, every commit brings new keys on the committer's path.
    let options = CommitOptions::new().with_path_required(true);
    let client = Client::builder()
        .identity_provider(BasicIdentityProvider)
        .crypto_provider(crypto)
        .mls_rules(DefaultMlsRules::new().with_commit_options(options))
        .signing_identity(SigningIdentity::new(credential, public), secret, SUITE)
        .build();
    Ok(Box::new(Member { client, group: None }))
}

struct Member<C: MlsConfig> {
    client: Client<C>,
    group: Option<Group<C>>,
}

impl<C: MlsConfig> Member<C> {
    fn group(&self) -> Result<&Group<C>> {
        self.group.as_ref().context("not a member")
    }

    fn group_mut(&mut self) -> Result<&mut Group<C>> {
        self.group.as_mut().context("not a member")
    }
}

impl<C: MlsConfig> Participant for Member<C> {
    fn library(&self) -> &'static str {
        "mls-rs"
    }

    fn key_package(&mut self) -> Result<Vec<u8>> {
        let none = ExtensionList::default;
        Ok(self.client.generate_key_package_message(none(), none(), an_hour_ago())?.to_bytes()?)
    }

    fn create(&mut self) -> Result<()> {
        let none = ExtensionList::default;
        self.group = Some(self.client.create_group(none(), none(), an_hour_ago())?);
        Ok(())
    }

    fn commit(&mut self, change: Change<'_>) -> Result<Sent> {
        let group = self.group_mut()?;
        let mut builder = group.commit_builder();
        for package in change.adds {
            builder = builder.add_member(MlsMessage::from_bytes(package)?)?;
        }
        for &index in change.removes {
            builder = builder.remove_member(index)?;
        }
        let output = builder.build()?;
        group.apply_pending_commit()?;
        let welcome = output.welcome_messages.first();
        let welcome = welcome.map(|welcome| welcome.to_bytes()).transpose()?;
        Ok(Sent { commit: output.commit_message.to_bytes()?, welcome })
    }

    fn process(&mut self, commit: &[u8]) -> Result<()> {
        let message = MlsMessage::from_bytes(commit)?;
        let ReceivedMessage::Commit(_) = self.group_mut()?.process_incoming_message(message)?
        else {
            bail!("no commit");
        };
        Ok(())
    }

    fn join(&mut self, welcome: &[u8]) -> Result<()> {
        let welcome = MlsMessage::from_bytes(welcome)?;
        self.group = Some(self.client.join_group(None, &welcome, None)?.0);
        Ok(())
    }

    fn group_info(&mut self) -> Result<Vec<u8>> {
        Ok(self.group()?.group_info_message_allowing_ext_commit(true)?.to_bytes()?)
    }

    fn join_externally(&mut self, group_info: &[u8]) -> Result<Vec<u8>> {
        let info = MlsMessage::from_bytes(group_info)?;
        let (group, commit) = self.client.commit_external(info)?;
        self.group = Some(group);
        Ok(commit.to_bytes()?)
    }

    fn place(&self) -> Result<Place> {
        let group = self.group()?;
        let own_index = group.current_member_index();
        let members = group.roster().members_iter().count();
        Ok(Place {
            epoch: group.current_epoch(),
            own_index,
            leaves: group.export_tree().total_leaf_count(),
            members: u32::try_from(members)?,
        })
    }

    fn export_secret(&self, label: &str, len: usize) -> Result<Vec<u8>> {
        Ok(self.group()?.export_secret(label.as_bytes(), &[], len)?.to_vec())
    }
}

fn an_hour_ago() -> Option<MlsTime> {
    MlsTime::now().seconds_since_epoch().checked_sub(HOUR).map(MlsTime::from)
}
