// The dialog before a run: which way, what it would do, and the start.

import {acceptedRun, get, newKey, post} from '../api.js';
import {el, replace} from '../dom.js';
import {count, counted} from '../format.js';
import {icon} from '../icons.js';
import {Alert, button, waiting} from '../parts.js';
import {mayOperate} from '../session.js';
import {badge} from '../status.js';

const SAMPLES = 3;
const DIRECTIONS = [['push', 'Push', 'source to sink'], ['pull', 'Pull', 'sink to source']];

export function startDialog(profile) {
  const alert = new Alert();
  const plan = el('div', {class: 'plan', 'aria-live': 'polite'});
  const anew = el('input', {type: 'checkbox', name: 'restart'});
  const key = newKey();
  let asked = 0;
  const direction = () => dialog.querySelector('input[name=direction]:checked').value;
  const preview = button('Preview', showPlan, {symbol: 'eye'});
  const begin = el('button', {class: 'button primary', type: 'submit', autofocus: true}, icon('play'), el('span', {}, 'Start'));

  async function showPlan() {
    const turn = ++asked;
    replace(plan, waiting());
    const query = new URLSearchParams({direction: direction(), restart: String(anew.checked), samples: String(mayOperate() ? SAMPLES : 0)});
    const found = await alert.during(() => get(`api/profiles/${encodeURIComponent(profile)}/plan?${query}`));
    if (turn === asked) {
      replace(plan, found && planNodes(found));
    }
  }

  function forgetPlan() {
    asked++;
    replace(plan);
  }

  async function start(event) {
    event.preventDefault();
    begin.disabled = true;
    const options = anew.checked ? {restart: true} : {};
    const response = await alert.during(() => post('api/runs', {profile, direction: direction(), options}, `${key}-${direction()}-${anew.checked}`));
    begin.disabled = false;
    if (response) {
      dialog.close();
      location.hash = `#/runs/${acceptedRun(response)}`;
    }
  }

  const dialog = el('dialog', {class: 'dialog', 'aria-labelledby': 'start-title', on: {close: () => dialog.remove()}},
    el('form', {on: {submit: start}},
      el('h2', {id: 'start-title'}, mayOperate() ? `Start ${profile}` : `Plan of ${profile}`),
      el('fieldset', {class: 'segments'}, el('legend', {class: 'unseen'}, 'Direction'),
        DIRECTIONS.map(([value, word, words], index) => el('label', {class: 'segment'},
          el('input', {type: 'radio', name: 'direction', value, checked: index === 0, on: {change: forgetPlan}}),
          el('span', {}, word, el('small', {}, words))))),
      el('label', {class: 'check'}, anew, el('span', {}, 'Begin anew', el('small', {}, 'Do not go on where an interrupted run stopped'))),
      alert.node, plan,
      el('div', {class: 'dialog-foot'}, button('Close', () => dialog.close(), {kind: 'quiet'}), preview, mayOperate() && begin)));
  anew.addEventListener('change', forgetPlan);
  document.body.append(dialog);
  dialog.showModal();
}

/** What a run would do, table by table. */
function planNodes(plan) {
  return [
    el('p', {class: 'plan-sum'}, plan.hasChanges ? sentence(plan.totals) : 'Nothing to do: both sides agree.',
      !['succeeded', 'rejects'].includes(plan.status) && badge(plan.status)),
    plan.error && el('p', {class: 'trouble'}, plan.error),
    plan.warnings.map(words => el('p', {class: 'note tone-warn'}, icon('alert'), el('span', {}, words))),
    plan.tables.length > 0 && el('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Tables of the plan'},
      el('table', {class: 'grid'},
        el('thead', {}, el('tr', {}, ['Table', 'Insert', 'Update', 'Delete', 'Unchanged'].map((words, index) =>
          el('th', {scope: 'col', class: index > 0 ? 'num' : null}, words)))),
        el('tbody', {}, plan.tables.map(row)))),
    plan.tables.map(details),
  ];
}

function sentence({inserted, updated, deleted, rejected, read}) {
  const refused = rejected > 0 ? `, ${count(rejected)} rejected` : '';
  return `Of ${counted(read, 'row', 'rows')} read: ${count(inserted)} to insert, ${count(updated)} to update, ${count(deleted)} to delete${refused}.`;
}

function row(table) {
  return el('tr', {}, el('th', {scope: 'row'}, table.table),
    [table.inserted, table.updated, table.deleted, table.unchanged].map(number =>
      el('td', {class: number > 0 ? 'num' : 'num none'}, count(number))));
}

function details(table) {
  const lines = [table.error, ...table.notes].filter(Boolean);
  if (lines.length + table.ddl.length + table.samples.length === 0) {
    return null;
  }
  return el('details', {class: 'plan-table', open: Boolean(table.error)},
    el('summary', {}, table.table, el('span', {class: 'muted'}, [
      table.ddl.length > 0 && counted(table.ddl.length, 'schema change', 'schema changes'),
      table.samples.length > 0 && counted(table.samples.length, 'sample', 'samples'),
      lines.length > 0 && counted(lines.length, 'note', 'notes')].filter(Boolean).map(words => ` · ${words}`).join(''))),
    lines.map(words => el('p', {}, words)),
    table.ddl.map(statement => el('pre', {tabindex: '0'}, statement)),
    table.samples.length > 0 && el('ul', {class: 'samples'}, table.samples.map(sample)));
}

const KINDS = {missing: 'insert', extra: 'delete', different: 'update'};

function sample({kind, key, cells}) {
  return el('li', {}, el('strong', {}, KINDS[kind] ?? kind), ' ', el('code', {}, key),
    el('span', {class: 'muted'}, cells.map(cell => ` ${cell.column}: ${change(kind, cell)}`).join(',')));
}

function change(kind, {source, sink}) {
  return kind === 'missing' ? source : kind === 'extra' ? sink : `${sink} → ${source}`;
}
