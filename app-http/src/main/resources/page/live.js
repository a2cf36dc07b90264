// What is known of a run out of its events.

import {percent} from './format.js';

export const COUNTS = ['read', 'inserted', 'updated', 'unchanged', 'duplicates', 'deleted', 'rejected'];
/** Less than this says nothing about the rest. */
const SETTLED = 500;
const MOST_POINTS = 90;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600];
const MOST_NOTES = 200;

export class LiveRun {
  /** By name, in the order in which they began. */
  tables = new Map();
  notes = [];
  status = 'running';
  started = null;
  #read = 0;
  /** How many rows had been read at which time. */
  #samples = [];
  #latest = {at: 0, heard: 0};

  /** Takes an event in; the result tells whether it was the last. */
  take(kind, data, heard) {
    // The server's time where it tells it: a connection that was lost must not look like a run that stood still.
    const at = data.at ? Date.parse(data.at) : heard;
    this.started ??= at;
    this.#latest = {at: Math.max(at, this.#latest.at), heard};
    switch (kind) {
      case 'run-started': this.#sample(at); break;
      case 'table-started': this.#table(data.table, at).before = data.before ?? 0; break;
      case 'progress': this.#count(data, at); break;
      case 'table-ended': this.#end(data, at); break;
      case 'warning': this.#note('warn', data.table, data.text); break;
      case 'retrying': this.#note('calm', data.table, `Trying again (attempt ${data.attempt}): ${data.trouble}`); break;
      case 'failed': this.#note('bad', data.table, data.message); break;
      case 'run-ended': this.status = data.status; return true;
    }
    return false;
  }

  #table(name, at) {
    if (!this.tables.has(name)) {
      this.tables.set(name, {table: name, state: 'running', began: at, at, before: 0, total: null, error: null, durationMs: 0,
        ...Object.fromEntries(COUNTS.map(count => [count, 0]))});
    }
    return this.tables.get(name);
  }

  #count(data, at) {
    const table = this.#table(data.table, at);
    this.#read += data.read - table.read;
    COUNTS.forEach(count => table[count] = data[count] ?? table[count]);
    table.total = data.total ?? table.total;
    table.at = at;
    this.#sample(at);
    return table;
  }

  #end(data, at) {
    const table = this.#count(data, at);
    table.state = data.error ? 'failed' : 'ended';
    table.error = data.error;
    table.durationMs = data.durationMs;
  }

  #note(tone, table, text) {
    const before = this.notes.find(note => note.table === table && note.text === text);
    if (before) {
      before.times++;
    } else if (this.notes.length < MOST_NOTES) {
      this.notes.push({tone, table, text, times: 1});
    }
  }

  #sample(at) {
    const last = this.#samples.at(-1);
    // Pages are read ahead of the batches that count: what was read once does not get less.
    const read = Math.max(this.#read, last?.read ?? 0);
    if (last && at <= last.at) {
      last.read = read;
    } else {
      this.#samples.push({at, read});
    }
  }

  totals() {
    const totals = Object.fromEntries(COUNTS.map(count => [count, 0]));
    this.tables.forEach(table => COUNTS.forEach(count => totals[count] += table[count]));
    return totals;
  }

  /** Milliseconds since it began, by the server's clock as far as it was heard. */
  elapsed(now) {
    return this.started === null ? 0 : this.#latest.at - this.started + Math.max(0, now - this.#latest.heard);
  }

  /** Rows a second in equal steps since the beginning: [{seconds, rate}], never more than fit into a chart. */
  rates() {
    const samples = this.#samples;
    if (samples.length < 2) {
      return [];
    }
    const from = samples[0].at;
    const seconds = (samples.at(-1).at - from) / 1000;
    const step = STEPS.find(candidate => seconds / candidate <= MOST_POINTS) ?? Math.ceil(seconds / MOST_POINTS);
    const rates = [];
    for (let end = step; end <= Math.max(step, seconds); end += step) {
      rates.push({seconds: end, rate: (readAt(samples, from + end * 1000) - readAt(samples, from + (end - step) * 1000)) / step});
    }
    return rates;
  }
}

/** Between two samples as if rows came evenly: what comes once a second would else jump from none to double. */
function readAt(samples, at) {
  let low = 0;
  let high = samples.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (samples[middle].at < at) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const after = samples[low];
  const before = samples[low - 1];
  if (!before || after.at <= at) {
    return after.read;
  }
  return before.read + (after.read - before.read) * (at - before.at) / (after.at - before.at);
}

/** How far a table has come: {done, whole, percent, left}; whole is null where the source did not tell, left in milliseconds. */
export function progress(table) {
  const done = table.before + table.read;
  if (table.state === 'ended') {
    return {done, whole: done, percent: 100, left: null};
  }
  if (table.total === null) {
    return {done, whole: null, percent: null, left: null};
  }
  // The source may have grown since it was measured; a share above 100 % would only confuse.
  const whole = Math.max(table.total, done);
  const elapsed = table.at - table.began;
  const settled = table.state === 'running' && table.read > 0 && elapsed >= SETTLED && whole > done;
  return {done, whole, percent: percent(done, whole), left: settled ? elapsed * (whole - done) / table.read : null};
}

/** The tables of a report in the form of those of a live run. */
export function tablesOf(report) {
  return report.tables.map(table => ({...table, state: table.error ? 'failed' : 'ended', before: 0, total: null}));
}
