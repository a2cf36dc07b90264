// Pieces that several views show.

import {el, replace} from './dom.js';
import {icon} from './icons.js';

export function button(words, press, {kind = '', symbol, focus, title} = {}) {
  return el('button', {type: 'button', class: `button ${kind}`, 'data-focus': focus, title, on: {click: press}},
    symbol && icon(symbol), el('span', {}, words));
}

export function link(words, href, {kind = 'button', symbol, focus} = {}) {
  return el('a', {class: kind, href, 'data-focus': focus}, symbol && icon(symbol), el('span', {}, words));
}

/** What is there when there is nothing: a sentence, and what to do about it. */
export function empty(title, ...words) {
  return el('div', {class: 'empty'}, el('p', {class: 'empty-title'}, title), words.length > 0 && el('p', {}, words));
}

export function waiting() {
  return el('p', {class: 'waiting', role: 'status'}, icon('spin'), 'Loading');
}

/** A place for what went wrong with something that was asked for; it is read aloud when it comes. */
export class Alert {
  node = el('div', {class: 'alert-place', role: 'alert'});

  show(error) {
    replace(this.node, el('div', {class: 'alert tone-bad'}, icon('alert'), el('p', {}, error.message),
      button('Dismiss', () => this.clear(), {kind: 'quiet'})));
  }

  clear() {
    this.node.replaceChildren();
  }

  /** Does something; what goes wrong is shown, and the page stays as it is. */
  async during(work) {
    this.clear();
    try {
      return await work();
    } catch (e) {
      this.show(e);
      return undefined;
    }
  }
}

/** Terms and what they are; those without a value are left out. */
export function facts(pairs) {
  return el('dl', {class: 'facts'}, pairs.filter(([, value]) => value != null && value !== '')
    .map(([term, value]) => el('div', {}, el('dt', {}, term), el('dd', {}, value))));
}

export function choice(name, options, chosen, change) {
  return el('label', {class: 'field'}, el('span', {}, name),
    el('select', {on: {change: event => change(event.target.value)}},
      options.map(([value, words]) => el('option', {value, selected: value === chosen}, words))));
}

/** Asks again and again until the signal says enough; a time that nobody looks at the page does not count. */
export async function repeat(work, millis, signal) {
  while (!signal.aborted) {
    await new Promise(resume => setTimeout(resume, millis));
    if (!signal.aborted && !document.hidden) {
      await work().catch(() => {});
    }
  }
}
