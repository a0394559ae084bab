// Instants as words, in the zone and language of the browser.
// https://docs.slack.dev/messaging/formatting-message-text#date-formatting

const format = (options) => {
  const made = new Intl.DateTimeFormat(undefined, options);
  return (date) => made.format(date);
};

export const time = format({ hour: "2-digit", minute: "2-digit" });
const seconds = format({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
const whole = format({ dateStyle: "full", timeStyle: "medium" });
const plain = format({ year: "numeric", month: "long", day: "numeric" });
const short = format({ year: "numeric", month: "short", day: "numeric" });
const long = format({ weekday: "long", year: "numeric", month: "long", day: "numeric" });
const slashed = format({ year: "numeric", month: "2-digit", day: "2-digit" });
const divider = format({ weekday: "long", month: "long", day: "numeric" });

const pad = (number) => String(number).padStart(2, "0");
const numeric = (date) => `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
const pretty = (form) => (date) => near(date) ?? form(date);

const TOKENS = {
  date_num: numeric,
  date_slash: slashed,
  date: plain,
  date_long_full: plain,
  date_short: short,
  date_long: long,
  date_pretty: pretty(plain),
  date_short_pretty: pretty(short),
  date_long_pretty: pretty(long),
  day_divider_pretty: (date) => dayOf(date),
  time,
  time_secs: seconds,
  ago: (date) => ago((Date.now() - date) / 1000),
};

// The tokens of `pattern` filled in; the `fallback` if there is a token or a time that nobody knows.
export function formatted(timestamp, pattern, fallback) {
  const date = new Date(Number(timestamp) * 1000);
  const names = [...pattern.matchAll(/\{(\w*)\}/g)].map(([, name]) => name);
  if (Number.isNaN(date.getTime()) || names.some((name) => !(name in TOKENS))) return fallback;
  return pattern.replace(/\{(\w+)\}/g, (_, name) => TOKENS[name](date));
}

export const instant = (ts) => new Date(Number(ts) * 1000);

export const inFull = whole;

// "Today", "Yesterday" or the day's name, as the line above a day's messages says it.
export function dayOf(date) {
  const word = near(date);
  if (word) return word[0].toUpperCase() + word.slice(1);
  return date.getFullYear() === new Date().getFullYear() ? divider(date) : long(date);
}

function near(date) {
  const days = Math.round((midnight(date) - midnight(new Date())) / 86_400_000);
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[days];
}

const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());

function ago(past) {
  const words = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
  for (const [unit, length] of [
    ["day", 86_400],
    ["hour", 3_600],
    ["minute", 60],
  ]) {
    if (Math.abs(past) >= length) return words.format(-Math.round(past / length), unit);
  }
  return words.format(-Math.round(past), "second");
}
