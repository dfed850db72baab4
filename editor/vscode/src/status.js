// What the status bar says of a plan, as text. `t` translates, with `{0}` for the arguments.

/**
 * `piaoc 66,75% (2025-T2)`, or how many faults stand in the way; only the name where there is nothing to say. Without a
 * server there is nobody to say anything.
 */
export function statusText(status, t, serverRuns = true) {
  if (!serverRuns) return t("$(warning) piaoc does not run");
  if (!status) return t("piaoc: no plan");
  if (status.errors === 1) return t("$(error) piaoc: 1 error");
  if (status.errors > 1) return t("$(error) piaoc: {0} errors", status.errors);
  if (!status.performance) return "piaoc";
  const text = `piaoc ${status.performance}`;
  return status.period ? `${text} (${status.period})` : text;
}

/** The lines that appear when the pointer rests on it. */
export function statusLines(status, t, serverRuns = true) {
  if (!serverRuns) return [t("The program piaoc, which reads the plans, is not running: click to say where it is")];
  if (!status) return [t("This file belongs to no plan: one begins with the word piano")];
  const lines = [];
  if (status.title) lines.push(status.title);
  if (status.errors) lines.push(t("The results come back as soon as the errors are mended"));
  else if (status.performance) lines.push(performanceLine(status, t));
  else lines.push(t("No results yet: they need actuals, named in piaoc.toml beside the plan"));
  if (status.provisional && status.performance) lines.push(t("Provisional: the year is not over"));
  if (status.warnings === 1) lines.push(t("1 warning"));
  if (status.warnings > 1) lines.push(t("{0} warnings", status.warnings));
  return lines;
}

function performanceLine({ performance, coverage, period }, t) {
  const whole = !coverage || coverage === "100%" || coverage === "100,00%";
  const line = period ? t("Performance {0} in the period {1}", performance, period) : t("Performance {0}", performance);
  return whole ? line : t("{0}, on {1} of the weight", line, coverage);
}

/** The status of the plan that a file belongs to. */
export function statusOf(statuses, file) {
  return [...statuses].find((status) => status.uri === file || status.files.includes(file));
}
