// One run: live while it goes on, its report afterwards.

import {get, post, Problem, signals} from '../api.js';
import {LineChart} from '../chart.js';
import {el, replace, speak, text} from '../dom.js';
import {count, counted, megabytes, running, short, time, took} from '../format.js';
import {icon} from '../icons.js';
import {LiveRun, tablesOf} from '../live.js';
import {Alert, button, facts, link, repeat, waiting} from '../parts.js';
import {mayOperate} from '../session.js';
import {follow} from '../sse.js';
import {badge, word} from '../status.js';
import {startDialog} from './start.js';
import {tableList} from './tables.js';

const STATS = ['read', 'inserted', 'updated', 'unchanged', 'deleted', 'rejected'];
/** A screen reader is told no more often than this. */
const SPOKEN_EVERY = 15_000;
/** Where the server tells no events, it is asked for the end. */
const ASK_EVERY = 3000;

export function runView(id) {
  const view = new RunView(id);
  view.begin();
  return {title: 'Run', node: view.node, close: () => view.close()};
}

class RunView {
  #id;
  #abort = new AbortController();
  #alert = new Alert();
  #live = new LiveRun();
  #run = null;
  #ended = false;
  #cancelling = false;
  #asked = 0;
  #spoken = 0;
  #head = el('div', {}, waiting());
  #clock = el('span', {class: 'num'});
  #stats = STATS.map(name => ({name, node: el('dd', {class: 'num'}, '0')}));
  #chart = new LineChart('Rows a second', {format: short, describe: describeRates});
  #chartPanel = el('div', {class: 'panel', hidden: true}, this.#chart.figure);
  #notes = el('div', {});
  #tables = tableList();
  #report = el('div', {});

  constructor(id) {
    this.#id = id;
    this.#stats.push({name: 'rate', node: el('dd', {class: 'num'})});
    this.node = el('section', {class: 'run'}, this.#head, this.#alert.node,
      el('dl', {class: 'stats panel'}, this.#stats.map(({name, node}) =>
        el('div', {class: `stat stat-${name}`}, el('dt', {}, name === 'rate' ? 'Rows a second' : name), node))),
      this.#notes, this.#chartPanel, this.#tables.node, this.#report);
  }

  async begin() {
    const path = `api/runs/${encodeURIComponent(this.#id)}`;
    if (!await this.#alert.during(() => this.#load(path))) {
      replace(this.#head, el('h1', {}, 'Run'));
      return;
    }
    this.#tick();
    try {
      await follow(`${path}/events`, {take: event => this.#take(event), again: () => !this.#ended, signal: this.#abort.signal});
      if (!this.#abort.signal.aborted && !this.#ended) {
        await this.#alert.during(() => this.#load(path));
      }
    } catch (e) {
      if (!(e instanceof Problem)) {
        throw e;
      }
      // It was told before events were kept, or they are forgotten: the report is all there is.
      repeat(() => this.#ended ? Promise.resolve() : this.#load(path), ASK_EVERY, this.#abort.signal);
    }
  }

  close() {
    this.#abort.abort();
    this.#tables.close();
    cancelAnimationFrame(this.#asked);
    speak('');
  }

  async #load(path) {
    const watched = this.#run !== null;
    this.#run = await get(path, this.#abort.signal);
    this.#ended = this.#run.status !== 'running';
    this.#drawHead();
    if (this.#ended && this.#run.tables) {
      this.#drawReport();
      if (watched) {
        speak(`The run of ${this.#run.profile} has ended: ${word(this.#run.status)}. ${count(this.#run.totals.read)} rows read.`);
      }
    }
    return this.#run;
  }

  #take({kind, data}) {
    const last = this.#live.take(kind, JSON.parse(data), Date.now());
    // However many events come at once, the screen shows the state after the last.
    this.#asked ||= requestAnimationFrame(() => {
      this.#asked = 0;
      this.#drawLive();
    });
    return last;
  }

  async #tick() {
    while (!this.#abort.signal.aborted && !this.#ended) {
      text(this.#clock, running(this.#live.started === null ? Date.now() - Date.parse(this.#run.startedAt) : this.#live.elapsed(Date.now())));
      await new Promise(resume => setTimeout(resume, 1000));
    }
  }

  #drawHead() {
    const run = this.#run;
    this.#title(this.#ended ? word(run.status) : 'Running');
    replace(this.#head,
      el('div', {class: 'head'},
        el('h1', {}, link(run.profile, `#/profiles/${encodeURIComponent(run.profile)}`, {kind: 'plain', focus: 'profile'})), badge(run.status),
        el('div', {class: 'actions'}, mayOperate() && (this.#ended ? this.#endedActions() : this.#cancelButton()))),
      el('p', {class: 'under muted'}, run.direction === 'pull' ? 'Pull' : 'Push', ', began ', time(run.startedAt), ', ',
        this.#ended ? run.durationMs != null && `took ${took(run.durationMs)}` : ['running for ', this.#clock], ' ',
        el('code', {class: 'run-id'}, run.run)));
  }

  #endedActions() {
    const {profile, totals} = this.#run;
    return [
      totals?.rejected > 0 && link('See the rejects', `#/rejects/${encodeURIComponent(profile)}`, {symbol: 'alert', focus: 'rejects'}),
      button('Start again', () => startDialog(profile), {symbol: 'play', focus: 'again'})];
  }

  #cancelButton() {
    const node = button(this.#cancelling ? 'Cancelling' : 'Cancel', () => this.#cancel(),
      {symbol: 'stop', focus: 'cancel', title: 'Finishes the batch in hand and saves the place; the next run goes on from there'});
    node.disabled = this.#cancelling;
    return node;
  }

  async #cancel() {
    this.#cancelling = true;
    this.#drawHead();
    if (!await this.#alert.during(() => post(`api/runs/${encodeURIComponent(this.#id)}/cancel`))) {
      this.#cancelling = false;
      this.#drawHead();
    }
  }

