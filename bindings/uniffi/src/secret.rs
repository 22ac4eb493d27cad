//! Secret bytes on their way in.

use uniffi::{Lift, MetadataBuffer, RustBuffer, TypeId, deps::anyhow};
use zeroize::Zeroizing;

use crate::error::FrameSealError;
use crate::{UniFfiTag, words};

/// Bytes that other languages pass as they do all bytes. They are wiped here, and so is the buffer
/// in which they came. The other language's own array is the app's to wipe.
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// Gives the base key of these bytes.
    pub(crate) fn base_key(self) -> Result<frameseal::BaseKey, FrameSealError> {
        frameseal::BaseKey::new(&self.0).map_err(FrameSealError::of)
    }

    /// Gives them, if they are as many as they have to be.
    pub(crate) fn array<const N: usize>(
        self,
        what: &str,
    ) -> Result<Zeroizing<[u8; N]>, FrameSealError> {
        words::array(what, &self.0).map(Zeroizing::new)
    }
}

// SAFETY: in every respect as uniffi's own for bytes, which it calls.
unsafe impl Lift<UniFfiTag> for Secret {
    type FfiType = RustBuffer;

    fn try_lift(buffer: RustBuffer) -> anyhow::Result<Self> {
        let sent = Zeroizing::new(buffer.destroy_into_vec());
        let mut rest = sent.as_slice();
        let secret = Self::try_read(&mut rest)?;
        anyhow::ensure!(rest.is_empty(), "there is more in the buffer than was said");
        Ok(secret)
    }

    fn try_read(buffer: &mut &[u8]) -> anyhow::Result<Self> {
        let bytes = <Vec<u8> as Lift<UniFfiTag>>::try_read(buffer)?;
        Ok(Self(Zeroizing::new(bytes)))
    }
}

impl TypeId<UniFfiTag> for Secret {
    const TYPE_ID_META: MetadataBuffer = <Vec<u8> as TypeId<UniFfiTag>>::TYPE_ID_META;
}

/// The same for a text.
pub struct SecretText(Zeroizing<String>);

impl SecretText {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

// SAFETY: in every respect as uniffi's own for texts.
unsafe impl Lift<UniFfiTag> for SecretText {
    type FfiType = RustBuffer;

    fn try_lift(buffer: RustBuffer) -> anyhow::Result<Self> {
        let sent = Zeroizing::new(buffer.destroy_into_vec());
        Ok(Self(Zeroizing::new(std::str::from_utf8(&sent)?.to_owned())))
    }

    fn try_read(buffer: &mut &[u8]) -> anyhow::Result<Self> {
        let text = <String as Lift<UniFfiTag>>::try_read(buffer)?;
        Ok(Self(Zeroizing::new(text)))
    }
}

impl TypeId<UniFfiTag> for SecretText {
    const TYPE_ID_META: MetadataBuffer = <String as TypeId<UniFfiTag>>::TYPE_ID_META;
}
