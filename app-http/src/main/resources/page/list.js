// A list of any length of which only the rows on the screen are in the document.

import {el} from './dom.js';

/** Rows beyond the edge of the screen, so that the next is there when the keyboard asks for it. */
const BEYOND = 8;

/**
 * All rows have the height that the style sheet gives as `--row`. `draw` makes {node, update}; `key` tells what a row
 * is the row of.
 */
export class RowList {
  #items = [];
  #drawn = new Map();
  #asked = 0;
  #renew = () => {
    this.#asked ||= requestAnimationFrame(() => {
      this.#asked = 0;
      this.#render();
    });
  };

  constructor({key, draw, headings = [], name, kind}) {
    this.key = key;
    this.draw = draw;
    this.body = el('div', {class: 'rows-body', role: 'rowgroup'});
    this.head = el('div', {class: 'rows-head', role: 'rowgroup'}, el('div', {class: 'row', role: 'row'},
      headings.map(heading => el('span', {role: 'columnheader', class: heading.number ? 'num' : null}, heading.text))));
    this.node = el('div', {class: `rows rows-${kind}`, role: 'table', 'aria-label': name}, this.head, this.body);
    addEventListener('scroll', this.#renew, {passive: true});
    addEventListener('resize', this.#renew, {passive: true});
  }

  show(items) {
    this.#items = items;
    this.node.setAttribute('aria-rowcount', String(items.length + 1));
    this.node.hidden = items.length === 0;
    this.#renew();
  }

  close() {
    cancelAnimationFrame(this.#asked);
    removeEventListener('scroll', this.#renew);
    removeEventListener('resize', this.#renew);
  }

  #render() {
    const height = parseFloat(getComputedStyle(this.body).getPropertyValue('--row'));
    const top = this.body.getBoundingClientRect().top;
    const from = Math.max(0, Math.floor(-top / height) - BEYOND);
    const to = Math.min(this.#items.length, Math.ceil((innerHeight - top) / height) + BEYOND);
    this.body.style.height = `${this.#items.length * height}px`;
    const before = this.#drawn;
    this.#drawn = new Map();
    for (let index = from; index < to; index++) {
      this.#place(before, index, index * height);
    }
    before.forEach(row => row.node.remove());
  }

  #place(before, index, top) {
    const item = this.#items[index];
    const key = this.key(item);
    const row = before.get(key) ?? this.draw(item);
    before.delete(key);
    row.update?.(item);
    row.node.setAttribute('aria-rowindex', String(index + 2));
    row.node.style.transform = `translateY(${top}px)`;
    // In the order of the list, since that is the order of the Tab key.
    const place = this.body.children[this.#drawn.size];
    if (place !== row.node) {
      this.body.insertBefore(row.node, place ?? null);
    }
    this.#drawn.set(key, row);
  }
}
