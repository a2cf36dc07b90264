// All profiles: where they go, how the last run went, when the next begins.

import {get} from '../api.js';
import {el, replace} from '../dom.js';
import {counted, distance, running, took} from '../format.js';
import {icon} from '../icons.js';
import {Alert, button, empty, link, repeat, waiting} from '../parts.js';
import {mayOperate} from '../session.js';
import {badge} from '../status.js';
import {startDialog} from './start.js';

const EVERY = 3000;
/** From so many on, a field to find one of them pays. */
const MANY = 9;

export function profilesView() {
  const abort = new AbortController();
  const alert = new Alert();
  const cards = el('div', {class: 'cards'}, waiting());
  const find = el('input', {type: 'search', class: 'find', placeholder: 'Find a profile', 'aria-label': 'Find a profile',
    on: {input: () => draw()}});
  let profiles = null;
  let drawn = '';

  async function load() {
    profiles = (await get('api/profiles', abort.signal)).profiles;
    draw();
  }

  function draw() {
    find.hidden = profiles.length < MANY;
    const wanted = profiles.filter(profile => profile.profile.toLowerCase().includes(find.value.toLowerCase().trim()));
    // The clock of a running profile and "2 min ago" are why an equal answer is drawn again, but not more often.
    const now = JSON.stringify([wanted, Math.floor(Date.now() / 10_000)]);
    if (now !== drawn) {
      drawn = now;
      replace(cards, wanted.length > 0 ? wanted.map(card) : none(profiles.length));
    }
  }

  alert.during(load);
  repeat(load, EVERY, abort.signal);
  return {
    title: 'Profiles',
    node: el('section', {}, el('div', {class: 'head'}, el('h1', {}, 'Profiles'), find), alert.node, cards),
    close: () => abort.abort(),
  };
}

function none(all) {
  return all === 0
    ? empty('No profiles yet.', 'A profile names a source and a sink. ', el('code', {}, 'tidemark init --from shop.db --to "$PG_URL"'),
      ' looks at a source and writes a file with one.')
    : empty('No profile is called that.');
}

function card(profile) {
  const href = `#/profiles/${encodeURIComponent(profile.profile)}`;
  return el('article', {class: 'card panel'},
    el('div', {class: 'card-head'},
      el('h2', {}, el('a', {class: 'card-link', href, 'data-focus': `card ${profile.profile}`}, profile.profile)),
      profile.running ? badge('running') : profile.lastRun && badge(profile.lastRun.status)),
    route(profile),
    profile.problem && el('p', {class: 'note tone-bad'}, icon('alert'), el('span', {}, profile.problem)),
    profile.running ? runningLine(profile.running) : lastLine(profile.lastRun),
    el('p', {class: 'card-line muted'}, icon('clock'), nextWords(profile)),
    el('div', {class: 'card-foot'},
      profile.running
        ? link('Watch', `#/runs/${profile.running.run}`, {kind: 'button primary', symbol: 'eye', focus: `act ${profile.profile}`})
        : mayOperate() && button('Start', () => startDialog(profile.profile), {symbol: 'play', focus: `act ${profile.profile}`}),
      profile.rejects > 0 && link(counted(profile.rejects, 'reject', 'rejects'), `#/rejects/${encodeURIComponent(profile.profile)}`,
        {kind: 'button quiet tone-warn', symbol: 'alert', focus: `rejects ${profile.profile}`})));
}

/** From where to where, and how. */
export function route({source, sink, mode}) {
  return el('p', {class: 'route'}, el('span', {class: 'store'}, source), icon('arrow'), el('span', {class: 'unseen'}, 'to'),
    el('span', {class: 'store'}, sink), el('span', {class: 'chip'}, mode));
}

/** When the schedule begins the next run. */
export function nextWords(profile) {
  if (!profile.schedule) {
    return 'No schedule';
  }
  return profile.nextRun ? ['Next ', distance(profile.nextRun), el('code', {}, profile.schedule)] : ['Schedule ', el('code', {}, profile.schedule)];
}

function runningLine({since}) {
  return el('p', {class: 'card-line'}, `Running for ${running(Date.now() - Date.parse(since))}`);
}

function lastLine(run) {
  if (!run) {
    return el('p', {class: 'card-line muted'}, 'Never run');
  }
  return el('p', {class: 'card-line'}, distance(run.endedAt ?? run.startedAt), run.durationMs != null && ` in ${took(run.durationMs)}`,
    run.totals && el('span', {class: 'muted'}, ` · ${changes(run.totals)}`));
}

/** What a run changed, in a few words. */
export function changes(totals) {
  const parts = ['inserted', 'updated', 'deleted', 'rejected'].filter(name => totals[name] > 0)
    .map(name => `${totals[name].toLocaleString('en-US')} ${name}`);
  return parts.length > 0 ? parts.join(', ') : `${counted(totals.read, 'row', 'rows')}, nothing to change`;
}
