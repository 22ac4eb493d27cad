//! A counter store in a folder, one small file a key.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use frameseal::{CounterStore, CounterStoreError, KeyFingerprint};

/// Keeps for each key the first counter that is not leased, as a decimal number.
pub(crate) struct FileCounters {
    folder: PathBuf,
}

impl FileCounters {
    /// Uses a folder, which is made if it is not there. Keep it out of backups: a restored
    /// file would give out counters again.
    pub(crate) fn open(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// Reads, saves for good, and only then answers. The lock keeps other processes out.
    fn try_lease(&self, key: &KeyFingerprint, count: u64) -> io::Result<Option<u64>> {
        let lock = File::create(self.folder.join("lock"))?;
        lock.lock()?;
        let path = self.folder.join(format!("{key:?}"));
        let first = match fs::read_to_string(&path) {
            Ok(text) => text.trim().parse().map_err(io::Error::other)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
            Err(error) => return Err(error),
        };
        let Some(next) = u64::checked_add(first, count) else { return Ok(None) };

        let draft = path.with_extension("new");
        let mut file = File::create(&draft)?;
        writeln!(file, "{next}")?;
        file.sync_all()?;
        fs::rename(&draft, &path)?;
        File::open(&self.folder)?.sync_all()?; // the rename itself
        Ok(Some(first))
    }
}

impl CounterStore for FileCounters {
    fn lease(&self, key: &KeyFingerprint, count: u64) -> Result<u64, CounterStoreError> {
        match self.try_lease(key, count) {
            Ok(Some(first)) => Ok(first),
            Ok(None) => Err(CounterStoreError::Exhausted),
            Err(_) => Err(CounterStoreError::Unavailable),
        }
    }
}
