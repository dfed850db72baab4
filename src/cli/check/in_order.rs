//! Much work at once, its results one after the other.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread::{Builder, scope};

use crossbeam_channel::{Sender, unbounded};

use crate::cli::STACK;

/// How many results a thread may be ahead of the slowest: what bounds the memory.
const AHEAD: usize = 8;

/// Makes something of every item, on as many threads as the machine has cores, and takes it strictly in the order of
/// the items. The threads are not those of rayon: a plan that waits there for its own parts would take up the next
/// plan meanwhile, and that one the next, each on the stack of the one before.
///
/// # Errors
/// The first that `take` gives; what is not taken yet is then left.
pub(super) fn each<T: Sync, R: Send, E>(
    items: &[T],
    make: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(usize, &T, R) -> Result<(), E>,
) -> Result<(), E> {
    let threads = rayon::current_num_threads().min(items.len());
    let (ask, asked) = unbounded();
    let (give, given) = unbounded();
    scope(|scope| {
        // Dropped at the end, however that comes: then the threads end too.
        let ask = ask;
        let mut started = 0usize;
        for _ in 0..if threads > 1 { threads } else { 0 } {
            let (asked, give, make) = (asked.clone(), give.clone(), &make);
            let work = move || {
                for (at, item) in asked {
                    let made = catch_unwind(AssertUnwindSafe(|| make(item)));
                    if give.send((at, made)).is_err() {
                        return;
                    }
                }
            };
            started = started
                .saturating_add(Builder::new().stack_size(STACK).spawn_scoped(scope, work).is_ok().into());
        }
        let mut to_ask = items.iter().enumerate();
        let ahead = started.saturating_mul(AHEAD);
        to_ask.by_ref().take(ahead).for_each(|next| send(&ask, next));
        let mut waiting = BTreeMap::new();
        for (at, item) in items.iter().enumerate() {
            let made = loop {
                if started == 0 {
                    break Ok(make(item));
                }
                if let Some(made) = waiting.remove(&at) {
                    break made;
                }
                if let Ok((other, made)) = given.recv() {
                    waiting.insert(other, made);
                }
            };
            if let Some(next) = to_ask.next().filter(|_| started > 0) {
                send(&ask, next);
            }
            take(at, item, made.unwrap_or_else(|panic| resume_unwind(panic)))?;
        }
        Ok(())
    })
}

/// Sends what only threads that have ended would not receive.
fn send<T>(ask: &Sender<T>, next: T) {
    let _ = ask.send(next);
}
