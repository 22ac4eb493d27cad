//! How fast FrameSeal has to be, as ratios, so that the targets hold on every machine.

use crate::{Case, Figures};

/// A limit on FrameSeal's time for one case.
pub(crate) struct Target {
    pub(crate) case: Case,
    /// How the limit came about.
    pub(crate) rule: String,
    /// Whose time it is.
    pub(crate) of: &'static str,
    /// That time in nanoseconds a frame.
    pub(crate) ns: f64,
    /// The most it may be.
    pub(crate) limit: f64,
}

impl Target {
    pub(crate) fn reached(&self) -> bool {
        self.ns <= self.limit
    }
}

/// Gives every target that the figures can say something about.
pub(crate) fn judge(figures: &[Figures]) -> Vec<Target> {
    figures
        .iter()
        .flat_map(|figures| {
            let targets = [
                floor_target(figures),
                peer_target(figures),
                envelope_target(figures),
                c_target(figures),
                c_envelope_target(figures),
            ];
            targets.into_iter().flatten()
        })
        .collect()
}

/// The work around the AEAD: at most 15 % of it, and for the GCM of a 100-byte frame, which
/// takes some 50 ns, a quarter or 15 ns.
fn floor_target(figures: &Figures) -> Option<Target> {
    let &Figures { case, frameseal, floor: (by, floor), .. } = figures;
    let (rule, limit) = match (case.suite.id(), case.bytes) {
        (1, _) | (4 | 5, 1024..) => ("1.15 × floor", 1.15 * floor),
        (4 | 5, 100) => ("1.25 × floor or + 15 ns", (1.25 * floor).max(floor + 15.0)),
        _ => return None,
    };
    Some(Target {
        case,
        of: "frameseal",
        rule: format!("{rule} ({by}, {floor:.1} ns)"),
        ns: frameseal,
        limit,
    })
}

/// How many times faster than the best back end of the crate `sframe`.
fn peer_target(figures: &Figures) -> Option<Target> {
    let &Figures { case, frameseal, ref peers, .. } = figures;
    let factor = match (case.suite.id(), case.bytes) {
        (1, 100) => 1.4,
        (4 | 5, 100) => 2.3,
        (4 | 5, 1024) => 1.7,
        (4 | 5, 102_400) => 1.3,
        _ => return None,
    };
    let &(name, best) = peers.iter().min_by(|a, b| a.1.total_cmp(&b.1))?;
    let rule = format!("{factor} times faster than {name} ({best:.1} ns)");
    Some(Target { case, of: "frameseal", rule, ns: frameseal, limit: best / factor })
}

/// A transparent envelope against the plain frame inside it: a quarter more, and half as much
/// again where a whole H.264 frame is searched for start codes.
fn envelope_target(figures: &Figures) -> Option<Target> {
    let &Figures { case, frameseal, ref sealers, .. } = figures;
    let &(of, ns) = sealers.iter().find(|(name, _)| name.starts_with("transparent"))?;
    let factor = if of == "transparent-h264" { 1.5 } else { 1.25 };
    let rule = format!("{factor} × frameseal ({frameseal:.1} ns)");
    Some(Target { case, of, rule, ns, limit: factor * frameseal })
}

/// 15 ns: what a call through the C library may cost more, for finding the object and looking at
/// the arguments.
const C_COST: f64 = 15.0;

/// The C library against Rust, where a frame takes so long that 15 ns can be told from chance.
fn c_target(figures: &Figures) -> Option<Target> {
    let &Figures { case, frameseal, in_c, .. } = figures;
    let rule = format!("frameseal ({frameseal:.1} ns) + {C_COST} ns");
    let limit = frameseal + C_COST;
    matches!((case.suite.id(), case.bytes), (4 | 5, ..=1024)).then_some(Target {
        case,
        of: "frameseal-c",
        rule,
        ns: in_c,
        limit,
    })
}

/// The same for envelopes.
fn c_envelope_target(figures: &Figures) -> Option<Target> {
    let &Figures { case, ref sealers, .. } = figures;
    let of = |front: &str| sealers.iter().find(|(name, _)| name.starts_with(front));
    let (&(rust, base), &(of, ns)) = (of("transparent")?, of("c-transparent")?);
    let rule = format!("{rust} ({base:.1} ns) + {C_COST} ns");
    (case.bytes <= 1024).then_some(Target { case, of, rule, ns, limit: base + C_COST })
}
