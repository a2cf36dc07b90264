// The rows of a profile that did not land: to read, to filter, to try again.

import {acceptedRun, get, newKey, post} from '../api.js';
import {el, replace} from '../dom.js';
import {count, counted, distance, time} from '../format.js';
import {RowList} from '../list.js';
import {Alert, button, choice, empty, facts, link, waiting} from '../parts.js';
import {mayOperate} from '../session.js';

const PAGE = 100;
const HEADINGS = ['Table', 'Reason', 'Key', 'Message', 'When'].map(text => ({text}));

export function rejectsView(profile) {
  const view = new RejectsView(profile);
  view.load();
  return {title: `Rejects of ${profile}`, node: view.node, close: () => view.close()};
}

class RejectsView {
  #profile;
  #path;
  #abort = new AbortController();
  #alert = new Alert();
  #table = '';
  #counts = [];
  #rejects = [];
  #next = null;
  #key = newKey();
  #actions = el('div', {class: 'actions'});
  #filters = el('div', {class: 'filters'});
  #find = el('input', {type: 'search', class: 'find', placeholder: 'Find in key, reason and message', 'aria-label': 'Find in rejects',
    on: {input: () => this.#draw()}});
  #said = el('p', {class: 'muted', role: 'status'});
  #list = new RowList({name: 'Rejects', kind: 'rejects', key: reject => reject.number, draw: reject => this.#row(reject), headings: HEADINGS});
  #more = el('div', {class: 'more'}, waiting());

  constructor(profile) {
    this.#profile = profile;
    this.#path = `api/profiles/${encodeURIComponent(profile)}/rejects`;
    this.node = el('section', {},
      el('div', {class: 'head'}, el('h1', {}, 'Rejects of ', link(profile, `#/profiles/${encodeURIComponent(profile)}`, {kind: 'plain'})), this.#actions),
      this.#alert.node,
      el('section', {class: 'panel flush', 'aria-label': 'Rejects'}, el('div', {class: 'panel-head'}, this.#filters, this.#find), this.#said, this.#list.node, this.#more));
  }

  close() {
    this.#abort.abort();
    this.#list.close();
  }

  load() {
    return this.#ask(null, []);
  }

  async #ask(after, before) {
    const table = this.#table;
    const query = new URLSearchParams(Object.entries({table, after, limit: PAGE}).filter(([, value]) => value));
    const page = await this.#alert.during(() => get(`${this.#path}?${query}`, this.#abort.signal));
    if (table !== this.#table) {
      return;
    }
    if (page) {
      this.#counts = page.counts;
      this.#rejects = [...before, ...page.rejects];
      this.#next = page.next;
    }
    this.#drawFilters();
    this.#draw();
  }

  #drawFilters() {
    const tables = new Map();
    this.#counts.forEach(({table, count}) => tables.set(table, (tables.get(table) ?? 0) + count));
    const all = [...tables.values()].reduce((sum, number) => sum + number, 0);
    replace(this.#filters, choice('Table', [['', `All (${count(all)})`], ...[...tables].map(([table, number]) => [table, `${table} (${count(number)})`])],
      this.#table, table => {
        this.#table = table;
        this.#drawActions(all);
        this.load();
      }));
    this.#drawActions(all);
  }

  #drawActions(all) {
    replace(this.#actions, mayOperate() && all > 0
      && button(this.#table ? `Retry ${this.#table}` : 'Retry all', () => this.#retry(this.#table ? [this.#table] : null), {kind: 'primary', symbol: 'again', focus: 'retry'}));
  }

  #draw() {
    const wanted = this.#find.value.toLowerCase().trim();
    const found = this.#rejects.filter(({table, code, kind, message, key}) =>
      [table, code, kind, message, key].some(words => words?.toLowerCase().includes(wanted)));
    this.#find.hidden = this.#rejects.length === 0;
    this.#list.show(found);
    this.#said.textContent = wanted && this.#rejects.length > 0
      ? `${counted(found.length, 'match', 'matches')} in ${count(this.#rejects.length)}${this.#next ? ' shown; there are more' : ''}` : '';
    replace(this.#more, this.#rejects.length === 0 && empty('No rejects.', 'Every row that was read has landed.'),
      this.#next && button('Show more', () => this.#ask(this.#next, this.#rejects), {focus: 'more'}));
  }

  #row(reject) {
    const open = el('button', {type: 'button', class: 'row-link plain cut', 'data-focus': `reject ${reject.number}`, on: {click: () => showReject(reject)}}, reject.table);
    return {node: el('div', {class: 'row', role: 'row'},
      el('span', {role: 'cell', class: 'row-name'}, open),
      el('span', {role: 'cell', class: 'row-reason'}, el('span', {class: 'chip tone-warn'}, reject.kind)),
      el('span', {role: 'cell', class: 'row-key cut'}, reject.key ?? ''),
      el('span', {role: 'cell', class: 'row-message cut muted'}, reject.message ?? hidden()),
      el('span', {role: 'cell', class: 'row-when muted'}, distance(reject.rejectedAt)))};
  }

  async #retry(tables) {
    const response = await this.#alert.during(() => post(`${this.#path}/retry`, tables ? {tables} : {}, `${this.#key}-${this.#table}`));
    if (response) {
      location.hash = `#/runs/${acceptedRun(response)}`;
    }
  }
}

function hidden() {
  return mayOperate() ? '' : 'Shown to operators';
}

function showReject(reject) {
  const dialog = el('dialog', {class: 'dialog', 'aria-labelledby': 'reject-title', on: {close: () => dialog.remove()}},
    el('h2', {id: 'reject-title'}, `${reject.table}, reject ${reject.number}`),
    facts([['Reason', el('span', {class: 'chip tone-warn'}, reject.kind)], ['Code', reject.code], ['Key', reject.key], ['Direction', reject.direction],
      ['Rejected', time(reject.rejectedAt)]]),
    reject.message && el('p', {class: 'said'}, reject.message),
    reject.row ? el('div', {}, el('h3', {}, 'The row'), row(reject.row)) : el('p', {class: 'muted'}, mayOperate() ? 'The row could not be read.' : 'Operators see the row.'),
    el('form', {method: 'dialog', class: 'dialog-foot'}, el('button', {class: 'button', autofocus: true}, 'Close')));
  document.body.append(dialog);
  dialog.showModal();
}

function row(values) {
  return el('dl', {class: 'values'}, Object.entries(values).map(([column, value]) =>
    el('div', {}, el('dt', {}, column), el('dd', {class: value === null ? 'null' : null}, value === null ? 'NULL' : String(value)))));
}
