// Numbers, durations and times as people read them: as the command line writes them, the same in every locale.

import {el} from './dom.js';

const COUNT = new Intl.NumberFormat('en-US', {maximumFractionDigits: 0});
const SHORT = new Intl.NumberFormat('en-US', {notation: 'compact', maximumFractionDigits: 1});
const MEGABYTES = new Intl.NumberFormat('en-US', {minimumFractionDigits: 2, maximumFractionDigits: 2});
const TIME = new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit', second: '2-digit'});
const DAY = new Intl.DateTimeFormat('en-GB', {day: 'numeric', month: 'short'});
const DAY_AND_YEAR = new Intl.DateTimeFormat('en-GB', {day: 'numeric', month: 'short', year: 'numeric'});
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Such as 15,928. */
export function count(number) {
  return COUNT.format(number);
}

/** Such as 15.9K, for the axes of charts. */
export function short(number) {
  return SHORT.format(number);
}

/** Such as "1 row" or "12 rows". */
export function counted(number, one, many) {
  return `${count(number)} ${number === 1 ? one : many}`;
}

/** Such as 47.33 MB; a megabyte is 1,048,576 bytes. */
export function megabytes(bytes) {
  return `${MEGABYTES.format(bytes / 1048576)} MB`;
}

/** What something took: 2.3s, 2m 05s, 1h 02m. */
export function took(millis) {
  return millis < 59_950 ? `${(Math.max(0, millis) / 1000).toFixed(1)}s` : minutes(millis);
}

/** What something will still take, in whole units, rounded up: 3s, 2m 05s. */
export function left(millis) {
  const seconds = Math.ceil(millis / 1000);
  return seconds < 60 ? `${seconds}s` : minutes(seconds * 1000);
}

/** A time that has passed in whole seconds, for a clock that runs: 0s, 59s, 2m 05s. */
export function running(millis) {
  return millis < MINUTE ? `${Math.max(0, Math.floor(millis / 1000))}s` : minutes(Math.floor(millis / 1000) * 1000);
}

function minutes(millis) {
  const seconds = Math.round(millis / 1000);
  return seconds < 3600
    ? `${Math.floor(seconds / 60)}m ${two(seconds % 60)}s`
    : `${count(Math.floor(seconds / 3600))}h ${two(Math.floor(seconds % 3600 / 60))}m`;
}

function two(number) {
  return String(number).padStart(2, '0');
}

/** How much of a whole is done: rounded, but 100 only when nothing is left. */
export function percent(done, whole) {
  return done >= whole ? 100 : Math.min(99, Math.round(done * 100 / whole));
}

/** A day and a time of here, with the UTC in the title. */
export function time(iso) {
  return stamp(iso, local(new Date(iso)));
}

/** How long ago or how far ahead, with the whole time in the title. */
export function distance(iso) {
  const date = new Date(iso);
  const away = date.getTime() - Date.now();
  const size = Math.abs(away);
  if (size > 20 * HOUR) {
    return time(iso);
  }
  const words = size < MINUTE ? 'a moment' : size < HOUR ? `${Math.round(size / MINUTE)} min` : `${Math.round(size / HOUR)} h`;
  return stamp(iso, away < 0 ? `${words} ago` : `in ${words}`);
}

/** The same as text, for where no element can be: 21 Nov, 20:15:02. */
export function local(date) {
  const year = date.getFullYear() === new Date().getFullYear() ? DAY : DAY_AND_YEAR;
  return `${year.format(date)}, ${TIME.format(date)}`;
}

function stamp(iso, words) {
  const utc = new Date(iso).toISOString().replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC');
  return el('time', {datetime: iso, title: `${local(new Date(iso))} here, ${utc}`}, words);
}
