//! Seeds, spoilt by chance, into an entry until the time is over.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use crate::random::{Numbers, spoil};
use crate::support::repository;
use crate::workbooks::{parts, whole};

/// Inputs of a few kilobytes; on the slowest of machines none takes so long.
const HANG: Duration = Duration::from_secs(30);
/// The stack of the threads in which the program itself reads.
const STACK: usize = 16 << 20;
/// Longer inputs say no more, and make fewer runs.
const LONGEST: usize = 24_000;

/// Makes another input of a seed; the others are there to take pieces from.
pub type Spoil = fn(&[u8], &[Vec<u8>], &mut Numbers) -> Vec<u8>;

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// Runs the entry on input after input, each twice as likely spoilt once as twice.
pub fn run(name: &'static str, seeds: &[Vec<u8>], spoil: Spoil, entry: fn(&[u8], &mut Numbers)) {
    assert!(!seeds.is_empty(), "no seeds for {name}");
    let time = Duration::from_secs(number("PIAOC_FUZZ_SECONDS", 1));
    let from = number("PIAOC_FUZZ_FROM", 0);
    let seeds = seeds.to_vec();
    let work = move || {
        let started = Instant::now();
        // The seeds themselves first: what cannot read them as they are finds nothing.
        for seed in &seeds {
            attempt(name, u64::MAX, seed, entry);
        }
        let mut runs = 0;
        while runs == 0 || started.elapsed() < time {
            let run = from + runs;
            let mut numbers = Numbers::new(run.wrapping_mul(0x9E37_79B9).wrapping_add(name.len() as u64));
            let mut input = seeds[numbers.below(seeds.len() as u64) as usize].clone();
            for _ in 0..=numbers.below(3) / 2 {
                input = spoil(&input, &seeds, &mut numbers);
            }
            attempt(name, run, &input, entry);
            runs += 1;
        }
        println!("{name}: {runs} runs from {from}, {} seeds", seeds.len());
    };
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(work).unwrap();
    if let Err(panic) = worker.join() {
        std::panic::resume_unwind(panic);
    }
}

fn attempt(name: &str, run: u64, input: &[u8], entry: fn(&[u8], &mut Numbers)) {
    let started = Instant::now();
    let outcome = catch_unwind(AssertUnwindSafe(|| entry(input, &mut Numbers::new(run))));
    let slow = started.elapsed() > HANG;
    if outcome.is_ok() && !slow {
        return;
    }
    let folder = repository().join("target/fuzz");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(format!("{name}-{run}"));
    std::fs::write(&path, input).unwrap();
    let what = if slow { "took too long on" } else { "failed on" };
    panic!("{name} {what} run {run}: {}\n{}", path.display(), String::from_utf8_lossy(input));
}

/// As text where it is text: words put in, ranges moved, pieces of other seeds, characters of every kind.
pub fn text(input: &[u8], seeds: &[Vec<u8>], numbers: &mut Numbers) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(input) else { return bytes(input, seeds, numbers) };
    let mut out = match numbers.below(8) {
        0 => return bytes(input, seeds, numbers),
        1 => {
            let other = &seeds[numbers.below(seeds.len() as u64) as usize];
            spliced(text, &String::from_utf8_lossy(other), numbers)
        }
        2 => {
            let at = crate::random::boundary(text, numbers.below(text.len() as u64 + 1) as usize);
            let c = character(numbers);
            format!("{}{c}{}", &text[..at], &text[at..])
        }
        3 => lines_moved(text, numbers),
        _ => spoil(text, numbers),
    };
    out.truncate(crate::random::boundary(&out, LONGEST));
    out.into_bytes()
}

/// A piece of the one in the other.
fn spliced(text: &str, other: &str, numbers: &mut Numbers) -> String {
    let place = |text: &str, numbers: &mut Numbers| {
        crate::random::boundary(text, numbers.below(text.len() as u64 + 1) as usize)
    };
    let (start, end) = (place(other, numbers), place(other, numbers));
    let (start, end) = (start.min(end), start.max(end).min(start.min(end) + 400));
    let piece = &other[start.min(end)..crate::random::boundary(other, end).max(start.min(end))];
    let at = place(text, numbers);
    format!("{}{piece}{}", &text[..at], &text[at..])
}

