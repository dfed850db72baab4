//! A process from its start to its end: how long it takes, of which how much on a processor, and the peak of its memory.

#![allow(dead_code)]

use std::process::{Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// The best time of some runs, and the highest peak of memory in MB.
#[derive(Debug, Clone, Copy)]
pub struct Measured {
    pub wall: Duration,
    pub cpu: Duration,
    pub peak_mb: f64,
}

impl Measured {
    /// Before the first run.
    pub const NOTHING: Measured = Measured { wall: Duration::MAX, cpu: Duration::MAX, peak_mb: 0.0 };

    pub fn add(&mut self, run: Measured) {
        self.wall = self.wall.min(run.wall);
        self.cpu = self.cpu.min(run.cpu);
        self.peak_mb = self.peak_mb.max(run.peak_mb);
    }

    pub fn seconds(&self) -> f64 {
        self.wall.as_secs_f64()
    }
}

/// One run; nothing where the program is not there.
pub fn run(command: &mut Command) -> Option<(Measured, ExitStatus)> {
    let (started, used) = (Instant::now(), used_by_children());
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().ok()?;
    let id = child.id().to_string();
    let mut peak_mb = 0.0f64;
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        peak_mb = peak_mb.max(peak_of(&id));
        std::thread::sleep(Duration::from_micros(500));
    };
    Some((
        Measured { wall: started.elapsed(), cpu: used_by_children().saturating_sub(used), peak_mb },
        status,
    ))
}

/// Something that starts processes and waits for their end, and tells the peak of their memory.
pub fn of_children(act: impl FnOnce(&Arc<Mutex<f64>>)) -> Measured {
    let (started, used) = (Instant::now(), used_by_children());
    let peak = Arc::default();
    act(&peak);
    let peak_mb = *peak.lock().unwrap();
    Measured { wall: started.elapsed(), cpu: used_by_children().saturating_sub(used), peak_mb }
}

/// The processor's time, user and system, of all processes started here that have ended.
#[cfg(unix)]
fn used_by_children() -> Duration {
    use nix::sys::resource::{UsageWho, getrusage};
    let used = getrusage(UsageWho::RUSAGE_CHILDREN).unwrap();
    let micros =
        [used.user_time(), used.system_time()].map(|time| time.tv_sec() * 1_000_000 + time.tv_usec());
    Duration::from_micros(micros.iter().sum::<i64>() as u64)
}

#[cfg(not(unix))]
fn used_by_children() -> Duration {
    Duration::ZERO
}

/// One run that ends well.
pub fn good_run(command: &mut Command) -> Measured {
    let (measured, status) = run(command).unwrap();
    assert!(status.success(), "{command:?} ended with {status}");
    measured
}

/// The peak of a process's memory so far in MB; `self` is this one.
pub fn peak_of(process: &str) -> f64 {
    let text = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with("VmHWM:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}
