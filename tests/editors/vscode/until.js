// Waiting for conditions, never for a time.

/** Asks again and again until the answer is a true one, which it gives; fails with what was waited for. */
export async function until(what, ask, seconds = 15) {
  const end = Date.now() + seconds * 1000;
  let last;
  for (;;) {
    try {
      last = await ask();
      if (last) return last;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`waited ${seconds} s in vain: ${what}${last instanceof Error ? ` (${last.message})` : ""}`);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}