/// Any character, those that texts are made of more often.
fn character(numbers: &mut Numbers) -> char {
    const NASTY: &[char] = &[
        '"', '«', '»', '“', '”', '#', '\'', '’', '/', '\\', '(', ')', ',', ';', '.', ':', '-', '–', '=', '<',
        '>', '%', '€', '\n', '\r', '\t', '\0', '\u{b}', '\u{85}', '\u{a0}', '\u{ad}', '\u{200b}', '\u{200d}',
        '\u{2028}', '\u{202e}', '\u{feff}', '\u{301}', 'İ', 'ß', 'ﬁ', '𝟙', '٣', '😀', '\u{e000}', '\u{ffff}',
        '0', '9', 'e', 'x', '_',
    ];
    match numbers.below(3) {
        0 => char::from_u32(numbers.below(0x11_0000) as u32).unwrap_or('\u{fffd}'),
        _ => NASTY[numbers.below(NASTY.len() as u64) as usize],
    }
}

/// Lines left out, doubled, joined or in another order.
fn lines_moved(text: &str, numbers: &mut Numbers) -> String {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    for _ in 0..=numbers.below(4) {
        let place = |lines: &Vec<&str>, numbers: &mut Numbers| numbers.below(lines.len() as u64) as usize;
        if lines.is_empty() {
            break;
        }
        let (one, other) = (place(&lines, numbers), place(&lines, numbers));
        match numbers.below(4) {
            0 => {
                lines.remove(one);
            }
            1 => lines.insert(other, lines[one]),
            2 => lines.swap(one, other),
            _ => lines[one] = lines[one].trim_end(),
        }
    }
    lines.concat()
}

/// As bytes.
pub fn bytes(input: &[u8], seeds: &[Vec<u8>], numbers: &mut Numbers) -> Vec<u8> {
    let mut out = input.to_vec();
    for _ in 0..=numbers.below(4) {
        let at = numbers.below(out.len() as u64 + 1) as usize;
        let end = (at + numbers.below(16) as usize).min(out.len());
        match numbers.below(7) {
            0 => drop(out.drain(at..end)),
            1 => {
                let doubled = out[at..end].to_vec();
                out.splice(at..at, doubled);
            }
            2 => out.insert(at, numbers.below(256) as u8),
            3 => out.truncate(at),
            4 => {
                let other = &seeds[numbers.below(seeds.len() as u64) as usize];
                let from = numbers.below(other.len() as u64 + 1) as usize;
                let piece = other[from..(from + 64).min(other.len())].to_vec();
                out.splice(at..end, piece);
            }
            5 => {
                for byte in &mut out[at..end] {
                    *byte = [0, 1, 0x7f, 0x80, 0xff][numbers.below(5) as usize];
                }
            }
            _ => {
                if let Some(byte) = out.get_mut(at) {
                    *byte ^= 1 << numbers.below(8);
                }
            }
        }
    }
    out
}

/// One of the parts of a ZIP, so that what is packed is reached; now and then the ZIP itself.
pub fn archive(input: &[u8], seeds: &[Vec<u8>], numbers: &mut Numbers) -> Vec<u8> {
    let readable = catch_unwind(|| parts(input)).ok().filter(|parts| !parts.is_empty());
    let Some(mut parts) = readable.filter(|_| numbers.below(16) > 0) else {
        return bytes(input, seeds, numbers);
    };
    let others: Vec<Vec<u8>> = parts.iter().map(|(_, part)| part.clone()).collect();
    let at = numbers.below(parts.len() as u64) as usize;
    // Sheets and their strings are where the data are.
    let (_, part) = &mut parts[at];
    *part = match numbers.below(5) {
        0 => bytes(part, &others, numbers),
        1 => tags_moved(part, numbers),
        _ => text(part, &others, numbers),
    };
    whole(&parts)
}

/// Tags of XML left out, doubled or exchanged.
fn tags_moved(part: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let text = String::from_utf8_lossy(part).into_owned();
    let mut tags: Vec<&str> = text.split_inclusive('>').collect();
    for _ in 0..=numbers.below(4) {
        if tags.is_empty() {
            break;
        }
        let (one, other) =
            (numbers.below(tags.len() as u64) as usize, numbers.below(tags.len() as u64) as usize);
        match numbers.below(3) {
            0 if tags.len() > 1 => drop(tags.remove(one)),
            1 => tags.insert(other, tags[one]),
            _ => tags.swap(one, other),
        }
    }
    tags.concat().into_bytes()
}
