// One profile: what it does, how its runs went over time, and its history.

import {get} from '../api.js';
import {BarChart} from '../chart.js';
import {el, replace} from '../dom.js';
import {icon} from '../icons.js';
import {count, counted, local, short, took} from '../format.js';
import {Alert, button, empty, link, repeat, waiting} from '../parts.js';
import {mayOperate} from '../session.js';
import {badge, tone, word} from '../status.js';
import {changes, nextWords, route} from './profiles.js';
import {RunHistoryList} from './runlist.js';
import {startDialog} from './start.js';

const EVERY = 3000;
/** What a run did to rows, in the order in which it is stacked. */
const OUTCOMES = [
  {name: 'inserted', tone: 'inserted'}, {name: 'updated', tone: 'updated'},
  {name: 'deleted', tone: 'deleted'}, {name: 'rejected', tone: 'warn'}];

export function profileView(name) {
  const abort = new AbortController();
  const alert = new Alert();
  const head = el('div', {}, waiting());
  const charts = historyCharts();
  const history = new RunHistoryList(name, alert, charts.show);
  let before = '';

  async function load() {
    const found = (await get('api/profiles', abort.signal)).profiles.find(profile => profile.profile === name);
    if (!found) {
      replace(head, el('h1', {}, name), empty('There is no such profile.', link('All profiles', '#/profiles', {kind: ''})));
      charts.node.hidden = history.node.hidden = true;
      return;
    }
    const now = JSON.stringify(found);
    if (now !== before) {
      before = now;
      replace(head, headNodes(found));
      history.load();
    }
  }

  alert.during(load);
  repeat(load, EVERY, abort.signal);
  return {
    title: name,
    node: el('section', {}, head, alert.node, charts.node, history.node),
    close: () => {
      abort.abort();
      history.close();
    },
  };
}

function headNodes(profile) {
  const path = encodeURIComponent(profile.profile);
  return [
    el('div', {class: 'head'}, el('h1', {}, profile.profile), profile.running && badge('running'),
      el('div', {class: 'actions'},
        profile.running && link('Watch', `#/runs/${profile.running.run}`, {kind: 'button primary', symbol: 'eye', focus: 'watch'}),
        !profile.running && mayOperate() && button('Start', () => startDialog(profile.profile), {kind: 'primary', symbol: 'play', focus: 'start'}),
        !mayOperate() && button('Plan', () => startDialog(profile.profile), {symbol: 'eye', focus: 'plan'}),
        profile.rejects > 0 && link(counted(profile.rejects, 'reject', 'rejects'), `#/rejects/${path}`,
          {kind: 'button quiet tone-warn', symbol: 'alert', focus: 'rejects'}))),
    profile.problem && el('p', {class: 'note tone-bad under'}, icon('alert'), el('span', {}, profile.problem)),
    el('div', {class: 'under'}, route(profile), el('p', {class: 'muted'}, nextWords(profile))),
  ];
}

/** How long runs took and what they changed, oldest to the left. */
function historyCharts() {
  const durations = new BarChart('Duration', {format: value => took(value), describe: describeDurations});
  const rows = new BarChart('Rows that changed', {format: short, describe: describeRows, legend: OUTCOMES});
  const node = el('div', {class: 'charts', hidden: true}, [durations, rows].map(chart => el('div', {class: 'panel'}, chart.figure)));
  return {node, show: runs => {
    const ended = runs.filter(run => run.durationMs != null).reverse();
    // One bar is no picture.
    node.hidden = ended.length < 2;
    durations.show(ended.map(run => slot(run, [{tone: tone(run.status), value: run.durationMs}],
      `${word(run.status)} in ${took(run.durationMs)}`)));
    rows.show(ended.map(run => slot(run, OUTCOMES.map(({name, tone}) => ({tone, value: run.totals?.[name] ?? 0})),
      run.totals ? changes(run.totals) : 'No counts')));
  }};
}

function slot(run, parts, words) {
  const began = local(new Date(run.startedAt));
  return {label: began, parts, note: `${began}: ${words}`, href: `#/runs/${run.run}`};
}

function describeDurations(slots) {
  const values = slots.map(slot => slot.parts[0].value);
  return values.length === 0 ? 'Duration: no run yet'
    : `Duration of the ${counted(values.length, 'newest run', 'newest runs')}: from ${took(Math.min(...values))} to ${took(Math.max(...values))}, `
      + `the last ${took(values.at(-1))}. Arrow keys tell each.`;
}

function describeRows(slots) {
  const all = OUTCOMES.map(({name}, index) => `${count(slots.reduce((sum, slot) => sum + slot.parts[index].value, 0))} ${name}`);
  return `Rows that the ${counted(slots.length, 'newest run', 'newest runs')} changed: ${all.join(', ')}. Arrow keys tell each.`;
}
