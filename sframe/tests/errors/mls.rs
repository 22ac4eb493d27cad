//! Keys from an MLS group.

use std::time::Duration;

use frameseal::{
    BaseKey, CounterStoreError, GoOver, KeyError, MAX_CONTEXTS, MlsExport, MlsKeys, MlsKeysConfig,
    MlsKeysError,
};

use crate::book::Book;
use crate::faulty::Script;
use crate::parties::{GCM, epoch_bits, leasing, own_ledger};

fn export(epoch: u64, secret: u8) -> MlsExport {
    let secret = BaseKey::new(&[secret; 16]).unwrap();
    MlsExport { epoch, secret, own_index: 1, leaves: 5 }
}

fn config() -> MlsKeysConfig {
    MlsKeysConfig::with_encryptors(GCM, epoch_bits(2), own_ledger())
}

pub(crate) fn mls_keys() -> Book {
    let mut book = Book::of("mls_keys.rs", "MlsKeysError");
    let now = Duration::from_secs(1);
    let mut wrong = config();
    wrong.send_delay = wrong.grace;
    book.note(MlsKeys::new(wrong).map(drop).unwrap_err(), &["send delay", "shorter"]);

    let mut keys = MlsKeys::new(config()).unwrap();
    book.note(keys.encryptor(0).map(drop).unwrap_err(), &["no epoch", "nothing can be sent"]);
    keys.add_epoch(export(10, 10), GoOver::AtOnce, now).unwrap();
    let before = (keys.epochs().collect::<Vec<_>>(), keys.sending());
    let mut note = |keys: &mut MlsKeys, error: MlsKeysError, says: &[&str]| {
        book.note(error, says);
        assert_eq!((keys.epochs().collect::<Vec<_>>(), keys.sending()), before, "{error:?}");
    };
    let mut add = |keys: &mut MlsKeys, export, says: &[&str]| {
        let error = keys.add_epoch(export, GoOver::AtOnce, now).unwrap_err();
        note(keys, error, says);
    };
    add(&mut keys, MlsExport { own_index: 5, ..export(11, 11) }, &["leaf 5", "5 leaves"]);
    add(&mut keys, export(10, 11), &["epoch 10", "fork"]);
    add(&mut keys, export(11, 10), &["epoch 11", "epoch 10", "new state"]);
    add(&mut keys, export(6, 6), &["epoch 6", "3 behind 10", "widen"]);
    let long = BaseKey::new(&[7; 17]).unwrap();
    add(&mut keys, MlsExport { secret: long, ..export(11, 11) }, &["secret has 17", "wants 16"]);
    let error = keys.go_over(11).unwrap_err();
    note(&mut keys, error, &["epoch 11", "add it first"]);
    let error = keys.go_over(9).unwrap_err();
    note(&mut keys, error, &["in epoch 10", "never again in 9"]);
    for context in 0..MAX_CONTEXTS as u64 {
        keys.encryptor(context).unwrap();
    }
    let error = keys.encryptor(MAX_CONTEXTS as u64).map(drop).unwrap_err();
    note(&mut keys, error, &[&MAX_CONTEXTS.to_string(), "from 0 up"]);
    keys.encryptor(0).unwrap();

    // Epoch 10 ends, and comes back from a backup.
    keys.add_epoch(export(11, 11), GoOver::AtOnce, now).unwrap();
    keys.advance(now + Duration::from_secs(3600));
    assert_eq!(keys.epochs().collect::<Vec<_>>(), [11]);
    let over = keys.add_epoch(export(10, 10), GoOver::AtOnce, now).unwrap_err();
    book.note(over, &["epoch 10 is over", "backup"]);
    assert_eq!(keys.epochs().collect::<Vec<_>>(), [11]);

    let config = MlsKeysConfig::with_encryptors(GCM, epoch_bits(2), leasing(Script::of(&[]), 1));
    let mut keys = MlsKeys::new(config).unwrap();
    keys.add_epoch(export(1, 1), GoOver::AtOnce, now).unwrap();
    let error = keys.encryptor(0).map(drop).unwrap_err();
    let unavailable = KeyError::Counters(CounterStoreError::Unavailable);
    assert_eq!(error, MlsKeysError::Key(unavailable));
    book.note(error, &["could not save"]);
    book
}
