// Runs, newest first: as many as there are, page by page, of which only those on the screen are drawn.

import {get} from '../api.js';
import {el, replace} from '../dom.js';
import {count, distance, running, took} from '../format.js';
import {button, choice, empty} from '../parts.js';
import {RowList} from '../list.js';
import {badge, ENDED, word} from '../status.js';

/** What one request brings, and what the charts of a profile show. */
export const PAGE = 200;

const headings = second => ['Status', second, 'Began', 'Took', 'Read', 'Inserted', 'Updated', 'Deleted', 'Rejected']
  .map((text, index) => ({text, number: index > 2}));

/** The runs of a profile, or of all; `seen` is told the newest whenever they were asked for without a filter. */
export class RunHistoryList {
  #runs = [];
  #next = null;
  #status = '';
  #profile;
  #alert;
  #seen;
  #abort = new AbortController();
  #list;
  #more = el('div', {class: 'more'});
  #count = el('span', {class: 'muted', role: 'status'});

  constructor(profile, alert, seen = () => {}) {
    this.#profile = profile;
    this.#alert = alert;
    this.#seen = seen;
    this.#list = new RowList({name: 'Runs', kind: 'runs', key: run => `${run.run} ${run.status}`, draw: run => draw(run, profile),
      headings: headings(profile ? 'Direction' : 'Profile')});
    const filter = choice('Status', [['', 'All'], ...['running', ...ENDED].map(status => [status, word(status)])], '', status => {
      this.#status = status;
      this.load();
    });
    this.node = el('section', {class: 'panel flush', 'aria-label': 'History'},
      el('div', {class: 'panel-head'}, el('h2', {}, 'History'), this.#count, filter), this.#list.node, this.#more);
  }

  /** Asks for the newest page; what was there before goes. */
  async load() {
    await this.#ask(null, []);
  }

  close() {
    this.#abort.abort();
    this.#list.close();
  }

  async #ask(cursor, before) {
    const status = this.#status;
    const query = new URLSearchParams(Object.entries({profile: this.#profile, status, cursor, limit: PAGE}).filter(([, value]) => value));
    const page = await this.#alert.during(() => this.#page(query));
    if (!page || status !== this.#status) {
      return;
    }
    this.#runs = [...before, ...page.runs];
    this.#next = page.next;
    if (!status && !cursor) {
      this.#seen(page.runs);
    }
    this.#draw();
  }

  #draw() {
    this.#list.show(this.#runs);
    this.#count.textContent = this.#runs.length === 0 ? '' : `${count(this.#runs.length)}${this.#next ? ' newest' : ''}`;
    replace(this.#more, this.#runs.length === 0
      ? empty(this.#status ? 'No run ended like that.' : 'No runs yet.', this.#status ? 'Choose another status to see more.' : 'Start one, and it shows here while it goes on.')
      : this.#next && button('Show older runs', () => this.#ask(this.#next, this.#runs), {focus: 'more'}));
  }

  async #page(query) {
    try {
      return await get(`api/runs?${query}`, this.#abort.signal);
    } catch (e) {
      if (e.status === 410) {
        // A place in the list is good for a quarter of an hour; after that it begins again.
        this.load();
      }
      throw e;
    }
  }
}

function draw(run, ofOne) {
  const totals = run.totals ?? {};
  const number = value => el('span', {role: 'cell', class: value > 0 ? 'num' : 'num none'}, value == null ? '' : count(value));
  return {node: el('div', {class: 'row', role: 'row'},
    el('span', {role: 'cell', class: 'row-status'}, el('a', {class: 'row-link', href: `#/runs/${run.run}`, 'data-focus': run.run}, badge(run.status))),
    el('span', {role: 'cell', class: 'row-profile'}, ofOne ? run.direction : [run.profile, run.direction === 'pull' && el('span', {class: 'chip'}, 'pull')]),
    el('span', {role: 'cell', class: 'row-when muted'}, distance(run.startedAt)),
    el('span', {role: 'cell', class: 'num row-took'}, duration(run)),
    number(totals.read), number(totals.inserted), number(totals.updated), number(totals.deleted), number(totals.rejected))};
}

function duration(run) {
  return run.durationMs != null ? took(run.durationMs) : run.status === 'running' ? running(Date.now() - Date.parse(run.startedAt)) : '';
}
