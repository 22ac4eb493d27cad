//! The plots of the report, as SVG that takes its colours from the style sheet of the page.

use std::collections::BTreeMap;
use std::iter::successors;
use std::ops::Range;

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, ValueFormatter};
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;

use super::escape;
use crate::media::Codec;
use crate::outcome::Samples;
use crate::table::{bytes, nanos, percent};

// These colours are names: the style sheet replaces each by one for light or for dark.
const TEXT: RGBColor = RGBColor(1, 1, 1);
const GRID: RGBColor = RGBColor(2, 2, 2);
const FIRST: RGBColor = RGBColor(3, 3, 3);
const SECOND: RGBColor = RGBColor(4, 4, 4);

/// Width and height in CSS pixels: two stand side by side on a desk, one fills a phone.
const SIZE: (u32, u32) = (480, 320);
/// Bars of a histogram.
const BINS: u32 = 60;
/// Steps across a scatter plot: frames of one step share a dot, so a long call stays a small file.
const STEPS: f64 = 120.0;
/// Least span of an axis, in decades: less would magnify nothing into something.
const LEAST_SPAN: f64 = 0.6;
/// Fewer labels than this do not make a logarithmic axis readable.
const MIN_TICKS: usize = 4;

/// Draws all plots, as `figure` elements.
pub fn figures(samples: &Samples) -> anyhow::Result<String> {
    let encrypted: Vec<_> = samples
        .encrypted
        .iter()
        .map(|(_, media, _, time)| (log(*media as f64), log(*time as f64)))
        .collect();
    let decrypted: Vec<_> = samples
        .decrypted
        .iter()
        .map(|(sealed, time)| (log(*sealed as f64), log(*time as f64)))
        .collect();
    if encrypted.is_empty() || decrypted.is_empty() {
        return Ok("<p>No frames were measured, so there is nothing to plot.</p>".to_owned());
    }
    let distribution = times(&encrypted, &decrypted)?;
    let scatter = times_by_size(&encrypted, &decrypted)?;
    Ok([distribution, scatter, sizes(samples)?].concat())
}

/// Plots how long a frame takes.
fn times(encrypted: &[(f64, f64)], decrypted: &[(f64, f64)]) -> anyhow::Result<String> {
    let [encrypt, decrypt] =
        [encrypted, decrypted].map(|frames| frames.iter().map(|frame| frame.1).collect::<Vec<_>>());
    let x =
        Axis::log("time per frame (log scale)", time_at, encrypt.iter().chain(&decrypt).copied());
    let histograms = [
        Histogram { values: &encrypt, colour: FIRST, fill: 0.25 },
        Histogram { values: &decrypt, colour: SECOND, fill: 0.25 },
    ];
    let caption = format!(
        "Half of the frames are encrypted within {} and decrypted within {}; the long tail on the \
         right is the computer doing something else in between.",
        time_at(median(&encrypt)),
        time_at(median(&decrypt)),
    );
    let plot =
        histogram("Distribution of the time to encrypt and to decrypt a frame", &x, &histograms)?;
    Ok(figure("How long a frame takes", &[("Encrypt", 1), ("Decrypt", 2)], &caption, &[("", plot)]))
}

/// Plots the time to encrypt and to decrypt frames of all sizes, on the same axes.
fn times_by_size(encrypted: &[(f64, f64)], decrypted: &[(f64, f64)]) -> anyhow::Result<String> {
    let all = || encrypted.iter().chain(decrypted).copied();
    let x = Axis::log("size of the frame (log scale)", bytes_at, all().map(|frame| frame.0));
    let y = Axis::log("time per frame (log scale)", time_at, all().map(|frame| frame.1));
    let panel = |label: &str, frames: &[(f64, f64)], colour| {
        let dots = dots(&x, &y, frames, colour);
        chart(&format!("Time to {label} a frame against its size"), &x, &y, &dots)
    };
    let panels = [
        ("Encrypt", panel("encrypt", encrypted, FIRST)?),
        ("Decrypt", panel("decrypt", decrypted, SECOND)?),
    ];
    let caption = "Small frames all take about the same time; for large ones it grows with the \
                   size. The stronger a dot, the more frames it stands for.";
    Ok(figure("Time against size", &[], caption, &panels))
}