  #drawLive() {
    const live = this.#live;
    this.#drawRates();
    if (this.#run.tables) {
      return;
    }
    const tables = [...live.tables.values()];
    this.#drawStats(live.totals());
    this.#tables.show(tables);
    this.#drawNotes(live.notes);
    const rate = live.rates().at(-1)?.rate;
    text(this.#stats.at(-1).node, rate === undefined ? '' : count(rate));
    this.#tell(tables);
  }

  #tell(tables) {
    const going = tables.filter(table => table.state === 'running');
    const ended = tables.length - going.length;
    this.#title(`${count(this.#live.totals().read)} rows`);
    if (Date.now() - this.#spoken > SPOKEN_EVERY && going.length > 0) {
      this.#spoken = Date.now();
      speak(`${count(this.#live.totals().read)} rows read. ${counted(ended, 'table', 'tables')} done, ${going.length} going on.`);
    }
  }

  #title(words) {
    signals.dispatchEvent(new CustomEvent('title', {detail: `${words} · ${this.#run.profile}`}));
  }

  #drawStats(totals) {
    for (const {name, node} of this.#stats) {
      if (name in totals) {
        text(node, count(totals[name]));
        node.parentElement.classList.toggle('none', totals[name] === 0);
      }
    }
  }

  #drawRates() {
    const rates = this.#live.rates();
    // Events without the server's time, told after the run, say nothing about its pace.
    this.#chartPanel.hidden = rates.length < 2;
    this.#chart.show(rates.map(({seconds, rate}) => ({label: running(seconds * 1000), parts: [{value: rate}],
      note: `after ${running(seconds * 1000)}: ${count(rate)} rows a second`})));
  }

  #drawNotes(notes) {
    replace(this.#notes, notes.length > 0 && el('section', {class: 'panel notes', 'aria-label': 'Warnings'},
      notes.map(({tone, table, text, times}) => el('p', {class: `note tone-${tone}`}, icon(tone === 'bad' ? 'cross' : tone === 'warn' ? 'alert' : 'again'),
        el('span', {}, table && el('strong', {}, `${table}: `), text, times > 1 && el('span', {class: 'muted'}, ` (${times} times)`))))));
  }

  #drawReport() {
    const {totals, durationMs, tables, warnings, error, sinkBytes, peakMemoryBytes} = this.#run;
    this.#drawStats(totals);
    text(this.#stats.at(-1).node, durationMs > 0 ? count(totals.read / durationMs * 1000) : '');
    this.#tables.show(tablesOf(this.#run));
    const failures = [error && {table: '', text: error}, ...tables.filter(table => table.error && table.error !== error)
      .map(table => ({table: table.table, text: table.error}))].filter(Boolean);
    this.#drawNotes([...failures.map(failure => ({...failure, tone: 'bad'})), ...warnings.map(text => ({tone: 'warn', table: '', text}))]);
    replace(this.#report, el('section', {class: 'panel', 'aria-label': 'What it took'}, facts([
      ['Sink size', sinkBytes && `${megabytes(sinkBytes.before)} → ${megabytes(sinkBytes.after)}`],
      ['Round trips', count(totals.roundTrips)], ['Batches', count(totals.batches)], ['Retries', count(totals.retries)],
      ['Duplicates', totals.duplicates > 0 ? count(totals.duplicates) : null],
      ['Peak memory', megabytes(peakMemoryBytes)]])));
  }
}

function describeRates(slots) {
  const values = slots.map(slot => slot.parts[0].value);
  return values.length === 0 ? 'Rows a second: not known yet'
    : `Rows a second: ${count(values.at(-1))} now, at most ${count(Math.max(...values))}. Arrow keys tell each point.`;
}
