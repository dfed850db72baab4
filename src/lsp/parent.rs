//! The client's own process. One that dies may leave standard input open, held by another program that it started: then
//! nothing else tells that nobody is there any more.

use std::time::Duration;

use crossbeam_channel::{Receiver, bounded, never};

/// How often it is looked for.
const EVERY: Duration = Duration::from_secs(1);

/// A channel that closes when the process is gone. A process that can't be seen from the beginning (of another
/// container, or of a system that has no such question) never counts as gone.
pub(super) fn watch(process: Option<u32>) -> Receiver<()> {
    let Some(process) = process.filter(|process| is_alive(*process)) else { return never() };
    let (held, gone) = bounded(0);
    let watching = std::thread::Builder::new().name("parent".to_owned()).spawn(move || {
        while is_alive(process) {
            std::thread::sleep(EVERY);
        }
        drop::<crossbeam_channel::Sender<()>>(held);
    });
    if watching.is_ok() { gone } else { never() }
}

#[cfg(unix)]
fn is_alive(process: u32) -> bool {
    use rustix::io::Errno;
    use rustix::process::{Pid, test_kill_process};
    let process = i32::try_from(process).ok().and_then(Pid::from_raw);
    // A process of somebody else is one all the same.
    process.is_some_and(|process| matches!(test_kill_process(process), Ok(()) | Err(Errno::PERM)))
}

#[cfg(not(unix))]
fn is_alive(_: u32) -> bool {
    false
}
