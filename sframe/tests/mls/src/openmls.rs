//! OpenMLS.

use anyhow::{Context, Result, bail};
use openmls::prelude::*;
use openmls_basic_credential::SignatureKeyPair;
use openmls_rust_crypto::{MemoryStorage, OpenMlsRustCrypto};

use crate::{Change, Participant, Place, Sent};

/// Makes a participant with the primitives of RustCrypto and cipher suite 1 of RFC 9420.
pub fn openmls(name: &str) -> Result<Box<dyn Participant>> {
    let suite = Ciphersuite::MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519;
    Ok(Box::new(Client::new(name, suite, OpenMlsRustCrypto::default())?))
}

/// Makes a participant with the primitives of libcrux and X-Wing, which joins ML-KEM-768 and
/// X25519, as KEM.
pub fn openmls_x_wing(name: &str) -> Result<Box<dyn Participant>> {
    let suite = Ciphersuite::MLS_256_XWING_CHACHA20POLY1305_SHA256_Ed25519;
    Ok(Box::new(Client::new(name, suite, openmls_libcrux_crypto::Provider::new()?)?))
}

/// Any primitives, and everything kept in memory.
trait Provider: OpenMlsProvider<StorageProvider = MemoryStorage> {}

impl<P: OpenMlsProvider<StorageProvider = MemoryStorage>> Provider for P {}

struct Client<P> {
    suite: Ciphersuite,
    provider: P,
    signer: SignatureKeyPair,
    credential: CredentialWithKey,
    group: Option<MlsGroup>,
}

impl<P: Provider> Client<P> {
    fn new(name: &str, suite: Ciphersuite, provider: P) -> Result<Self> {
        let signer = SignatureKeyPair::new(suite.signature_algorithm())?;
        let credential = CredentialWithKey {
            credential: BasicCredential::new(name.into()).into(),
            signature_key: signer.to_public_vec().into(),
        };
        Ok(Self { suite, provider, signer, credential, group: None })
    }

    fn config(&self) -> MlsGroupCreateConfig {
        MlsGroupCreateConfig::builder()
            .ciphersuite(self.suite)
            .wire_format_policy(PURE_PLAINTEXT_WIRE_FORMAT_POLICY)
            .use_ratchet_tree_extension(true)
            .build()
    }

    fn group(&self) -> Result<&MlsGroup> {
        self.group.as_ref().filter(|group| group.is_active()).context("not a member")
    }
}

impl<P: Provider> Participant for Client<P> {
    fn library(&self) -> &'static str {
        "OpenMLS"
    }

    fn key_package(&mut self) -> Result<Vec<u8>> {
        let bundle = KeyPackage::builder().build(
            self.suite,
            &self.provider,
            &self.signer,
            self.credential.clone(),
        )?;
        Ok(MlsMessageOut::from(bundle.key_package().clone()).to_bytes()?)
    }

    fn create(&mut self) -> Result<()> {
        let credential = self.credential.clone();
        self.group = Some(MlsGroup::new(&self.provider, &self.signer, &self.config(), credential)?);
        Ok(())
    }

    fn commit(&mut self, change: Change<'_>) -> Result<Sent> {
        let provider = &self.provider;
        let adds = change.adds.iter().map(|bytes| {
            let MlsMessageBodyIn::KeyPackage(package) = read(bytes)? else {
                bail!("no key package");
            };
            Ok(package.validate(provider.crypto(), ProtocolVersion::Mls10)?)
        });
        let adds: Vec<_> = adds.collect::<Result<_>>()?;
        let group = self.group.as_mut().context("not a member")?;
        let bundle = group
            .commit_builder()
            .force_self_update(true)
            .propose_adds(adds)
            .propose_removals(change.removes.iter().copied().map(LeafNodeIndex::new))
            .load_psks(provider.storage())?
            .build(provider.rand(), provider.crypto(), &self.signer, |_| true)?
            .stage_commit(provider)?;
        let (commit, welcome, _) = bundle.into_messages();
        group.merge_pending_commit(provider)?;
        let welcome = welcome.map(|welcome| welcome.to_bytes()).transpose()?;
        Ok(Sent { commit: commit.to_bytes()?, welcome })
    }

    fn process(&mut self, commit: &[u8]) -> Result<()> {
        let group = self.group.as_mut().context("not a member")?;
        let message = MlsMessageIn::tls_deserialize_exact_bytes(commit)?;
        let message = message.try_into_protocol_message()?;
        let processed = group.process_message(&self.provider, message)?;
        let ProcessedMessageContent::StagedCommitMessage(staged) = processed.into_content() else {
            bail!("no commit");
        };
        Ok(group.merge_staged_commit(&self.provider, *staged)?)
    }

    fn join(&mut self, welcome: &[u8]) -> Result<()> {
        let MlsMessageBodyIn::Welcome(welcome) = read(welcome)? else { bail!("no Welcome") };
        let config = self.config();
        let staged = StagedWelcome::new_from_welcome(
            &self.provider,
            config.join_config(),
            welcome,
            None, // the tree is in the Welcome
        )?;
        self.group = Some(staged.into_group(&self.provider)?);
        Ok(())
    }

    fn group_info(&mut self) -> Result<Vec<u8>> {
        let info = self.group()?.export_group_info(self.provider.crypto(), &self.signer, true)?;
        Ok(info.to_bytes()?)
    }

    fn join_externally(&mut self, group_info: &[u8]) -> Result<Vec<u8>> {
        let MlsMessageBodyIn::GroupInfo(info) = read(group_info)? else { bail!("no GroupInfo") };
        let (group, bundle) = MlsGroup::external_commit_builder()
            .with_config(self.config().join_config().clone())
            .build_group(&self.provider, info, self.credential.clone())?
            .load_psks(self.provider.storage())?
            .build(self.provider.rand(), self.provider.crypto(), &self.signer, |_| true)?
            .finalize(&self.provider)?;
        self.group = Some(group);
        Ok(bundle.into_commit().to_bytes()?)
    }

    fn place(&self) -> Result<Place> {
        let group = self.group()?;
        // It does not say how many leaves there are. Members come in the order of their
        // leaves, and the last of them is in the right half of the tree.
        let (mut leaves, mut members) = (0_u32, 0_u32);
        for member in group.members() {
            leaves = member.index.u32().saturating_add(1);
            members = members.saturating_add(1);
        }
        let own_index = group.own_leaf_index().u32();
        Ok(Place { epoch: group.epoch().as_u64(), own_index, leaves, members })
    }

    fn export_secret(&self, label: &str, len: usize) -> Result<Vec<u8>> {
        Ok(self.group()?.export_secret(self.provider.crypto(), label, &[], len)?)
    }
}

fn read(message: &[u8]) -> Result<MlsMessageBodyIn> {
    Ok(MlsMessageIn::tls_deserialize_exact_bytes(message)?.extract())
}
