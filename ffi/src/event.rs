//! What encryptors and decryptors report.

use frameseal::Event;

/// What an event is about.
#[repr(u32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum frameseal_event_kind {
    /// Something that this library has no number for.
    Other = 0,
    /// Frames arrive for a KID without a key: ask their sender for it.
    KeyMissing = 1,
    /// The first frame of a KID that was missing has been opened.
    KeyRecovered = 2,
    /// The key is close to its usage limit or has seen too many forgeries: change to a fresh one.
    RotateSoon = 3,
    /// Frames with this KID fail authentication: the first 16, and each doubling after that.
    Forgeries = 4,
}

/// Something changed. Every event marks an edge: it comes once, not with every frame.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct frameseal_event {
    /// What it is about.
    pub kind: frameseal_event_kind,
    /// The key it is about.
    pub kid: u64,
    /// `FRAMESEAL_EVENT_KIND_FORGERIES`: frames that failed so far; else 0.
    pub failed: u64,
    /// `FRAMESEAL_EVENT_KIND_FORGERIES`: frames that were opened so far; else 0.
    pub opened: u64,
}

impl From<Event> for frameseal_event {
    fn from(event: Event) -> Self {
        use frameseal_event_kind as Kind;
        let (kind, kid, failed, opened) = match event {
            Event::KeyMissing { kid } => (Kind::KeyMissing, kid, 0, 0),
            Event::KeyRecovered { kid } => (Kind::KeyRecovered, kid, 0, 0),
            Event::RotateSoon { kid } => (Kind::RotateSoon, kid, 0, 0),
            Event::Forgeries { kid, failed, opened } => (Kind::Forgeries, kid, failed, opened),
            _ => (Kind::Other, frameseal::KeyId::new(0), 0, 0),
        };
        Self { kind, kid: kid.as_u64(), failed, opened }
    }
}
