// How a run went: an icon, a word and a colour, never a colour alone.

import {el} from './dom.js';
import {icon} from './icons.js';

const STATUS = {
  running: {word: 'Running', icon: 'spin', tone: 'accent'},
  succeeded: {word: 'Succeeded', icon: 'check', tone: 'good'},
  rejects: {word: 'Rejects', icon: 'alert', tone: 'warn'},
  failed: {word: 'Failed', icon: 'cross', tone: 'bad'},
  interrupted: {word: 'Interrupted', icon: 'pause', tone: 'calm'},
  refused: {word: 'Refused', icon: 'shield', tone: 'guard'},
};

/** What a person is told of each, as a title. */
const MEANING = {
  succeeded: 'Every row landed',
  rejects: 'It finished, and some rows were rejected',
  failed: 'It could not finish; the report says why',
  interrupted: 'It was cancelled or its server ended; the next run goes on from there',
  refused: 'A guard stopped it before it did harm; the report says which',
};

export const ENDED = Object.keys(MEANING);

function of(status) {
  return STATUS[status] ?? {word: status, icon: 'dot', tone: 'calm'};
}

export function word(status) {
  return of(status).word;
}

export function tone(status) {
  return of(status).tone;
}

export function badge(status) {
  const {word, icon: name, tone} = of(status);
  return el('span', {class: `badge tone-${tone}`, title: MEANING[status]}, icon(name), word);
}