/// Plots the sizes of frames before and after sealing, codec by codec.
fn sizes(samples: &Samples) -> anyhow::Result<String> {
    let codecs = [Codec::Opus, Codec::Vp8, Codec::Vp9, Codec::Av1, Codec::H264, Codec::H265];
    let mut panels = Vec::new();
    let mut growth = Vec::new();
    for codec in codecs {
        let frames = || samples.encrypted.iter().filter(move |frame| frame.0 == codec);
        let media: Vec<_> = frames().map(|frame| log(frame.1 as f64)).collect();
        let sealed: Vec<_> = frames().map(|frame| log(frame.2 as f64)).collect();
        if media.is_empty() {
            continue;
        }
        let x = Axis::log(
            "size of the frame (log scale)",
            bytes_at,
            media.iter().chain(&sealed).copied(),
        );
        let histograms = [
            Histogram { values: &media, colour: FIRST, fill: 0.25 },
            Histogram { values: &sealed, colour: SECOND, fill: 0.0 },
        ];
        let label = format!("Sizes of {} frames before and after sealing", codec.name());
        panels.push((codec.name(), histogram(&label, &x, &histograms)?));
        let sum = |field: fn(&(Codec, usize, usize, u64)) -> usize| {
            frames().map(field).fold(0.0, |sum, size| sum + size as f64)
        };
        let (media, sealed) = (sum(|frame| frame.1), sum(|frame| frame.2));
        growth.push(format!("{} +{}", codec.name(), percent(100.0 * (sealed / media - 1.0))));
    }
    let caption = format!(
        "Sealing adds the same few bytes to every frame, which shows on small speech frames and \
         vanishes on large video frames ({}); the shape of the distribution stays, and the \
         operator sees it.",
        growth.join(", "),
    );
    let keys = [("Media", 1), ("Sealed", 2)];
    Ok(figure("Frame sizes by codec", &keys, &caption, &panels))
}

fn figure(title: &str, keys: &[(&str, u8)], caption: &str, panels: &[(&str, String)]) -> String {
    let class = if panels.len() == 1 { " class=\"single\"" } else { "" };
    let keys: String = keys
        .iter()
        .map(|(name, colour)| format!("<span class=\"key k{colour}\">{}</span>", escape(name)))
        .collect();
    let panel = |(name, svg): &(&str, String)| {
        let name = (!name.is_empty()).then(|| format!("<h4>{}</h4>", escape(name)));
        format!("<div class=\"panel\">{}{svg}</div>", name.unwrap_or_default())
    };
    let panels: String = panels.iter().map(panel).collect();
    format!(
        "<figure{class}><h3>{} {keys}</h3>\n<div class=\"panels\">{panels}</div>\n\
         <figcaption>{}</figcaption></figure>\n",
        escape(title),
        escape(caption)
    )
}

struct Histogram<'a> {
    /// Decimal logarithms.
    values: &'a [f64],
    colour: RGBColor,
    fill: f64,
}

