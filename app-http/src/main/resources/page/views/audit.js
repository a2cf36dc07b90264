// Who did what: for operators.

import {get} from '../api.js';
import {el, replace} from '../dom.js';
import {time} from '../format.js';
import {Alert, button, empty, waiting} from '../parts.js';
import {RowList} from '../list.js';

const PAGE = 100;
const HEADINGS = ['When', 'Who', 'What', 'On'].map(text => ({text}));

export function auditView() {
  const abort = new AbortController();
  const alert = new Alert();
  const list = new RowList({name: 'Audit', kind: 'audit', key: entry => entry.number, draw, headings: HEADINGS});
  const more = el('div', {class: 'more'}, waiting());
  let entries = [];

  async function ask(before) {
    const query = new URLSearchParams(before ? {before, limit: PAGE} : {limit: PAGE});
    const page = await alert.during(() => get(`api/audit?${query}`, abort.signal));
    entries = [...entries, ...(page?.entries ?? [])];
    list.show(entries);
    replace(more, entries.length === 0 && empty('Nothing yet.', 'Who starts, cancels or retries a run is written down here.'),
      page?.next && button('Show older entries', () => ask(page.next), {focus: 'more'}));
  }

  ask(null);
  return {
    title: 'Audit',
    node: el('section', {}, el('div', {class: 'head'}, el('h1', {}, 'Audit')), alert.node,
      el('section', {class: 'panel flush', 'aria-label': 'Audit'}, list.node, more)),
    close: () => {
      abort.abort();
      list.close();
    },
  };
}

function draw(entry) {
  return {node: el('div', {class: 'row', role: 'row'},
    el('span', {role: 'cell', class: 'row-when muted'}, time(entry.at)),
    el('span', {role: 'cell', class: 'row-who cut'}, entry.actor),
    el('span', {role: 'cell', class: 'row-what'}, entry.action),
    el('span', {role: 'cell', class: 'row-on cut muted', title: entry.detail}, entry.subject, entry.detail && ` · ${entry.detail}`))};
}
