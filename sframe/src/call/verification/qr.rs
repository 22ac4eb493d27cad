//! QR codes (ISO/IEC 18004) as SVG.

use alloc::string::String;
use core::fmt::Write;

use qrcodegen::{QrCode, QrCodeEcc};

/// 4 modules of white on every side, as the standard asks.
const QUIET_ZONE: i32 = 4;

/// Draws `text` in black on white, one unit a module, as an SVG document that refers to nothing
/// outside. `title` is what a screen reader says.
///
/// Gives an empty string for text that no QR code can hold: more than 2331 bytes.
pub(super) fn svg(text: &str, title: &str) -> String {
    let Ok(code) = QrCode::encode_text(text, QrCodeEcc::Medium) else { return String::new() };
    let size = code.size().saturating_add(2 * QUIET_ZONE);
    let mut svg = alloc::format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" role=\"img\" \
         shape-rendering=\"crispEdges\"><title>{}</title>\
         <rect width=\"{size}\" height=\"{size}\" fill=\"#fff\"/><path fill=\"#000\" d=\"",
        escaped(title)
    );
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|&at| code.get_module(at, y)).count();
            let run = i32::try_from(run).unwrap_or(0);
            if run > 0 {
                let (left, top) = (x.saturating_add(QUIET_ZONE), y.saturating_add(QUIET_ZONE));
                // Writing to a string cannot fail.
                let _ = write!(svg, "M{left},{top}h{run}v1h-{run}z");
            }
            x = x.saturating_add(run.max(1));
        }
    }
    svg.push_str("\"/></svg>");
    svg
}

/// Escapes what means something in XML text.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_stays_a_title() {
        let svg = svg("X", "a < b & c > d</title><script>");
        let title = "<title>a &lt; b &amp; c &gt; d&lt;/title&gt;&lt;script&gt;</title>";
        assert!(svg.contains(title) && svg.ends_with("\"/></svg>"), "{svg}");
        assert_eq!(svg.matches('<').count(), 6, "{svg}");
    }

    #[test]
    fn text_at_the_limit_and_one_above() {
        let longest = "x".repeat(2331);
        assert!(svg(&longest, "").len() > 10_000);
        assert_eq!(svg(&(longest + "x"), ""), "");
    }
}
