// The tables of a run, one a row: how far each has come and what became of its rows.

import {el, text} from '../dom.js';
import {count, left, took} from '../format.js';
import {icon} from '../icons.js';
import {RowList} from '../list.js';
import {progress} from '../live.js';

const STATES = {running: ['spin', 'accent', 'Running'], ended: ['check', 'good', 'Done'], failed: ['cross', 'bad', 'Failed']};
const COUNTS = ['inserted', 'updated', 'unchanged', 'deleted', 'rejected'];
const HEADINGS = [{text: 'Table'}, {text: 'Progress'}, ...COUNTS.map(text => ({text, number: true})), {text: 'Took', number: true}];

/** {node, show, close}. */
export function tableList() {
  const list = new RowList({name: 'Tables', kind: 'tables', key: table => table.table, draw, headings: HEADINGS});
  const node = el('section', {class: 'panel flush', hidden: true, 'aria-label': 'Tables'}, list.node);
  return {node, close: () => list.close(), show: tables => {
    node.hidden = tables.length === 0;
    list.show(tables);
  }};
}

function draw(table) {
  const state = el('span', {class: 'table-state'});
  const bar = el('div', {class: 'bar-fill'});
  const track = el('div', {class: 'bar-track', role: 'progressbar', 'aria-label': table.table, 'aria-valuemin': '0', 'aria-valuemax': '100'}, bar);
  const words = el('span', {class: 'num'});
  const counts = COUNTS.map(name => el('span', {role: 'cell', class: `num count-${name}`, 'data-name': name}));
  const duration = el('span', {role: 'cell', class: 'num row-took muted'});
  const node = el('div', {class: 'row', role: 'row'},
    el('span', {role: 'cell', class: 'row-name'}, state, el('span', {class: 'cut', title: table.table}, table.table)),
    el('span', {role: 'cell', class: 'row-progress'}, track, words), counts, duration);
  return {node, update: now => update(now, {node, state, bar, track, words, counts, duration})};
}

function update(table, {node, state, bar, track, words, counts, duration}) {
  const far = progress(table);
  const [symbol, tone, meaning] = STATES[table.state];
  if (state.dataset.state !== table.state) {
    state.dataset.state = table.state;
    state.className = `table-state tone-${tone}`;
    state.replaceChildren(icon(symbol), el('span', {class: 'unseen'}, meaning));
  }
  node.title = table.error ?? '';
  track.classList.toggle('unknown', far.percent === null && table.state === 'running');
  if (far.percent === null) {
    track.removeAttribute('aria-valuenow');
  } else {
    track.setAttribute('aria-valuenow', String(far.percent));
  }
  track.setAttribute('aria-valuetext', said(table, far));
  bar.style.width = `${far.percent ?? 0}%`;
  text(words, said(table, far));
  counts.forEach(cell => {
    const value = table[cell.dataset.name];
    text(cell, count(value));
    cell.classList.toggle('none', value === 0);
  });
  text(duration, table.state === 'running' ? '' : took(table.durationMs));
}

/** As the command line says it: 7,000/15,928 (44%) ETA 3s. */
function said(table, {done, whole, percent, left: remaining}) {
  if (whole === null) {
    return `${count(done)} ${done === 1 ? 'row' : 'rows'}`;
  }
  if (table.state === 'ended') {
    return `${count(done)} read`;
  }
  return `${count(done)}/${count(whole)} (${percent}%)${remaining === null ? '' : ` ETA ${left(remaining)}`}`;
}
