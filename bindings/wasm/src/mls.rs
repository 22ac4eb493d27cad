//! Keys from an MLS group, by any library (RFC 9605 section 5.2).

use frameseal::{
    DecryptorConfig, EncryptorConfig, EpochBits, GoOver, MlsEpoch, MlsExport, MlsKeysConfig,
    MlsKeysEvent,
};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::failure::refused;
use crate::{Decryptor, Encryptor, counters, elsewhere, words};

/// Keeps the epochs of a group, and its decryptor up to date.
#[wasm_bindgen]
pub struct MlsKeys {
    keys: frameseal::MlsKeys,
    decryptor: Decryptor,
}

#[wasm_bindgen]
impl MlsKeys {
    /// For frames of a suite and KIDs that end in so many bits of epoch; both the same for all
    /// members.
    ///
    /// # Errors
    /// Codes `UnknownSuite`, `FieldTooWide`.
    #[wasm_bindgen(constructor)]
    pub fn new(suite: u16, epoch_bits: u8) -> Result<Self, JsValue> {
        let mut encryptors = EncryptorConfig::with_counters(counters::store());
        encryptors.provider = Some(elsewhere::provider());
        let (suite, bits) = (words::suite(suite)?, EpochBits::new(epoch_bits).map_err(refused)?);
        let config = MlsKeysConfig::with_encryptors(suite, bits, encryptors);
        let keys = frameseal::MlsKeys::new(config).map_err(refused)?;
        let decryptor = Decryptor::of(DecryptorConfig::for_layout(keys.layout()));
        Ok(Self { keys, decryptor })
    }

    /// Gives the label with which the secret is exported from MLS; the context is empty.
    #[wasm_bindgen(js_name = exporterLabel)]
    pub fn exporter_label() -> String {
        MlsEpoch::EXPORTER_LABEL.into()
    }

    /// Takes the secret of an epoch, and wipes its bytes. `leaves` is the size of the tree,
    /// `own_index` this member's leaf. `at_once` after somebody was removed.
    ///
    /// # Errors
    /// Codes `WrongLength`, `NotInTree`, `OtherEpoch`, `SameSecret`, `Over`, `TooOld`.
    #[wasm_bindgen(js_name = addEpoch)]
    pub fn add_epoch(
        &mut self,
        epoch: u64,
        secret: &mut [u8],
        leaves: u32,
        own_index: u32,
        at_once: bool,
        now: f64,
    ) -> Result<(), JsValue> {
        let base_key = words::base_key(secret)?;
        let export = MlsExport { epoch, secret: base_key, leaves, own_index };
        let go_over = if at_once { GoOver::AtOnce } else { GoOver::AfterDelay };
        self.keys.add_epoch(export, go_over, words::time(now)).map_err(refused)?;
        self.update()
    }

    /// Begins to send in an epoch that is held.
    ///
    /// # Errors
    /// Codes `SendingIsNewer`, `UnknownEpoch`.
    #[wasm_bindgen(js_name = goOver)]
    pub fn go_over(&mut self, epoch: u64) -> Result<(), JsValue> {
        self.keys.go_over(epoch).map_err(refused)
    }

    /// Takes note of the time.
    ///
    /// # Errors
    /// None that is known.
    pub fn advance(&mut self, now: f64) -> Result<(), JsValue> {
        self.keys.advance(words::time(now));
        self.decryptor.advance(now);
        Ok(())
    }

    /// Gives the 16 bytes under which the counters are kept that this member will use for a
    /// context in an epoch: grant some before [`encryptor`](Self::encryptor).
    ///
    /// # Errors
    /// Codes `UnknownEpoch`, `FieldTooWide`.
    pub fn fingerprint(&self, epoch: u64, context: u64) -> Result<Vec<u8>, JsValue> {
        let fingerprint = self.keys.fingerprint(epoch, context).map_err(refused)?;
        Ok(fingerprint.as_bytes().to_vec())
    }

    /// Gives the epoch that is sent in.
    #[wasm_bindgen(getter)]
    pub fn sending(&self) -> Option<u64> {
        self.keys.sending()
    }

    /// Gives the encryptor for a context, such as 0 for audio and 1 for video.
    ///
    /// # Errors
    /// Codes `NoEpoch`, `TooManyContexts`, `FieldTooWide`, `Unavailable`.
    pub fn encryptor(&mut self, context: u64) -> Result<Encryptor, JsValue> {
        Ok(Encryptor(self.keys.encryptor(context).map_err(refused)?))
    }

    /// Gives the decryptor for the frames of all members.
    pub fn decryptor(&self) -> Decryptor {
        self.decryptor.share()
    }

    /// Gives the next event: `"goneOver"` (ask for the encryptors anew), `"commitSoon"`, or
    /// undefined.
    #[wasm_bindgen(js_name = pollEvent)]
    pub fn poll_event(&mut self) -> Option<String> {
        match self.keys.poll_event()? {
            MlsKeysEvent::GoneOver { .. } => Some("goneOver".into()),
            MlsKeysEvent::CommitSoon { .. } => Some("commitSoon".into()),
            _ => None,
        }
    }

    /// Gives the leaf index of the sender whose frames have this KID, if its epoch is held.
    #[wasm_bindgen(js_name = senderOf)]
    pub fn sender_of(&self, kid: u64) -> Option<u32> {
        let (index, _) = self.keys.sender_of(frameseal::KeyId::new(kid))?;
        u32::try_from(index).ok()
    }

    fn update(&mut self) -> Result<(), JsValue> {
        self.decryptor.with(|decryptor| self.keys.update(decryptor)).map_err(refused)
    }
}
