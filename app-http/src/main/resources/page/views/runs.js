// The runs of all profiles.

import {el} from '../dom.js';
import {Alert} from '../parts.js';
import {RunHistoryList} from './runlist.js';

export function runsView() {
  const alert = new Alert();
  const list = new RunHistoryList(null, alert);
  list.load();
  return {
    title: 'Runs',
    node: el('section', {}, el('div', {class: 'head'}, el('h1', {}, 'Runs')), alert.node, list.node),
    close: () => list.close(),
  };
}
