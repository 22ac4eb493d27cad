//! Many frames in one call.

use crate::boundary::{Args, Buffer};
use crate::failure::Failure;
use crate::result::{ResultNumber, frameseal_result};

/// One frame of a batch: what goes in, where it goes, and what came of it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct frameseal_frame {
    /// The frame, or the sealed frame.
    pub frame: *const u8,
    /// Its length in bytes.
    pub frame_len: usize,
    /// What is authenticated with it and not sent; may be null with length 0.
    pub metadata: *const u8,
    /// Its length in bytes.
    pub metadata_len: usize,
    /// Where the result goes. Nothing of `frame` and `metadata` may lie there.
    pub out: *mut u8,
    /// The size of `out` in bytes.
    pub out_size: usize,
    /// Written: the length of the result in bytes.
    pub out_len: usize,
    /// Written: how it ended.
    pub result: ResultNumber,
}

impl frameseal_frame {
    /// Does `f` to each frame, in order. Gives the first failure, when all are done.
    pub(crate) fn each(
        args: &Args<'_>,
        frames: Buffer<'_, Self>,
        mut f: impl FnMut(&[u8], &[u8], &mut [u8]) -> Result<usize, Failure>,
    ) -> Result<(), Failure> {
        let mut first = Ok(());
        for n in 0..frames.size() {
            frames.update(n, |mut item: Self| {
                let done = (|| {
                    let frame = args.bytes("frame", item.frame, item.frame_len)?;
                    let metadata = args.bytes("metadata", item.metadata, item.metadata_len)?;
                    let out = args.bytes_out("out", item.out, item.out_size)?;
                    let out = out.apart_from(frame)?.apart_from(metadata)?;
                    f(frame, metadata, out.writable())
                })();
                match done {
                    Ok(len) => (item.out_len, item.result) = (len, frameseal_result::Ok as u32),
                    Err(failure) => {
                        item.result = failure.result() as u32;
                        if first.is_ok() {
                            first = Err(failure);
                        }
                    }
                }
                item
            });
        }
        first
    }
}