fn histogram(label: &str, x: &Axis, histograms: &[Histogram<'_>]) -> anyhow::Result<String> {
    let width = (x.range.end - x.range.start) / f64::from(BINS);
    let edges: Vec<_> = (0..=BINS).map(|bin| x.range.start + width * f64::from(bin)).collect();
    let mut marks = Vec::new();
    let mut highest = 0.0;
    for histogram in histograms {
        let mut sorted = histogram.values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let mut outline = vec![(x.range.start, 0.0)];
        for pair in edges.windows(2) {
            let &[from, to] = pair else { continue };
            let below = |edge| sorted.partition_point(|value| *value < edge) as f64;
            let share = 100.0 * (below(to) - below(from)) / sorted.len() as f64;
            highest = share.max(highest);
            outline.extend([(from, share), (to, share)]);
        }
        outline.push((x.range.end, 0.0));
        marks.push(Mark::Outline(outline, histogram.colour, histogram.fill));
    }
    chart(label, x, &Axis::percent("share of the frames", highest), &marks)
}

/// Gives one dot for each place of the plot where frames are, the darker the more.
fn dots(x: &Axis, y: &Axis, frames: &[(f64, f64)], colour: RGBColor) -> Vec<Mark> {
    let mut places = BTreeMap::new();
    for (size, time) in frames {
        let place = [x.snap(*size), y.snap(*time)];
        *places.entry(place.map(f64::to_bits)).or_insert(0.0) += 1.0;
    }
    let dot = |([size, time], frames): ([u64; 2], f64)| {
        let opacity = (0.3 + 0.25 * frames.log10()).min(1.0);
        Mark::Dot((f64::from_bits(size), f64::from_bits(time)), colour.mix(opacity))
    };
    places.into_iter().map(dot).collect()
}

/// What a plot is made of.
enum Mark {
    Outline(Vec<(f64, f64)>, RGBColor, f64),
    Dot((f64, f64), RGBAColor),
}

fn chart(label: &str, x: &Axis, y: &Axis, marks: &[Mark]) -> anyhow::Result<String> {
    let mut svg = String::new();
    let root = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
    let mut chart = ChartBuilder::on(&root)
        .margin_top(10)
        .margin_right(24)
        .x_label_area_size(48)
        .y_label_area_size(72)
        .build_cartesian_2d(x.clone(), y.clone())?;
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(GRID)
        .axis_style(GRID)
        .label_style(("sans-serif", 16).into_font().color(&TEXT))
        .axis_desc_style(("sans-serif", 16).into_font().color(&TEXT))
        .x_desc(x.title)
        .y_desc(y.title)
        .draw()?;
    for mark in marks {
        match mark {
            Mark::Outline(points, colour, fill) => {
                let area = Polygon::new(points.clone(), colour.mix(*fill).filled());
                chart.draw_series([area])?;
                let line = PathElement::new(points.clone(), colour.stroke_width(2));
                chart.draw_series([line])?;
            }
            Mark::Dot(at, colour) => {
                chart.draw_series([Circle::new(*at, 2, colour.filled())])?;
            }
        }
    }
    root.present()?;
    drop(chart);
    drop(root);
    let attributes = format!("<svg role=\"img\" aria-label=\"{}\"", escape(label));
    Ok(svg.replacen("<svg", &attributes, 1))
}

/// An axis; a logarithmic one is linear in the decimal logarithm.
#[derive(Clone)]
struct Axis {
    title: &'static str,
    range: Range<f64>,
    ticks: Vec<f64>,
    unit: fn(f64) -> String,
}

impl Axis {
    /// Makes an axis from decimal logarithms.
    fn log(title: &'static str, unit: fn(f64) -> String, logs: impl Iterator<Item = f64>) -> Self {
        let span = |(low, high): (f64, f64), value| (low.min(value), high.max(value));
        let (low, high) = logs.fold((f64::MAX, f64::MIN), span);
        let margin = (0.04 * (high - low)).max((LEAST_SPAN - high + low) / 2.0);
        let range = low - margin..high + margin;
        let decades = || successors(Some(range.start.floor()), |decade| Some(decade + 1.0));
        let ticks = |steps: &[f64]| {
            let ticks = decades().take_while(|decade| *decade < range.end);
            let ticks =
                ticks.flat_map(|decade| steps.iter().map(move |step| decade + step.log10()));
            ticks.filter(|tick| range.contains(tick)).collect::<Vec<_>>()
        };
        let choices: [&[f64]; 3] = [&[1.0], &[1.0, 3.0], &[1.0, 2.0, 5.0]];
        let enough = choices.map(&ticks).into_iter().find(|ticks| ticks.len() >= MIN_TICKS);
        let ticks = enough.unwrap_or_else(|| ticks(&[1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0]));
        Self { title, range, ticks, unit }
    }

    /// Makes an axis of percentages.
    fn percent(title: &'static str, highest: f64) -> Self {
        let steps = [0.5, 1.0, 2.0, 5.0, 10.0, 20.0];
        let step = steps.into_iter().find(|step| highest <= 6.0 * step).unwrap_or(25.0);
        let ticks = successors(Some(0.0), |tick| Some(tick + step));
        let ticks = ticks.take_while(|tick| *tick <= highest).collect();
        let unit = |value| percent(value).replace(".0 ", " ");
        Self { title, range: 0.0..1.06 * highest.max(1.0), ticks, unit }
    }

    /// Moves a value to the nearest of the steps across the axis.
    fn snap(&self, value: f64) -> f64 {
        let step = (self.range.end - self.range.start) / STEPS;
        (value / step).round() * step
    }
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        RangedCoordf64::from(self.range.clone()).map(value, limit)
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<f64> {
        self.ticks.clone()
    }

    fn range(&self) -> Range<f64> {
        self.range.clone()
    }
}

impl ValueFormatter<f64> for Axis {
    fn format(value: &f64) -> String {
        value.to_string()
    }

    fn format_ext(&self, value: &f64) -> String {
        (self.unit)(*value)
    }
}

/// Gives the decimal logarithm; what took no time or has no bytes counts as 1.
fn log(value: f64) -> f64 {
    value.max(1.0).log10()
}

fn time_at(log: f64) -> String {
    nanos(10_f64.powf(log)).replace(".0 ", " ")
}

fn bytes_at(log: f64) -> String {
    bytes(10_f64.powf(log)).replace(".0 ", " ")
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}
